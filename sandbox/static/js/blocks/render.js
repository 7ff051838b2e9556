// Blocks as DOM. One function per block type; unknown ones say so.

import { h } from "../dom.js";
import { renderText, textOf } from "../mrkdwn/render.js";
import { renderElement } from "./elements.js";
import { imageBlock, imageNode } from "./image.js";
import { inputBlock } from "./input.js";
import { markdownBlock } from "./markdown.js";
import { richText } from "./rich_text.js";
import { dataTableBlock, tableBlock } from "./table.js";

function section(block, ctx) {
  const body = h("div", { class: "section-body" },
    block.text ? h("div", { class: "text" }, renderText(block.text)) : null,
    block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "text" }, renderText(field)))) : null);
  const accessory = block.accessory ? h("div", { class: ["accessory", `of-${block.accessory.type}`] }, renderElement(block, block.accessory, ctx)) : null;
  return h("div", { class: ["section", accessory && "has-accessory"] }, body, accessory);
}

function context(block) {
  return h("div", { class: "context" }, (block.elements ?? []).map((item) =>
    (item.type === "image" ? imageNode(item, "context-image") : h("span", { class: "text" }, renderText(item)))));
}

function actions(block, ctx) {
  return h("div", { class: "actions" }, (block.elements ?? []).map((element) => renderElement(block, element, ctx)));
}

function alertBlock(block) {
  return h("div", { class: ["alert", block.level ?? "default"], role: "note" }, renderText(block.text));
}

function container(block, ctx) {
  const title = block.title ? renderText(block.title) : block.rich_text_title ? richText(block.rich_text_title) : "Details";
  const inner = (block.child_blocks ?? []).map((child) => renderBlock(child, ctx));
  if (!block.is_collapsible) return h("div", { class: "card" }, h("div", { class: "card-title" }, title), inner);
  return h("details", { class: "card", open: !block.default_collapsed }, h("summary", { class: "card-title" }, title), inner);
}

function card(block, ctx) {
  return h("div", { class: "card" },
    block.hero_image ? imageNode(block.hero_image, "card-image") : null,
    block.title ? h("div", { class: "card-title" }, renderText(block.title)) : null,
    block.subtitle ? h("div", { class: "muted" }, renderText(block.subtitle)) : null,
    block.body ? h("div", { class: "text" }, renderText(block.body)) : null,
    block.subtext ? h("div", { class: "muted small-text" }, renderText(block.subtext)) : null,
    block.actions ? h("div", { class: "actions" }, block.actions.map((element) => renderElement(block, element, ctx))) : null);
}

const BLOCKS = {
  section,
  context,
  actions,
  card,
  container,
  alert: alertBlock,
  header: (block) => h("h3", { class: "header" }, renderText(block.text)),
  divider: () => h("hr", { class: "divider" }),
  image: imageBlock,
  input: inputBlock,
  rich_text: richText,
  markdown: markdownBlock,
  table: tableBlock,
  data_table: dataTableBlock,
  carousel: (block, ctx) => h("div", { class: "carousel" }, (block.elements ?? []).map((item) => card(item, ctx))),
};

function unknown(block) {
  return h("div", { class: "unknown-block", role: "note" }, `The sandbox page does not draw “${block.type}” blocks. Slack shows them in its own way.`);
}

/** One block as DOM. */
export function renderBlock(block, ctx) {
  const draw = BLOCKS[block.type] ?? unknown;
  const node = h("div", { class: ["block", `block-${block.type}`], data: { blockId: block.block_id, blockType: block.type } }, draw(block, ctx));
  node.drawn = JSON.stringify(block);
  return node;
}

/** All blocks of a message or view; `ctx` is `{surface, source, form, errors}`. */
export function renderBlocks(blocks, ctx) {
  ctx.form.begin();
  const nodes = (blocks ?? []).map((block, at) => renderBlock(block.block_id ? block : { ...block, block_id: `block-${at}` }, ctx));
  ctx.form.end();
  return h("div", { class: ["blocks", `on-${ctx.surface}`] }, nodes);
}

/** Words of all blocks, for a message preview when its text is empty. */
export function blocksText(blocks) {
  return (blocks ?? []).map((block) => textOf(block.text) || textOf(block.title)).filter(Boolean).join(" ");
}
