// mrkdwn trees and text objects as DOM.

import { emojiNode, emojiChar } from "../emoji.js";
import { fragment, h, safeUrl } from "../dom.js";
import { slackDate } from "../time.js";
import { channelById, nameOf, person, world } from "../store.js";
import { followLink } from "../route.js";
import { parseInline, parseMrkdwn, unescape } from "./parse.js";

/** A link that opens beside the sandbox, or inside it when it points at one of its messages. */
export function linkNode(url, label) {
  const target = safeUrl(url);
  if (!target) return document.createTextNode(label || String(url));
  return h("a", { href: target, target: "_blank", rel: "noopener noreferrer", onclick: (event) => followLink(event, target) }, label || target.replace(/^mailto:/, ""));
}

/** A person as a pill; the reader's own name stands out. */
export function mentionNode(id, label = null) {
  const someone = person(id);
  const text = someone.missing && label ? label : nameOf(id);
  return h("span", { class: ["mention", id === world.me && "me"], data: { user: id } }, `@${text}`);
}

/** A channel as a link to it; one that the reader cannot see reads "private channel". */
export function channelNode(id, label = null) {
  const channel = channelById(id);
  if (!channel) return h("span", { class: "mention" }, label ? `#${label}` : "#private channel");
  return h("a", { class: "mention", href: "#", data: { channelLink: id }, onclick: (event) => followLink(event, `#${id}`) }, `#${channel.name}`);
}

function dateNode(node) {
  const text = slackDate(node.timestamp, node.format);
  if (text === null) return document.createTextNode(node.fallback);
  return node.url ? linkNode(node.url, text) : h("time", { title: slackDate(node.timestamp, "{date_long} at {time}") }, text);
}

const RENDER = {
  text: (node) => document.createTextNode(node.text),
  bold: (node) => h("strong", null, inlineNodes(node.children)),
  italic: (node) => h("em", null, inlineNodes(node.children)),
  strike: (node) => h("s", null, inlineNodes(node.children)),
  code: (node) => h("code", { class: "code" }, inlineNodes(node.children)),
  emoji: (node) => emojiNode(node.name),
  user: (node) => mentionNode(node.id, node.label),
  channel: (node) => channelNode(node.id, node.label),
  broadcast: (node) => h("span", { class: "mention me" }, `@${node.range}`),
  usergroup: (node) => h("span", { class: "mention" }, node.label ?? `@${node.id}`),
  date: dateNode,
  link: (node) => linkNode(node.url, node.label),
};

function inlineNodes(nodes) {
  return nodes.map((node) => RENDER[node.type](node));
}

const withBreaks = (lines) => lines.map((line, at) => [at ? h("br") : null, inlineNodes(line)]);

function blockNode(block) {
  if (block.type === "pre") return h("pre", { class: "pre" }, inlineNodes(block.children));
  if (block.type === "quote") return h("blockquote", null, withBreaks(block.lines));
  if (block.type === "item") {
    return h("span", { class: "hang", style: { "--indent": String(block.indent) } }, h("span", { class: "marker" }, block.marker), h("span", null, inlineNodes(block.children)));
  }
  return h("span", { class: "lines" }, withBreaks(block.lines));
}

function onlyEmoji(blocks) {
  if (blocks.length !== 1 || blocks[0].type !== "lines") return false;
  const nodes = blocks[0].lines.flat();
  const emoji = nodes.filter((node) => node.type === "emoji" && emojiChar(node.name));
  return emoji.length > 0 && emoji.length <= 20 && nodes.every((node) => node.type === "emoji" || (node.type === "text" && !node.text.trim()));
}

/** mrkdwn as DOM; `big` lets a text of emoji alone grow. */
export function renderMrkdwn(text, { verbatim = false, big = false } = {}) {
  const blocks = parseMrkdwn(text, { verbatim });
  const node = fragment(blocks.map(blockNode));
  return big && onlyEmoji(blocks) ? h("span", { class: "jumbo" }, node) : node;
}

/** Plain text as DOM: emoji names become emoji unless switched off, nothing else is read. */
export function renderPlain(text, emoji = true) {
  const raw = String(text ?? "");
  const nodes = emoji ? raw.split(/(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/) : [raw];
  return fragment(nodes.flatMap((part, at) => {
    if (emoji && at % 2 === 1) return [emojiNode(part.slice(1, -1))];
    return unescape(part).split("\n").map((line, row) => [row ? h("br") : null, line]);
  }));
}

/** A Block Kit text object (`plain_text` or `mrkdwn`) as DOM. */
export function renderText(object) {
  if (!object) return fragment();
  if (typeof object === "string") return renderPlain(object);
  return object.type === "mrkdwn" ? renderMrkdwn(object.text, object) : renderPlain(object.text, object.emoji !== false);
}

/** A text object as a bare string, for labels and placeholders. */
export function textOf(object) {
  const raw = typeof object === "string" ? object : object?.text ?? "";
  return unescape(raw).replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emojiChar(name) ?? whole);
}

/** mrkdwn as one line of bare words, for previews and labels. */
export function flatText(text) {
  const words = (nodes) => nodes.map((node) => {
    if (node.children) return words(node.children);
    if (node.type === "user") return `@${nameOf(node.id)}`;
    if (node.type === "channel") return `#${channelById(node.id)?.name ?? node.label ?? "channel"}`;
    if (node.type === "emoji") return emojiChar(node.name) ?? `:${node.name}:`;
    return node.text ?? node.label ?? node.url ?? node.fallback ?? "";
  }).join("");
  return words(parseInline(String(text ?? ""))).replace(/\s+/g, " ").trim();
}
