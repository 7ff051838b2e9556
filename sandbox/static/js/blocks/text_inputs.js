// Text, number, e-mail, address and rich text inputs.

import { debounce, h } from "../dom.js";
import { decode, encode } from "../mrkdwn/encode.js";
import { textOf } from "../mrkdwn/render.js";
import { autosize } from "../shell/autosize.js";
import { dispatch } from "./dispatch.js";
import { richTextToTyped, typedToRichText } from "./rich_text_value.js";

const TYPING_PAUSE_MS = 180;
const KINDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", inputmode: "email", autocomplete: "off" },
  url_text_input: { type: "url", inputmode: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal" },
};

function triggers(block, element) {
  if (block.type === "input" && !block.dispatch_action) return [];
  return element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
}

function counter(input, max_length) {
  if (!max_length) return null;
  const node = h("span", { class: "counter", "aria-hidden": "true" });
  const paint = () => {
    const size = [...input.value].length;
    node.textContent = `${size}/${max_length}`;
    node.classList.toggle("over", size > max_length);
  };
  input.addEventListener("input", paint);
  paint();
  return node;
}

function wire(input, block, element, ctx, read) {
  const when = triggers(block, element);
  const tell = () => dispatch(ctx, block, element, read());
  const tellSoon = debounce(tell, TYPING_PAUSE_MS);
  input.addEventListener("input", () => {
    ctx.form.set(block.block_id, element.action_id, read());
    ctx.onchange?.(block.block_id);
    if (when.includes("on_character_entered")) tellSoon();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || input.tagName === "TEXTAREA" || !when.includes("on_enter_pressed")) return;
    event.preventDefault();
    event.stopPropagation();
    tell();
  });
}

function attributes(element, field) {
  return {
    class: "text-input", id: field.id, placeholder: textOf(element.placeholder) || null,
    "aria-label": field.labelledby ? null : textOf(element.placeholder) || "Text",
    "aria-labelledby": field.labelledby, "aria-describedby": field.describedby, "aria-required": field.required ? "true" : null,
  };
}

/** A one-line or multi-line text input and its kin; the value is `value`, null when empty. */
export function textInputElement(block, element, ctx, field) {
  const initial = { type: element.type, value: element.initial_value ?? null };
  const now = ctx.form.register(block.block_id, element.action_id, initial);
  const props = { ...attributes(element, field), value: now.value ?? "" };
  const input = element.multiline ? h("textarea", { ...props, rows: "4" }) : h("input", { ...props, ...KINDS[element.type] });
  if (element.multiline) autosize(input, 320);
  wire(input, block, element, ctx, () => ({ type: element.type, value: input.value === "" ? null : input.value }));
  return h("div", { class: ["text-field", element.max_length && "counted"] }, input, counter(input, element.max_length));
}

/** A rich text input: typed with Slack's marks (*bold*, _italic_, > quote), reported as rich_text. */
export function richTextInputElement(block, element, ctx, field) {
  const initial = { type: "rich_text_input", rich_text_value: element.initial_value ?? null };
  const now = ctx.form.register(block.block_id, element.action_id, initial);
  const input = h("textarea", { ...attributes(element, field), rows: String(element.min_lines ?? 4), value: now.rich_text_value ? decode(richTextToTyped(now.rich_text_value)) : "" });
  autosize(input, 320);
  wire(input, block, element, ctx, () => ({ type: "rich_text_input", rich_text_value: input.value.trim() ? typedToRichText(encode(input.value)) : null }));
  return h("div", { class: "text-field" }, input, h("span", { class: "marks-hint", "aria-hidden": "true" }, "*bold*  _italic_  ~strike~  `code`  > quote"));
}
