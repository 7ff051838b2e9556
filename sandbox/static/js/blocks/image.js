// Pictures in blocks; a picture that cannot be loaded leaves its description.

import { h, uid } from "../dom.js";
import { renderText, textOf } from "../mrkdwn/render.js";
import { openDialog } from "../shell/overlay.js";

/** Where the picture is: an address, or a file of this Slack by its id. */
export function imageUrl(item) {
  const file = item.slack_file;
  return item.image_url || item.url || file?.url || (file?.id ? `/files/${encodeURIComponent(file.id)}/picture` : null);
}

function missing(item) {
  return h("span", { class: "image-missing", role: "img", "aria-label": item.alt_text }, item.alt_text || "Picture");
}

/** An image element or block's picture. */
export function imageNode(item, className) {
  const url = imageUrl(item);
  if (!url || !/^(https?:|\/|data:image\/|blob:)/i.test(url)) return missing(item);
  const picture = h("img", { class: className, src: url, alt: item.alt_text ?? "", loading: "lazy", width: item.image_width, height: item.image_height });
  picture.addEventListener("error", () => picture.replaceWith(missing(item)));
  return picture;
}

/** Shows a picture as large as the window allows. */
export function openImage(item, title) {
  const body = h("div", { class: "lightbox" }, imageNode(item, "lightbox-image"));
  openDialog({ title: title || "Picture", body, className: "wide", testid: "lightbox" });
}

function toggleFor(title, view) {
  const toggle = h("button", { type: "button", class: "image-toggle", "aria-expanded": "true", "aria-controls": view.id, onclick: () => {
    view.hidden = !view.hidden;
    toggle.setAttribute("aria-expanded", String(!view.hidden));
  } }, renderText(title), h("span", { class: "caret", "aria-hidden": "true" }, "▾"));
  return toggle;
}

/** An image block: picture with a full view on click, under its title, which folds it away. */
export function imageBlock(block) {
  const name = block.alt_text || textOf(block.title) || "picture";
  const view = h("button", { type: "button", class: "image-button", id: uid("image"), "aria-label": `Enlarge: ${name}`, onclick: () => openImage(block, textOf(block.title)) }, imageNode(block, "image"));
  return h("figure", { class: "image-block" }, block.title ? toggleFor(block.title, view) : null, view);
}
