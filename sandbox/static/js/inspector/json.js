// JSON as a tree that opens, drawn as text only.

import { h } from "../dom.js";

const OPEN_LEVELS = 2;
const LONG = 4000;

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  const text = kind === "string" ? JSON.stringify(value.length > LONG ? `${value.slice(0, LONG)}…` : value) : String(value);
  return h("span", { class: `json-${kind}` }, text);
}

function keyNode(key) {
  return key === null ? null : h("span", { class: "json-key" }, `${key}: `);
}

function branch(value, key, level) {
  const entries = Array.isArray(value) ? value.map((item) => [null, item]) : Object.entries(value);
  const [start, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return h("div", { class: "json-line" }, h("span", null, keyNode(key), `${start}${end}`));
  const preview = Array.isArray(value) ? `${entries.length} item${entries.length === 1 ? "" : "s"}` : entries.slice(0, 4).map(([name]) => name).join(", ");
  const body = h("div", { class: "json-body" });
  const node = h("details", { class: "json" }, h("summary", null, keyNode(key), start, h("span", { class: "json-preview" }, ` ${preview} ${end}`)), body);
  const build = () => !body.hasChildNodes() && node.open && body.append(...entries.map(([name, item]) => jsonTree(item, name, level + 1)));
  node.addEventListener("toggle", build);
  if (level < OPEN_LEVELS) {
    node.open = true;
    build();
  }
  return node;
}

function parsed(value) {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A value as a tree; strings that hold JSON (as Slack's `payload` fields do) open too. */
export function jsonTree(raw, key = null, level = 0) {
  const value = parsed(raw);
  if (value === null || typeof value !== "object") return h("div", { class: "json-line" }, h("span", null, keyNode(key), leaf(value)));
  return branch(value, key, level);
}
