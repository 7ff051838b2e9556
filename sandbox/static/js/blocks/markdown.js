// The markdown block: headings, lists, tables, code and inline marks, drawn as DOM.

import { emojiNode } from "../emoji.js";
import { h } from "../dom.js";
import { linkNode } from "../mrkdwn/render.js";

const INLINE = [
  [/^`([^`]+)`/, (found) => h("code", { class: "code" }, found[1])],
  [/^!?\[([^\]\n]*)\]\(([^()\s]+)(?:\s+"[^"]*")?\)/, (found) => linkNode(found[2], found[1])],
  [/^(\*\*|__)(?=\S)(.+?\S|\S)\1(?!\*)/, (found) => h("strong", null, inline(found[2]))],
  [/^~~(?=\S)(.+?)~~/, (found) => h("s", null, inline(found[1]))],
  [/^([*_])(?=\S)(.+?\S|\S)\1(?![\p{L}\p{N}*_])/u, (found) => h("em", null, inline(found[2]))],
  [/^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/, (found) => emojiNode(found[1])],
  [/^https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]]/i, (found) => linkNode(found[0])],
  [/^\\([\\`*_{}[\]()#+.!|~>-])/, (found) => found[1]],
];

function inline(text) {
  const out = [];
  let plain = "";
  let rest = text;
  while (rest) {
    const before = plain.at(-1) ?? " ";
    const hit = INLINE.map(([pattern, make]) => [pattern.exec(rest), make]).find(([found]) => found && !(/[\p{L}\p{N}]/u.test(before) && /^[_h:]/.test(found[0])));
    if (hit) {
      if (plain) out.push(plain);
      plain = "";
      out.push(hit[1](hit[0]));
      rest = rest.slice(hit[0][0].length);
    } else {
      plain += rest[0];
      rest = rest.slice(1);
    }
  }
  return [...out, plain];
}

const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const FENCE = /^```/;
const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$/;

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));

function takeWhile(lines, at, test) {
  let end = at;
  while (end < lines.length && test(lines[end])) end += 1;
  return end;
}

function fence(lines, at) {
  const end = takeWhile(lines, at + 1, (line) => !FENCE.test(line));
  return [h("pre", { class: "pre" }, lines.slice(at + 1, end).join("\n")), end + 1];
}

function quote(lines, at) {
  const end = takeWhile(lines, at, (line) => line.startsWith(">"));
  return [h("blockquote", null, draw(lines.slice(at, end).map((line) => line.replace(/^> ?/, "")))), end];
}

function table(lines, at) {
  const end = takeWhile(lines, at + 2, (line) => line.includes("|") && line.trim());
  const align = cells(lines[at + 1]).map((rule) => (/^:-+:$/.test(rule) ? "center" : /-:$/.test(rule) ? "right" : "left"));
  const row = (line, tag) => h("tr", null, cells(line).map((cell, column) => h(tag, { data: { align: align[column] ?? "left" } }, inline(cell))));
  return [h("div", { class: "table-scroll" }, h("table", { class: "table" }, h("thead", null, row(lines[at], "th")), h("tbody", null, lines.slice(at + 2, end).map((line) => row(line, "td"))))), end];
}

function item(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return inline(text);
  return [h("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": "Task" }), " ", inline(task[2])];
}

function list(lines, at) {
  const first = ITEM.exec(lines[at]);
  const ordered = first[3] !== undefined;
  const depth = first[1].length;
  const node = h(ordered ? "ol" : "ul", { class: "rich-list", start: ordered && first[3] !== "1" ? first[3] : null });
  let row = at;
  while (row < lines.length) {
    const found = ITEM.exec(lines[row]);
    if (!found || found[1].length < depth || (found[1].length === depth && (found[3] !== undefined) !== ordered)) break;
    if (found[1].length > depth) {
      const [inner, next] = list(lines, row);
      (node.lastElementChild ?? node).append(inner);
      row = next;
    } else {
      node.append(h("li", null, item(found[4])));
      row += 1;
    }
  }
  return [node, row];
}

function paragraph(lines, at) {
  const end = Math.max(at + 1, takeWhile(lines, at, (line) => line.trim() && !HEADING.test(line) && !FENCE.test(line) && !ITEM.test(line) && !line.startsWith(">") && !RULE.test(line)));
  const text = lines.slice(at, end).map((line, row) => [row ? h("br") : null, inline(line)]);
  return [h("p", null, text), end];
}

function blockAt(lines, at) {
  const line = lines[at];
  const heading = HEADING.exec(line);
  if (heading) return [h("h4", { class: ["md-heading", `h${heading[1].length}`] }, inline(heading[2])), at + 1];
  if (FENCE.test(line)) return fence(lines, at);
  if (RULE.test(line)) return [h("hr", { class: "divider" }), at + 1];
  if (line.startsWith(">")) return quote(lines, at);
  if (ITEM.test(line)) return list(lines, at);
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) return table(lines, at);
  return paragraph(lines, at);
}

function draw(lines) {
  const out = [];
  for (let at = 0; at < lines.length;) {
    if (!lines[at].trim()) {
      at += 1;
    } else {
      const [node, next] = blockAt(lines, at);
      out.push(node);
      at = next;
    }
  }
  return out;
}

/** A markdown block. */
export function markdownBlock(block) {
  return h("div", { class: "markdown text" }, draw(String(block.text ?? "").split("\n")));
}
