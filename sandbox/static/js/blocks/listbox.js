// The list that drops from a combobox.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";

const TALLEST_PX = 300;
const NARROWEST_PX = 220;

/** A list under `anchor`, steered from `input`, which keeps the focus. */
export class Listbox {
  constructor({ id, anchor, input, label, multi, onchoose }) {
    Object.assign(this, { id, anchor, input, onchoose });
    this.items = [];
    this.active = -1;
    this.node = h("div", { class: "listbox", role: "listbox", id, "aria-multiselectable": multi ? "true" : null, "aria-label": label, onmousedown: (event) => event.preventDefault() });
    this.multi = multi;
    this.place = () => this.position();
    document.body.append(this.node);
    addEventListener("scroll", this.place, true);
    addEventListener("resize", this.place);
  }

  remove() {
    this.node.remove();
    this.input.removeAttribute("aria-activedescendant");
    removeEventListener("scroll", this.place, true);
    removeEventListener("resize", this.place);
  }

  /** Shows a sentence instead of choices. */
  note(text) {
    this.items = [];
    this.active = -1;
    fill(this.node, h("div", { class: "list-note" }, text));
    this.position();
  }

  /** Shows groups of choices; `isOn(item)` tells the chosen ones. */
  show(groups, isOn) {
    const full = groups.filter((group) => group.items.length);
    if (!full.length) {
      this.note("Nothing matches.");
      return;
    }
    this.items = full.flatMap((group) => group.items);
    let at = -1;
    fill(this.node, full.map((group) => [
      group.label ? h("div", { class: "list-group" }, group.label) : null,
      group.items.map((item) => {
        at += 1;
        return this.option(item, at, isOn(item));
      }),
    ]));
    this.mark(this.multi ? 0 : Math.max(0, this.items.findIndex(isOn)));
    this.position();
  }

  option(item, at, on) {
    return h("div", { class: "list-option", role: "option", id: `${this.id}-${at}`, "aria-selected": String(on), data: { value: item.key }, onclick: () => this.onchoose(item), onmousemove: () => this.active !== at && this.mark(at, false) },
      item.lead?.() ?? null,
      h("span", { class: "grow" }, h("span", { class: "option-text" }, item.text), item.hint ? h("small", null, item.hint) : null),
      on ? icon("check") : null);
  }

  mark(at, scroll = true) {
    this.active = at;
    for (const [row, option] of [...this.node.querySelectorAll("[role=option]")].entries()) {
      option.classList.toggle("active", row === at);
      if (row === at && scroll) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `${this.id}-${at}`);
  }

  move(step) {
    if (this.items.length) this.mark((this.active + step + this.items.length) % this.items.length);
  }

  current() {
    return this.items[this.active];
  }

  position() {
    const around = this.anchor.getBoundingClientRect();
    const width = Math.max(around.width, NARROWEST_PX);
    const height = Math.min(this.node.scrollHeight + 2, TALLEST_PX);
    const above = around.bottom + height + 12 > innerHeight && around.top > height + 12;
    this.node.style.minWidth = `${width}px`;
    this.node.style.left = `${Math.max(8, Math.min(around.left, innerWidth - width - 8))}px`;
    this.node.style.top = above ? `${around.top - height - 4}px` : `${around.bottom + 4}px`;
  }
}
