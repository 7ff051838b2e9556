// Input blocks: label, element, hint, and the place for an error under it.

import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { renderText, textOf } from "../mrkdwn/render.js";
import { renderElement } from "./elements.js";

/** An input block. */
export function inputBlock(block, ctx) {
  const id = uid("field");
  const label_id = `${id}-label`;
  const hint_id = `${id}-hint`;
  const error_id = `${id}-error`;
  const field = { id, labelledby: label_id, describedby: `${hint_id} ${error_id}`, label: textOf(block.label), required: !block.optional };
  return h("div", { class: "field" },
    h("label", { class: "field-label", id: label_id, for: id }, renderText(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    renderElement(block, block.element, ctx, field),
    h("p", { class: "field-error", id: error_id, role: "alert", hidden: true, data: { testid: "field-error" } }),
    block.hint ? h("p", { class: "field-hint", id: hint_id }, renderText(block.hint)) : null);
}

/** Shows `text` under the input of a block (none clears it); false when the block has no such place. */
export function showError(root, block_id, text) {
  const field = [...root.querySelectorAll("[data-block-id]")].find((node) => node.dataset.blockId === block_id)?.querySelector(".field");
  if (!field) return false;
  const place = field.querySelector(":scope > .field-error");
  place.replaceChildren(...(text ? [icon("warn"), text] : []));
  place.hidden = !text;
  field.classList.toggle("invalid", Boolean(text));
  field.querySelector("input, textarea, button.picker")?.setAttribute("aria-invalid", String(Boolean(text)));
  return true;
}
