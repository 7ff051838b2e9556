// Draws a conversation: day dividers, grouped messages, and only what changed.

import { h } from "../dom.js";
import { dayKey, dayLabel, ts_ms } from "../time.js";
import { myself, world } from "../store.js";
import { messageNode } from "./message.js";

const GROUP_MS = 5 * 60 * 1000;

function follows(message, previous) {
  return Boolean(previous) && previous.user === message.user && Boolean(previous.ephemeral) === Boolean(message.ephemeral)
    && previous.username === message.username && ts_ms(message.ts) - ts_ms(previous.ts) < GROUP_MS && !message.ephemeral;
}

function dayNode(key, ms) {
  return h("div", { class: "day-divider", role: "separator", data: { key } }, h("span", null, dayLabel(ms)));
}

function rows(messages, unread_ts) {
  const out = [];
  let day = null;
  let previous = null;
  for (const message of messages) {
    const ms = ts_ms(message.ts);
    const key = dayKey(ms);
    if (key !== day) {
      out.push({ key: `day-${key}-${dayLabel(ms)}`, make: () => dayNode(`day-${key}`, ms) });
      previous = null;
    }
    day = key;
    if (message.ts === unread_ts) {
      out.push({ key: "unread", make: () => h("div", { class: "unread-line", role: "separator" }, h("span", null, "New")) });
      previous = null;
    }
    out.push({ message, grouped: follows(message, previous) });
    previous = message;
  }
  return out;
}

/** Redraws `host`; nodes of unchanged messages stay, so focus and typed values stay with them. */
export function drawList(host, conversation, { unread_ts = null, in_thread = false } = {}) {
  const cache = host.rowCache ?? new Map();
  const next = new Map();
  const nodes = rows(conversation.sorted(), unread_ts).map((row) => {
    const key = row.message ? row.message.ts : row.key;
    const sign = row.message ? JSON.stringify([row.message, row.grouped, world.me, myself().tz]) : row.key;
    const kept = cache.get(key);
    const entry = kept?.sign === sign ? kept : { sign, node: row.message ? messageNode(row.message, { channel: conversation.channel, grouped: row.grouped, in_thread }) : row.make() };
    next.set(key, entry);
    return entry.node;
  });
  host.rowCache = next;
  place(host, nodes);
}

function place(host, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...host.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (host.children[at] !== node) host.insertBefore(node, host.children[at] ?? null);
  });
}
