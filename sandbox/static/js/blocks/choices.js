// Checkboxes and radio buttons.

import { h, uid } from "../dom.js";
import { renderText } from "../mrkdwn/render.js";
import { changed } from "./dispatch.js";

const same = (a, b) => a?.value === b?.value;

function choice(option, { type, name, checked, onchange }) {
  return h("label", { class: "choice", data: { value: option.value } },
    h("input", { type, name, checked, value: option.value, onchange }),
    h("span", null, h("span", { class: "choice-text" }, renderText(option.text)),
      option.description ? h("span", { class: "choice-hint" }, renderText(option.description)) : null));
}

function group(field, role, children) {
  return h("div", { class: "choices", role, id: field.id, "aria-labelledby": field.labelledby, "aria-describedby": field.describedby }, children);
}

/** A group of checkboxes. */
export function checkboxesElement(block, element, ctx, field) {
  const initial = { type: "checkboxes", selected_options: element.initial_options ?? [] };
  let { selected_options: chosen } = ctx.form.register(block.block_id, element.action_id, initial);
  const toggle = (option, on) => {
    chosen = element.options.filter((item) => (same(item, option) ? on : chosen.some((one) => same(one, item))));
    changed(ctx, block, element, { type: "checkboxes", selected_options: chosen });
  };
  const name = uid("checks");
  return group(field, "group", element.options.map((option) => choice(option, {
    type: "checkbox", name, checked: chosen.some((one) => same(one, option)), onchange: (event) => toggle(option, event.target.checked),
  })));
}

/** A group of radio buttons. */
export function radioElement(block, element, ctx, field) {
  const initial = { type: "radio_buttons", selected_option: element.initial_option ?? null };
  const { selected_option: chosen } = ctx.form.register(block.block_id, element.action_id, initial);
  const name = uid("radio");
  return group(field, "radiogroup", element.options.map((option) => choice(option, {
    type: "radio", name, checked: same(chosen, option), onchange: () => changed(ctx, block, element, { type: "radio_buttons", selected_option: option }),
  })));
}
