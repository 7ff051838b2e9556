// Reactions under a message, and the picker to add one.

import { act } from "../api.js";
import { emojiChar, emojiNode, findEmoji, takesTone } from "../emoji.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { closeAt, openPopover } from "../shell/overlay.js";
import { toast } from "../shell/toast.js";
import { nameOf, world } from "../store.js";

const USUAL = ["inbox_tray", "+1", "eyes", "white_check_mark", "tada", "heart", "bulb", "fire", "pray"];
const TONES = ["", "2", "3", "4", "5", "6"];
let tone = "";

async function react(channel, ts, name, on) {
  const answer = await act(on ? "react" : "unreact", { channel, ts, name });
  if (!answer.ok) toast(answer.error, "error");
}

function who(reaction) {
  const names = reaction.users.map((id) => (id === world.me ? "you" : nameOf(id)));
  const list = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0] ?? `${reaction.count} people`;
  return `${list[0].toUpperCase()}${list.slice(1)} reacted with :${reaction.name}:`;
}

/** The row of reactions; null when there are none. */
export function reactionBar(message, channel) {
  const list = message.reactions ?? [];
  if (!list.length) return null;
  return h("div", { class: "reactions" },
    list.map((reaction) => {
      const mine = reaction.users.includes(world.me);
      return h("button", { type: "button", class: ["reaction", mine && "mine"], title: who(reaction), "aria-pressed": String(mine), "aria-label": `${reaction.name} ${reaction.count}. ${who(reaction)}`, data: { reaction: reaction.name }, onclick: () => react(channel, message.ts, reaction.name, !mine) },
        emojiNode(reaction.name, reaction.char), h("span", null, String(reaction.count)));
    }),
    h("button", { type: "button", class: "reaction add", "aria-label": "Add a reaction", onclick: (event) => pickReaction(event.currentTarget, message, channel) }, icon("smile"), "+"));
}

/** Lets the person pick an emoji for a message. */
export function pickReaction(anchor, message, channel) {
  openEmojiPicker(anchor, (name) => react(channel, message.ts, name, true));
}

const toned = (name) => (tone && takesTone(name) ? `${name}::skin-tone-${tone}` : name);

function emojiButton(name, choose) {
  const full = toned(name);
  return h("button", { type: "button", class: "emoji-button", title: `:${full}:`, "aria-label": full.replace(/_/g, " "), data: { emoji: name }, onclick: () => choose(full) }, h("span", { class: "emoji" }, emojiChar(full) ?? "?"));
}

function moveFocus(event, grid, search) {
  const buttons = [...grid.querySelectorAll(".emoji-button")];
  const at = buttons.indexOf(document.activeElement);
  const columns = Math.max(1, Math.floor(grid.clientWidth / 36));
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (!step || (at < 0 && event.key !== "ArrowDown")) return;
  event.preventDefault();
  if (at < 0) buttons[0]?.focus();
  else (at + step < 0 ? search : buttons[Math.min(at + step, buttons.length - 1)])?.focus();
}

/** A small searchable emoji picker; `onpick(name)` gets the name with its skin tone. */
export function openEmojiPicker(anchor, onpick) {
  if (closeAt(anchor)) return;
  const grid = h("div", { class: "emoji-grid" });
  const choose = (name) => {
    pop.close(true);
    onpick(name);
  };
  const search = h("input", { class: "text-input", type: "search", placeholder: "Search emoji", "aria-label": "Search emoji", data: { testid: "emoji-search", first: "true" } });
  const tones = h("div", { class: "tones", role: "group", "aria-label": "Skin tone" });
  function drawTones() {
    fill(tones, TONES.map((value) => h("button", { type: "button", "aria-pressed": String(tone === value), "aria-label": value ? `Skin tone ${value}` : "Default skin tone", onclick: () => {
      tone = value;
      drawTones();
      draw();
    } }, h("span", { class: "emoji" }, emojiChar(value ? `wave::skin-tone-${value}` : "wave") ?? "\u{1F44B}"))));
  }
  function draw() {
    const found = findEmoji(search.value);
    const usual = search.value ? [] : USUAL.filter((name) => emojiChar(name));
    fill(grid,
      usual.length ? [h("div", { class: "menu-heading" }, "Often used"), usual.map((name) => emojiButton(name, choose)), h("div", { class: "menu-heading" }, "All")] : null,
      found.map((item) => emojiButton(item.name, choose)),
      found.length ? null : h("p", { class: "list-note" }, "No emoji has that name."));
  }
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = search.value ? findEmoji(search.value, 1)[0] : null;
    if (first) choose(toned(first.name));
  });
  const box = h("div", { class: "emoji-picker", data: { testid: "emoji-picker" }, onkeydown: (event) => moveFocus(event, grid, search) }, search, grid, tones);
  drawTones();
  draw();
  const pop = openPopover(anchor, box, { label: "Pick an emoji", align: "end" });
}
