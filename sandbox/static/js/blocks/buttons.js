// Buttons and overflow menus.

import { h, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { renderText, textOf } from "../mrkdwn/render.js";
import { followLink } from "../route.js";
import { closeAt, openMenu } from "../shell/overlay.js";
import { dispatch } from "./dispatch.js";

function openUrl(event, url) {
  const target = safeUrl(url);
  if (!target) return;
  followLink(event, target);
  if (!event.defaultPrevented) window.open(target, "_blank", "noopener");
}

/** A button; one with a url opens it and still tells the app, as Slack does. */
export function buttonElement(block, element, ctx) {
  const label = element.text ?? { type: "plain_text", text: element.accessibility_label ?? "Run" };
  const node = h("button", {
    type: "button",
    class: ["button", "small", element.style],
    "aria-label": element.accessibility_label,
    title: element.url || null,
    onclick: (event) => {
      if (element.url) openUrl(event, element.url);
      dispatch(ctx, block, element, { value: element.value ?? null, text: element.text }, node);
    },
  }, h("span", { class: "ellipsis" }, renderText(label)), element.url ? h("span", { class: "out", "aria-hidden": "true" }, "↗") : null);
  return node;
}

/** An overflow menu behind "⋯". */
export function overflowElement(block, element, ctx) {
  const choose = (option) => dispatch(ctx, block, element, { selected_option: option }, node);
  const node = h("button", {
    type: "button",
    class: "button small overflow",
    "aria-label": "More choices",
    "aria-haspopup": "menu",
    onclick: (event) => {
      if (closeAt(node)) return;
      openMenu(node, element.options.map((option) => ({
        label: textOf(option.text),
        hint: option.description ? textOf(option.description) : null,
        data: { value: option.value },
        onselect: () => {
          if (option.url) openUrl(event, option.url);
          choose(option);
        },
      })), { label: "More choices", align: "end" });
    },
  }, icon("dots"));
  return node;
}
