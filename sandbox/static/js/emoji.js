// Emoji by name, with aliases and skin tones.

import { h } from "./dom.js";
import { world } from "./store.js";

const TONES = ["", "\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];
const TONABLE = new Set(["+1", "-1", "wave", "clap", "raised_hands", "pray", "ok_hand", "point_up", "point_right", "point_down", "muscle", "raised_hand", "hand", "v", "fist", "crossed_fingers", "handshake"]);
let source = null;
let names = new Map();

function index() {
  if (source === world.emoji) return names;
  source = world.emoji;
  names = new Map();
  for (const item of source) {
    for (const name of [item.name, ...(item.aliases ?? [])]) names.set(name, item);
  }
  return names;
}

export const takesTone = (name) => TONABLE.has(name);

/** The character(s) for a name such as `+1` or `wave::skin-tone-3`, or null when unknown. */
export function emojiChar(name) {
  const [base, tone] = String(name).split("::skin-tone-");
  const found = index().get(base);
  if (!found?.char) return null;
  return tone && TONES[Number(tone) - 1] ? found.char.replace(/\uFE0F/g, "") + TONES[Number(tone) - 1] : found.char;
}

/** An emoji as an element with its name for assistive technology, or its `:name:` as text. */
export function emojiNode(name, char = null) {
  const shown = char || emojiChar(name);
  if (!shown) return document.createTextNode(`:${name}:`);
  return h("span", { class: "emoji", role: "img", "aria-label": `${name.replace(/_/g, " ")} emoji`, title: `:${name}:` }, shown);
}

/** Emoji whose name or alias holds the words, best match first. */
export function findEmoji(words, limit = 240) {
  const wanted = words.trim().toLowerCase().replace(/:/g, "").replace(/\s+/g, "_");
  if (!wanted) return world.emoji.slice(0, limit);
  const scored = [];
  for (const item of world.emoji) {
    const best = Math.min(...[item.name, ...(item.aliases ?? [])].map((name) => {
      const at = name.indexOf(wanted);
      return at < 0 ? Infinity : at * 100 + name.length;
    }));
    if (best < Infinity) scored.push([best, item]);
  }
  return scored.sort((a, b) => a[0] - b[0]).slice(0, limit).map(([, item]) => item);
}
