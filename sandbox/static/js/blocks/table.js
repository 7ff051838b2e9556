// Table and data_table blocks.

import { h } from "../dom.js";
import { richText } from "./rich_text.js";

function cellNode(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  return String(cell?.text ?? cell?.value ?? "");
}

function row(cells, tag, settings, headerColumn = -1) {
  return h("tr", null, cells.map((cell, column) => {
    const setting = settings[column] ?? {};
    const align = setting.align ?? (cell?.type === "raw_number" ? "right" : "left");
    const kind = column === headerColumn ? "th" : tag;
    return h(kind, { scope: kind === "th" ? (tag === "th" ? "col" : "row") : null, class: setting.is_wrapped === false ? "no-wrap" : null, data: { align } }, cellNode(cell));
  }));
}

/** A table block; its first row is the header. */
export function tableBlock(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", { class: "table" }, h("thead", null, row(head, "th", settings)), h("tbody", null, rows.map((cells) => row(cells, "td", settings)))));
}

/** A data_table block: caption, and as many rows at a time as the app asked for. */
export function dataTableBlock(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const size = block.page_size ?? 5;
  const body = h("tbody");
  const more = h("button", { type: "button", class: "button small quiet", onclick: () => grow() });
  let shown = 0;
  function grow() {
    body.append(...rows.slice(shown, shown + size).map((cells) => row(cells, "td", [], block.row_header_column_index ?? -1)));
    shown = Math.min(rows.length, shown + size);
    more.hidden = shown >= rows.length;
    more.textContent = `Show more (${rows.length - shown} left)`;
  }
  grow();
  return h("div", { class: "table-scroll" }, h("table", { class: "table" }, h("caption", null, block.caption), h("thead", null, row(head, "th", [])), body), more);
}
