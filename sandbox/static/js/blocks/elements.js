// Picks the drawing function of an interactive element.

import { h } from "../dom.js";
import { buttonElement, overflowElement } from "./buttons.js";
import { checkboxesElement, radioElement } from "./choices.js";
import { datePickerElement, dateTimePickerElement, timePickerElement } from "./dates.js";
import { fileInputElement } from "./file_input.js";
import { imageNode } from "./image.js";
import { selectElement } from "./select.js";
import { richTextInputElement, textInputElement } from "./text_inputs.js";

const ELEMENTS = {
  button: buttonElement,
  workflow_button: buttonElement,
  icon_button: buttonElement,
  overflow: overflowElement,
  checkboxes: checkboxesElement,
  radio_buttons: radioElement,
  datepicker: datePickerElement,
  timepicker: timePickerElement,
  datetimepicker: dateTimePickerElement,
  plain_text_input: textInputElement,
  email_text_input: textInputElement,
  url_text_input: textInputElement,
  number_input: textInputElement,
  rich_text_input: richTextInputElement,
  file_input: fileInputElement,
  image: (block, element) => imageNode(element, "accessory-image"),
};

/** An element as DOM. `field` carries the ids of its label and hint when it stands in an input block. */
export function renderElement(block, element, ctx, field = null) {
  const draw = ELEMENTS[element.type] ?? (/_select$/.test(element.type) ? selectElement : null);
  if (!draw) return h("span", { class: "unknown-block" }, `(${element.type} is not drawn here)`);
  const node = draw(block, element, ctx, field ?? {});
  node.dataset.elementType = element.type;
  if (element.action_id) node.dataset.actionId = element.action_id;
  return node;
}
