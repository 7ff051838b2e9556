// The bar along the top: jump, clock, inspector.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { clockButton } from "./clock.js";
import { openJump } from "./jump.js";

/** The top bar; `toggleInspector(button)` shows or hides the inspector. */
export function topbar(toggleInspector) {
  const app = () => document.getElementById("app");
  const jump = h("button", { type: "button", class: "jump-button", data: { testid: "jump" }, onclick: openJump }, icon("search"), h("span", { class: "ellipsis" }, "Jump to a channel or person"), h("kbd", null, /Mac/.test(navigator.platform) ? "⌘ K" : "Ctrl K"));
  const inspect = h("button", { type: "button", class: "icon-button", "aria-label": "Inspector: what Slack and the app say to each other", title: "Inspector", "aria-pressed": "false", data: { testid: "inspector-toggle" }, onclick: () => toggleInspector(inspect) }, icon("inspect"));
  return h("header", { class: "topbar" },
    h("div", { class: "topbar-side" },
      h("button", { type: "button", class: "icon-button menu-toggle", "aria-label": "Menu", data: { testid: "menu" }, onclick: () => {
        app().classList.add("menu-open");
        document.querySelector(".side-item[aria-current]")?.focus();
      } }, icon("menu")),
      h("span", { class: "topbar-label" }, "Local sandbox. Nothing here leaves this computer.")),
    jump,
    h("div", { class: "topbar-side end" }, clockButton(), inspect));
}
