// rich_text blocks as DOM.

import { emojiNode } from "../emoji.js";
import { h } from "../dom.js";
import { channelNode, linkNode, mentionNode } from "../mrkdwn/render.js";
import { slackDate } from "../time.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style) {
  let out = node;
  for (const [name, tag] of Object.entries(TAGS)) {
    if (style?.[name]) out = h(tag, tag === "code" ? { class: "code" } : null, out);
  }
  return out;
}

function lines(text) {
  return h("span", { class: "pre-wrap" }, text);
}

const PIECES = {
  text: (piece) => lines(piece.text ?? ""),
  link: (piece) => linkNode(piece.url, piece.text),
  emoji: (piece) => emojiNode(piece.skin_tone ? `${piece.name}::skin-tone-${piece.skin_tone}` : piece.name),
  user: (piece) => mentionNode(piece.user_id),
  channel: (piece) => channelNode(piece.channel_id),
  usergroup: (piece) => h("span", { class: "mention" }, `@${piece.usergroup_id}`),
  broadcast: (piece) => h("span", { class: "mention me" }, `@${piece.range}`),
  team: (piece) => h("span", null, piece.team_id),
  color: (piece) => h("span", { class: "code" }, piece.value),
  date: (piece) => h("time", null, slackDate(piece.timestamp, piece.format || "{date_short_pretty} at {time}") ?? piece.fallback),
};

function pieces(elements) {
  return (elements ?? []).map((piece) => styled((PIECES[piece.type] ?? PIECES.text)(piece), piece.style));
}

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  return h(tag, { class: ["rich-list", part.border && "bordered"], start: tag === "ol" && part.offset ? part.offset + 1 : null, style: { "--indent": String(part.indent ?? 0) }, data: { indent: part.indent ?? 0 } },
    (part.elements ?? []).map((item) => h("li", null, pieces(item.elements))));
}

const PARTS = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, pieces(part.elements)),
  rich_text_list: list,
  rich_text_quote: (part) => h("blockquote", null, pieces(part.elements)),
  rich_text_preformatted: (part) => h("pre", { class: "pre" }, pieces(part.elements)),
};

/** A rich_text block. */
export function richText(block) {
  return h("div", { class: "rich-text text" }, (block.elements ?? []).map((part) => (PARTS[part.type] ?? PARTS.rich_text_section)(part)));
}
