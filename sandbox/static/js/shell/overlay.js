// Layers above the page: popovers, menus, dialogs. Escape closes the topmost.

import { h, tabbable, uid } from "../dom.js";
import { icon } from "../icons.js";

const layers = [];

/** Puts a layer on top; returns a function that takes it off without calling `close`. */
export function pushLayer(layer) {
  layers.push(layer);
  return () => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
  };
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !layers.length) return;
  event.preventDefault();
  layers.at(-1).close();
});

document.addEventListener("pointerdown", (event) => {
  const top = layers.at(-1);
  if (top?.element && !top.sticky && !top.element.contains(event.target) && !top.anchor?.contains(event.target)) top.close();
}, true);

/** Closes the popover of this anchor when it has one; true means it was open. */
export function closeAt(anchor) {
  const layer = layers.find((item) => item.anchor === anchor);
  layer?.close();
  return Boolean(layer);
}

function place(box, anchor, align) {
  const around = anchor.getBoundingClientRect();
  box.style.left = "0";
  const size = { width: box.offsetWidth, height: box.offsetHeight };
  const margin = 8;
  const below = around.bottom + 6;
  const fitsBelow = below + size.height <= innerHeight - margin;
  const top = fitsBelow ? below : Math.max(margin, around.top - size.height - 6);
  const left = align === "end" ? around.right - size.width : around.left;
  box.style.top = `${Math.min(top, Math.max(margin, innerHeight - size.height - margin))}px`;
  box.style.left = `${Math.max(margin, Math.min(left, innerWidth - size.width - margin))}px`;
}

/** Shows `content` beside `anchor`. Answers `close()`; focus goes back to the anchor. */
export function openPopover(anchor, content, { label, align = "start", className = "", onclose = null, focus = true, role = "dialog" } = {}) {
  const box = h("div", { class: ["popover", className], role, "aria-label": label, tabindex: "-1" }, content);
  if (role === "dialog") box.addEventListener("keydown", (event) => trap(event, box));
  document.body.append(box);
  place(box, anchor, align);
  anchor.setAttribute("aria-expanded", "true");
  let open = true;
  const layer = { element: box, anchor, close: () => close(true) };
  const pop = pushLayer(layer);
  function close(refocus = false) {
    if (!open) return;
    open = false;
    pop();
    const held = box.contains(document.activeElement);
    box.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus && (held || document.activeElement === document.body) && anchor.isConnected) anchor.focus();
    onclose?.();
  }
  if (focus) (box.querySelector("[data-first]") ?? tabbable(box)[0] ?? box).focus({ preventScroll: true });
  return { close, box, reposition: () => place(box, anchor, align) };
}

function menuKeys(event, list) {
  const items = [...list.querySelectorAll("[role^=menuitem]:not([disabled])")];
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1 + (at < 0 ? 1 : 0), Home: 0, End: items.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    items.at(moves[event.key] % items.length)?.focus();
  } else if (event.key === "Tab") {
    event.preventDefault();
  }
}

/** A menu of `{label, hint, icon, lead, danger, checked, testid, data, onselect}`; a string is a heading, null a line. */
export function openMenu(anchor, items, { label, align = "start" } = {}) {
  const list = h("div", { role: "menu", "aria-label": label, class: "menu", onkeydown: (event) => menuKeys(event, list) });
  const pop = openPopover(anchor, list, { label, align, role: "presentation", focus: false });
  for (const item of items) {
    if (item === null) list.append(h("hr"));
    else if (typeof item === "string") list.append(h("div", { class: "menu-heading" }, item));
    else list.append(menuItem(item, pop));
  }
  pop.reposition();
  list.querySelector("[role^=menuitem]")?.focus({ preventScroll: true });
  return pop;
}

function menuItem(item, pop) {
  const choose = () => {
    pop.close(true);
    item.onselect();
  };
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return h("button", { role, class: ["menu-item", item.danger && "danger"], "aria-checked": item.checked === undefined ? null : String(item.checked), data: { testid: item.testid, ...item.data }, onclick: choose },
    item.lead ?? (item.icon ? icon(item.icon) : null),
    h("span", { class: "grow" }, h("span", { class: "menu-label" }, item.label), item.hint ? h("small", null, item.hint) : null),
    item.checked ? icon("check") : null);
}

function trap(event, box) {
  if (event.key !== "Tab") return;
  const stops = tabbable(box);
  if (!stops.length) return;
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement === edge || !box.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

/** A dialog above everything. `close()` takes it away; `onescape` says what Escape means. */
export function openDialog({ title, lead = null, body, footer = null, className = "", testid = "dialog", onescape = null, oncloseclick = null, data = {} }) {
  const heading = uid("dialog");
  const before = document.activeElement;
  const box = h("section", { class: ["dialog", className], role: "dialog", "aria-modal": "true", "aria-labelledby": heading, tabindex: "-1", data: { testid, ...data } },
    h("header", { class: "dialog-head" }, lead, h("h2", { id: heading, class: "grow" }, title),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", data: { testid: "dialog-close" }, onclick: () => (oncloseclick ?? onescape ?? close)() }, icon("close"))),
    body, footer);
  const backdrop = h("div", { class: "backdrop" }, box);
  box.addEventListener("keydown", (event) => trap(event, box));
  document.body.append(backdrop);
  document.getElementById("app").inert = true;
  const pop = pushLayer({ element: box, sticky: true, close: () => (onescape ?? close)() });
  function close() {
    if (!backdrop.isConnected) return;
    pop();
    backdrop.remove();
    if (!document.querySelector(".backdrop")) document.getElementById("app").inert = false;
    if (before?.isConnected) before.focus({ preventScroll: true });
  }
  return { box, close };
}

/** Asks before doing; resolves true when the person agrees. */
export function ask({ title, text, confirm = "Yes", deny = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const finish = (answer) => {
      dialog.close();
      resolve(answer);
    };
    const yes = h("button", { class: ["button", danger ? "danger solid" : "primary"], data: { testid: "confirm-yes" }, onclick: () => finish(true) }, confirm);
    const footer = h("footer", { class: "dialog-foot" }, h("button", { class: "button", data: { testid: "confirm-no" }, onclick: () => finish(false) }, deny), yes);
    const dialog = openDialog({ title, body: h("div", { class: "dialog-body" }, h("p", null, text)), footer, className: "small", testid: "confirm", onescape: () => finish(false) });
    yes.focus();
  });
}
