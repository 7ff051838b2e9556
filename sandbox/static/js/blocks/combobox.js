// A field with a list: type to filter, arrows to move, Enter to take. One or many values.

import { debounce, fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { Listbox } from "./listbox.js";

const REMOTE_PAUSE_MS = 220;
const DEFAULTS = { multi: false, max: Infinity, placeholder: "", min_query: 0, remote: false, clearable: false, field: {}, label: null };

class Combobox {
  constructor(options) {
    this.options = { ...DEFAULTS, ...options };
    this.values = [...this.options.chosen];
    this.asked = 0;
    this.loadSoon = debounce(() => this.load(), REMOTE_PAUSE_MS);
    this.build();
    this.listen();
    this.paint();
  }

  build() {
    const { field, label, placeholder, multi } = this.options;
    this.list_id = uid("list");
    this.chips = h("span", { class: "chips" });
    this.input = h("input", {
      class: "combo-input", id: field.id, role: "combobox", type: "text", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list_id, "aria-haspopup": "listbox",
      "aria-label": field.labelledby ? null : label || placeholder, "aria-labelledby": field.labelledby, "aria-describedby": field.describedby,
    });
    this.clear = h("button", { type: "button", class: "combo-clear", "aria-label": "Clear", tabindex: "-1", onclick: () => this.take([]) }, icon("close"));
    this.node = h("div", { class: ["combo", multi && "multi"] }, this.chips, this.input, this.clear, h("span", { class: "combo-caret" }, icon("down")));
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => {
      this.open();
      this.refresh();
    });
    this.input.addEventListener("blur", () => this.close());
    this.node.addEventListener("click", (event) => {
      if (event.target.closest("button")) return;
      this.input.focus();
      this.open();
    });
  }

  paint() {
    const { multi, placeholder, clearable } = this.options;
    fill(this.chips, multi ? this.values.map((item) => this.chip(item)) : []);
    if (!multi) this.input.value = this.values[0]?.text ?? "";
    this.input.placeholder = this.values.length && multi ? "" : placeholder;
    this.clear.hidden = !(clearable && this.values.length && !multi);
    this.node.classList.toggle("filled", this.values.length > 0);
  }

  chip(item) {
    return h("span", { class: "chip" }, item.lead?.() ?? null, h("span", { class: "ellipsis" }, item.text),
      h("button", { type: "button", "aria-label": `Remove ${item.text}`, onclick: () => this.take(this.without(item)) }, icon("close")));
  }

  without(item) {
    return this.values.filter((one) => one.key !== item.key);
  }

  has(item) {
    return this.values.some((one) => one.key === item.key);
  }

  /** Takes over values; when `onchange` answers false the earlier ones come back. */
  async take(next) {
    const before = this.values;
    this.values = next;
    if (this.options.multi) this.input.value = "";
    this.paint();
    const kept = await this.options.onchange(this.values);
    if (kept === false && this.values === next) {
      this.values = before;
      this.paint();
    }
  }

  choose(item) {
    if (!item) return;
    const { multi, max } = this.options;
    if (!multi) {
      this.close();
      this.take([item]);
    } else if (this.values.length >= max && !this.has(item)) {
      this.list.note(`You can choose at most ${max}.`);
    } else {
      // Left open, the list would cover the fields below; typing or an arrow opens it again.
      this.close();
      this.take(this.has(item) ? this.without(item) : [...this.values, item]);
    }
  }

  query() {
    const typed = this.input.value.trim();
    return !this.options.multi && typed === (this.values[0]?.text ?? "") ? "" : typed;
  }

  async load() {
    const wanted = this.query();
    const { min_query, source } = this.options;
    if (wanted.length < min_query) {
      this.list?.note(min_query === 1 ? "Type to search." : `Type at least ${min_query} characters to search.`);
      return;
    }
    this.asked += 1;
    const mine = this.asked;
    const current = () => this.list && mine === this.asked;
    try {
      const groups = await source(wanted);
      if (current()) this.list.show(groups, (item) => this.has(item));
    } catch (problem) {
      if (current()) this.list.note(problem.message);
    }
  }

  refresh() {
    if (!this.list) return;
    if (!this.options.remote || this.query().length < this.options.min_query) {
      this.loadSoon.cancel();
      this.load();
      return;
    }
    if (!this.list.items.length) this.list.note("Searching…");
    this.loadSoon();
  }

  open() {
    if (this.list) return;
    const { multi, label, placeholder } = this.options;
    this.list = new Listbox({ id: this.list_id, anchor: this.node, input: this.input, label: label || placeholder || "Choices", multi, onchoose: (item) => this.choose(item) });
    this.input.setAttribute("aria-expanded", "true");
    if (!multi) this.input.select();
    this.refresh();
  }

  close() {
    if (!this.list) return;
    this.loadSoon.cancel();
    this.list.remove();
    this.list = null;
    this.input.setAttribute("aria-expanded", "false");
    if (!this.options.multi) this.input.value = this.values[0]?.text ?? "";
  }

  key(event) {
    if (event.key === "Backspace" && this.options.multi && !this.input.value && this.values.length) this.take(this.values.slice(0, -1));
    const keys = {
      ArrowDown: () => (this.list ? this.list.move(1) : this.open()),
      ArrowUp: () => (this.list ? this.list.move(-1) : this.open()),
      Enter: () => (this.list ? this.choose(this.list.current()) : this.open()),
      Escape: () => this.close(),
    };
    const mine = event.key in keys && !event.ctrlKey && !event.metaKey && (event.key !== "Escape" || this.list);
    if (!mine) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }
}

/** Builds the field. `source(query)` answers groups `[{label, items}]`, at once or as a promise; it may
 *  throw an Error whose sentence is shown. Items are `{key, text, hint, lead, value}`. `onchange(items)`
 *  hears every change and may answer false to refuse it. `remote` waits for a pause in typing. */
export function combobox(options) {
  return new Combobox(options).node;
}
