// Slack's mrkdwn as a tree. Anything that is not a known token stays literal text.

import { safeUrl } from "../dom.js";

const MARKS = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[^\s<>|"'`]*[^\s<>|"'`.,;:!?)\]}*_~]/i;
const EMOJI = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/;

/** Slack's three escapes undone. */
export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

/** Slack's three escapes applied. */
export function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function special(body, label) {
  const [name, ...rest] = body.split("^");
  if (["here", "channel", "everyone"].includes(name)) return { type: "broadcast", range: name };
  if (name === "date" && rest.length >= 2) return { type: "date", timestamp: rest[0], format: unescape(rest[1]), url: rest[2] ? unescape(rest[2]) : null, fallback: unescape(label ?? "") };
  if (name === "subteam") return { type: "usergroup", id: rest[0], label };
  return null;
}

/** The node that `<inner>` stands for, or null when it is no token of Slack's. */
export function parseToken(inner) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : inner.slice(bar + 1);
  if (/^@[UWB][A-Z0-9]+$/.test(target)) return { type: "user", id: target.slice(1), label };
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { type: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return special(target.slice(1), label);
  const url = safeUrl(unescape(target));
  return url ? { type: "link", url, label: label ? unescape(label) : null } : null;
}

function skipSpan(text, at) {
  if (text[at] === "`") {
    const end = text.indexOf("`", at + 1);
    return end < 0 ? at : end;
  }
  if (text[at] === "<") {
    const end = text.indexOf(">", at + 1);
    return end < 0 ? at : end;
  }
  return at;
}

function closing(text, start, mark) {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "\n") return -1;
    if (text[at] === mark && at > start && !/\s/.test(text[at - 1]) && !WORD.test(text[at + 1] ?? " ")) return at;
    at = skipSpan(text, at);
  }
  return -1;
}

function readCode(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text.slice(at, end).includes("\n")) return null;
  return [{ type: "code", children: tokensOnly(text.slice(at + 1, end)) }, end + 1];
}

function readToken(text, at) {
  const end = text.indexOf(">", at);
  const node = end > at ? parseToken(text.slice(at + 1, end)) : null;
  return node ? [node, end + 1] : null;
}

function readEmoji(text, at) {
  const found = EMOJI.exec(text.slice(at, at + 80));
  return found ? [{ type: "emoji", name: found[1] }, at + found[0].length] : null;
}

function readMark(text, at, options) {
  const before = text[at - 1] ?? " ";
  if (WORD.test(before) || /[\s]/.test(text[at + 1] ?? " ") || text[at + 1] === text[at]) return null;
  const end = closing(text, at + 1, text[at]);
  return end < 0 ? null : [{ type: MARKS[text[at]], children: parseInline(text.slice(at + 1, end), options) }, end + 1];
}

function readBareUrl(text, at) {
  if (WORD.test(text[at - 1] ?? " ")) return null;
  const found = BARE_URL.exec(text.slice(at, at + 2000));
  return found ? [{ type: "link", url: unescape(found[0]), label: null }, at + found[0].length] : null;
}

function readAt(text, at, options) {
  const sign = text[at];
  if (sign === "<") return readToken(text, at);
  if (options.raw) return null;
  if (sign === ":") return readEmoji(text, at);
  if (sign === "`") return readCode(text, at);
  if (sign in MARKS) return readMark(text, at, options);
  if (sign === "h" && !options.verbatim) return readBareUrl(text, at);
  return null;
}

/** Nodes of one run of text; `raw` reads tokens only, `verbatim` leaves bare addresses alone. */
export function parseInline(text, options = {}) {
  const nodes = [];
  let from = 0;
  const flush = (to) => {
    if (to > from) nodes.push({ type: "text", text: unescape(text.slice(from, to)) });
  };
  for (let at = 0; at < text.length;) {
    const found = readAt(text, at, options);
    if (found) {
      flush(at);
      nodes.push(found[0]);
      [, at] = found;
      from = at;
    } else {
      at += 1;
    }
  }
  flush(text.length);
  return nodes;
}

// Inside code only Slack's own tokens are read.
function tokensOnly(text) {
  return parseInline(text, { raw: true });
}

const QUOTE = /^(?:>|&gt;) ?/;
const QUOTE_REST = /^(?:>>>|&gt;&gt;&gt;) ?/;
const BULLET = /^(\s*)((?:[•◦▪‣*-]|\d{1,3}[.)])\s+)(?=\S)/;

function parseLines(text, options) {
  const blocks = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (QUOTE_REST.test(line)) {
      blocks.push({ type: "quote", lines: [line.replace(QUOTE_REST, ""), ...lines.slice(at + 1)].map((item) => parseInline(item, options)) });
      break;
    }
    const last = blocks.at(-1);
    if (QUOTE.test(line)) {
      const children = parseInline(line.replace(QUOTE, ""), options);
      if (last?.type === "quote") last.lines.push(children);
      else blocks.push({ type: "quote", lines: [children] });
    } else if (BULLET.test(line)) {
      const [, indent, marker] = BULLET.exec(line);
      blocks.push({ type: "item", indent: indent.length, marker: marker.trim(), children: parseInline(line.replace(BULLET, ""), options) });
    } else {
      const children = parseInline(line, options);
      if (last?.type === "lines") last.lines.push(children);
      else blocks.push({ type: "lines", lines: [children] });
    }
  }
  return blocks;
}

function fences(text) {
  const parts = text.split("```");
  // A fence that is never closed is text.
  return parts.length % 2 ? parts : [...parts.slice(0, -2), parts.slice(-2).join("```")];
}

/** The whole text as blocks: preformatted, quotes, hanging list lines, plain lines. */
export function parseMrkdwn(text, options = {}) {
  const parts = fences(String(text ?? ""));
  return parts.flatMap((part, at) => {
    if (at % 2) return part.trim() ? [{ type: "pre", children: tokensOnly(part.replace(/^\n|\n$/g, "")) }] : [];
    const after = at ? part.replace(/^\n/, "") : part;
    const words = at < parts.length - 1 ? after.replace(/\n$/, "") : after;
    return words ? parseLines(words, options) : [];
  });
}
