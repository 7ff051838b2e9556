// A field with a list: type to filter, arrows to move, Enter to take. One or many values.

import { debounce, fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";

const REMOTE_PAUSE_MS = 220;

/** Builds the field. `source(query)` answers groups `[{label, items}]`, at once or as a promise; it may
 *  throw an Error whose sentence is shown. Items are `{key, text, hint, lead, value}`. `onchange(items)`
 *  hears every change. */
export function combobox({ source, chosen, multi = false, max = Infinity, placeholder = "", min_query = 0, remote = false, clearable = false, field = {}, label = null, onchange }) {
  const list_id = uid("list");
  let values = [...chosen];
  let options = [];
  let active = -1;
  let asked = 0;
  let popup = null;
  const chips = h("span", { class: "chips" });
  const input = h("input", {
    class: "combo-input", id: field.id, role: "combobox", type: "text", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list_id, "aria-haspopup": "listbox",
    "aria-label": field.labelledby ? null : label || placeholder, "aria-labelledby": field.labelledby, "aria-describedby": field.describedby,
  });
  const clear = h("button", { type: "button", class: "combo-clear", "aria-label": "Clear", tabindex: "-1", onclick: () => take([]) }, icon("close"));
  const node = h("div", { class: ["combo", multi && "multi"] }, chips, input, clear, h("span", { class: "combo-caret" }, icon("down")));

  function paint() {
    fill(chips, multi ? values.map(chip) : []);
    if (!multi) input.value = values[0]?.text ?? "";
    input.placeholder = values.length && multi ? "" : placeholder;
    clear.hidden = !(clearable && values.length && !multi);
    node.classList.toggle("filled", values.length > 0);
  }

  function chip(item) {
    return h("span", { class: "chip" }, item.lead?.() ?? null, h("span", { class: "ellipsis" }, item.text),
      h("button", { type: "button", "aria-label": `Remove ${item.text}`, onclick: () => take(values.filter((one) => one.key !== item.key)) }, icon("close")));
  }

  async function take(next) {
    const before = values;
    values = next;
    if (multi) input.value = "";
    paint();
    const kept = await onchange(values);
    if (kept === false) {
      values = before;
      paint();
    }
  }

  function choose(item) {
    if (!item) return;
    if (!multi) {
      close();
      take([item]);
      return;
    }
    const has = values.some((one) => one.key === item.key);
    if (!has && values.length >= max) {
      note(`You can choose at most ${max}.`);
      return;
    }
    take(has ? values.filter((one) => one.key !== item.key) : [...values, item]);
    refresh();
  }

  function note(text) {
    options = [];
    active = -1;
    if (popup) fill(popup, h("div", { class: "list-note" }, text));
    position();
  }

  function show(groups) {
    options = groups.flatMap((group) => group.items);
    if (!options.length) {
      note("Nothing matches.");
      return;
    }
    let at = -1;
    fill(popup, groups.filter((group) => group.items.length).map((group) => [
      group.label ? h("div", { class: "list-group" }, group.label) : null,
      group.items.map((item) => {
        at += 1;
        return optionNode(item, at);
      }),
    ]));
    const current = options.findIndex((item) => values.some((one) => one.key === item.key));
    mark(multi || current < 0 ? 0 : current);
    position();
  }

  function optionNode(item, at) {
    const on = values.some((one) => one.key === item.key);
    return h("div", { class: "list-option", role: "option", id: `${list_id}-${at}`, "aria-selected": String(on), data: { value: item.key }, onmousedown: (event) => event.preventDefault(), onclick: () => choose(item), onmousemove: () => active !== at && mark(at, false) },
      item.lead?.() ?? null,
      h("span", { class: "grow" }, h("span", { class: "option-text" }, item.text), item.hint ? h("small", null, item.hint) : null),
      on ? icon("check") : null);
  }

  function mark(at, scroll = true) {
    active = at;
    for (const [row, option] of [...popup.querySelectorAll("[role=option]")].entries()) {
      option.classList.toggle("active", row === at);
      if (row === at && scroll) option.scrollIntoView({ block: "nearest" });
    }
    input.setAttribute("aria-activedescendant", at >= 0 ? `${list_id}-${at}` : "");
  }

  function query() {
    const typed = input.value.trim();
    return !multi && typed === (values[0]?.text ?? "") ? "" : typed;
  }

  async function load() {
    const wanted = query();
    if (wanted.length < min_query) {
      note(min_query === 1 ? "Type to search." : `Type at least ${min_query} characters to search.`);
      return;
    }
    asked += 1;
    const mine = asked;
    try {
      const groups = await source(wanted);
      if (popup && mine === asked) show(groups);
    } catch (problem) {
      if (popup && mine === asked) note(problem.message);
    }
  }

  const loadSoon = debounce(load, REMOTE_PAUSE_MS);

  function refresh() {
    if (!popup) return;
    if (!remote) {
      load();
    } else if (query().length < min_query) {
      loadSoon.cancel();
      load();
    } else {
      if (!options.length) note("Searching…");
      loadSoon();
    }
  }

  function position() {
    if (!popup) return;
    const around = node.getBoundingClientRect();
    const height = Math.min(popup.scrollHeight + 2, 300);
    const above = around.bottom + height + 12 > innerHeight && around.top > height + 12;
    popup.style.left = `${Math.max(8, Math.min(around.left, innerWidth - Math.max(around.width, 220) - 8))}px`;
    popup.style.minWidth = `${Math.max(around.width, 220)}px`;
    popup.style.top = above ? `${around.top - height - 4}px` : `${around.bottom + 4}px`;
  }

  function open() {
    if (popup) return;
    popup = h("div", { class: "listbox", role: "listbox", id: list_id, "aria-multiselectable": multi ? "true" : null, "aria-label": label || placeholder || "Choices", onmousedown: (event) => event.preventDefault() });
    document.body.append(popup);
    input.setAttribute("aria-expanded", "true");
    addEventListener("scroll", position, true);
    addEventListener("resize", position);
    if (!multi) input.select();
    refresh();
  }

  function close() {
    if (!popup) return;
    loadSoon.cancel();
    popup.remove();
    popup = null;
    options = [];
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    removeEventListener("scroll", position, true);
    removeEventListener("resize", position);
    if (!multi) input.value = values[0]?.text ?? "";
  }

  const keys = {
    ArrowDown: () => (popup ? options.length && mark((active + 1) % options.length) : open()),
    ArrowUp: () => (popup ? options.length && mark((active - 1 + options.length) % options.length) : open()),
    Enter: () => (popup ? choose(options[active]) : open()),
    Escape: () => close(),
  };

  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && multi && !input.value && values.length) take(values.slice(0, -1));
    if (event.key === "Tab" || event.ctrlKey || event.metaKey || !(event.key in keys) || (event.key === "Escape" && !popup)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  input.addEventListener("input", () => {
    open();
    refresh();
  });
  input.addEventListener("blur", close);
  node.addEventListener("click", (event) => {
    if (event.target.closest("button")) return;
    input.focus();
    open();
  });
  paint();
  return node;
}
