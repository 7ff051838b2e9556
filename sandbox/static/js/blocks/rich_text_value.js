// Between what is typed into a rich text input and Slack's rich_text value.

import { parseMrkdwn, escape } from "../mrkdwn/parse.js";

const MARKS = new Set(["bold", "italic", "strike", "code"]);

function leaf(node, style) {
  const styled = Object.keys(style).length ? { style } : {};
  if (node.type === "user") return { type: "user", user_id: node.id, ...styled };
  if (node.type === "channel") return { type: "channel", channel_id: node.id, ...styled };
  if (node.type === "broadcast") return { type: "broadcast", range: node.range };
  if (node.type === "emoji") return { type: "emoji", name: node.name };
  if (node.type === "link") return { type: "link", url: node.url, ...(node.label ? { text: node.label } : {}), ...styled };
  return { type: "text", text: node.text ?? node.fallback ?? "", ...styled };
}

function pieces(nodes, style = {}) {
  return nodes.flatMap((node) => (MARKS.has(node.type) ? pieces(node.children, { ...style, [node.type]: true }) : [leaf(node, style)]));
}

const joined = (lines) => lines.flatMap((line, at) => [...(at ? [{ type: "text", text: "\n" }] : []), ...pieces(line)]);

function part(block) {
  if (block.type === "quote") return { type: "rich_text_quote", elements: joined(block.lines) };
  if (block.type === "pre") return { type: "rich_text_preformatted", elements: pieces(block.children) };
  if (block.type === "item") {
    return { type: "rich_text_list", style: /\d/.test(block.marker) ? "ordered" : "bullet", indent: 0, elements: [{ type: "rich_text_section", elements: pieces(block.children) }] };
  }
  return { type: "rich_text_section", elements: joined(block.lines) };
}

/** A rich_text value for mrkdwn text. */
export function typedToRichText(text) {
  const elements = [];
  for (const next of parseMrkdwn(text).map(part)) {
    const last = elements.at(-1);
    if (next.type === "rich_text_list" && last?.type === next.type && last.style === next.style) last.elements.push(...next.elements);
    else elements.push(next);
  }
  return { type: "rich_text", elements };
}

const WRAP = { bold: "*", italic: "_", strike: "~", code: "`" };

function pieceText(piece) {
  const plain = {
    user: () => `<@${piece.user_id}>`, channel: () => `<#${piece.channel_id}>`, emoji: () => `:${piece.name}:`, broadcast: () => `<!${piece.range}>`,
    link: () => `<${piece.url}${piece.text ? `|${escape(piece.text)}` : ""}>`,
  }[piece.type]?.() ?? escape(piece.text ?? "");
  return Object.entries(WRAP).reduce((text, [name, sign]) => (piece.style?.[name] ? `${sign}${text}${sign}` : text), plain);
}

/** The mrkdwn of a rich_text value. */
export function richTextToTyped(value) {
  const text = (elements) => (elements ?? []).map(pieceText).join("");
  return (value.elements ?? []).map((item) => {
    if (item.type === "rich_text_list") return item.elements.map((one, at) => `${item.style === "ordered" ? `${at + 1}.` : "•"} ${text(one.elements)}`).join("\n");
    if (item.type === "rich_text_quote") return text(item.elements).split("\n").map((line) => `> ${line}`).join("\n");
    return item.type === "rich_text_preformatted" ? `\`\`\`${text(item.elements)}\`\`\`` : text(item.elements);
  }).join("\n");
}
