// JSON as a tree that opens, drawn as text only.

import { h } from "../dom.js";

const OPEN_LEVELS = 2;
const LONG = 4000;

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  const text = kind === "string" ? JSON.stringify(value.length > LONG ? `${value.slice(0, LONG)}…` : value) : String(value);
  return h("span", { class: `json-${kind}` }, text);
}

function line(key, value, level) {
  return h("div", { class: "json-line" }, key === null ? null : h("span", { class: "json-key" }, `${key}: `), jsonTree(value, level));
}

/** A value as a tree; strings that hold JSON (as Slack's `payload` fields do) open too. */
export function jsonTree(value, level = 0) {
  if (typeof value === "string" && /^[[{]/.test(value.trim()) && value.length > 1) {
    try {
      return jsonTree(JSON.parse(value), level);
    } catch {
      return leaf(value);
    }
  }
  if (value === null || typeof value !== "object") return leaf(value);
  const entries = Array.isArray(value) ? value.map((item) => [null, item]) : Object.entries(value);
  const [start, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return h("span", { class: "json-null" }, `${start}${end}`);
  const preview = Array.isArray(value) ? `${entries.length} item${entries.length === 1 ? "" : "s"}` : entries.slice(0, 4).map(([key]) => key).join(", ");
  const body = h("div", { class: "json-body" });
  const node = h("details", { class: "json" }, h("summary", null, start, h("span", { class: "json-preview" }, ` ${preview} `), end), body);
  const build = () => !body.hasChildNodes() && node.open && body.append(...entries.map(([key, item]) => line(key, item, level + 1)));
  node.addEventListener("toggle", build);
  if (level < OPEN_LEVELS) {
    node.open = true;
    build();
  }
  return node;
}
