// Suggestions over the composer: commands, people, channels, emoji.

import { findEmoji, emojiChar } from "../emoji.js";
import { fill, h, uid } from "../dom.js";
import { avatar } from "../shell/avatar.js";
import { world } from "../store.js";

const MOST = 8;

function commandItems(query) {
  return world.commands.filter((item) => item.command.startsWith(query.toLowerCase())).map((item) => ({
    insert: `${item.command} `, label: item.command, hint: item.usage_hint?.trim(), note: item.description, data: { command: item.command },
  }));
}

function personItems(query) {
  const words = query.toLowerCase();
  const fits = (someone) => !someone.deleted && [someone.name, ...(someone.real_name ?? "").split(" "), someone.real_name].some((part) => part?.toLowerCase().startsWith(words));
  const people = world.people.filter(fits).map((someone) => ({ insert: `@${someone.real_name || someone.name} `, label: someone.real_name || someone.name, note: someone.title, lead: avatar(someone, "s20") }));
  const groups = [["channel", "Everyone in this channel"], ["here", "Everyone here now"]].filter(([word]) => word.startsWith(words) && words).map(([word, note]) => ({ insert: `@${word} `, label: `@${word}`, note }));
  return [...people, ...groups];
}

function channelItems(query) {
  return world.channels.filter((channel) => channel.kind !== "dm" && channel.name.includes(query.toLowerCase())).map((channel) => ({ insert: `#${channel.name} `, label: `#${channel.name}`, note: channel.topic }));
}

function emojiItems(query) {
  return findEmoji(query, MOST).map((item) => ({ insert: `:${item.name}: `, label: `:${item.name}:`, lead: h("span", { class: "emoji" }, emojiChar(item.name)) }));
}

const KINDS = [
  { pattern: /(?:^|[\s(])(@([\p{L}\p{N}._-]{0,30}))$/u, items: personItems, title: "People" },
  { pattern: /(?:^|[\s(])(#([\p{L}\p{N}_-]{0,40}))$/u, items: channelItems, title: "Channels" },
  { pattern: /(?:^|[\s(])(:([a-z0-9_+-]{2,30}))$/, items: emojiItems, title: "Emoji" },
];

function wanted(area, in_thread) {
  const caret = area.selectionStart;
  const before = area.value.slice(0, caret);
  if (!in_thread && /^\/\S*$/.test(before)) return { from: 0, items: commandItems(before), title: `${world.app.name} commands` };
  for (const kind of KINDS) {
    const found = kind.pattern.exec(before);
    if (found) return { from: caret - found[1].length, items: kind.items(found[2]), title: kind.title };
  }
  return null;
}

function hintFor(area) {
  const typed = /^(\/\S+)\s/.exec(area.value);
  return typed ? world.commands.find((item) => item.command === typed[1]) : null;
}

/** The suggestion list of a text area; it reads the area's keys before the composer does. */
export function suggestBox(area, { in_thread }) {
  const id = uid("suggest");
  const list = h("div", { class: "suggest", role: "listbox", id, "aria-label": "Suggestions", hidden: true, data: { testid: "suggestions" } });
  const usage = h("div", { class: "usage", hidden: true, data: { testid: "usage-hint" } });
  const node = h("div", { class: "suggest-host" }, list, usage);
  let items = [];
  let from = 0;
  let active = 0;
  let dismissed = "";
  area.setAttribute("aria-controls", id);
  area.setAttribute("aria-autocomplete", "list");

  function close() {
    items = [];
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }
  function mark(at) {
    active = at;
    list.querySelectorAll("[role=option]").forEach((option, row) => {
      option.setAttribute("aria-selected", String(row === at));
      if (row === at) option.scrollIntoView({ block: "nearest" });
    });
    area.setAttribute("aria-activedescendant", `${id}-${at}`);
  }
  function take(item) {
    area.setRangeText(item.insert, from, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
  function option(item, at) {
    return h("div", { class: "suggest-item", role: "option", id: `${id}-${at}`, data: item.data ?? {}, onmousedown: (event) => {
      event.preventDefault();
      take(item);
    } }, item.lead ?? null, h("b", null, item.label), item.hint ? h("span", { class: "suggest-usage" }, item.hint) : null, h("span", { class: "muted ellipsis grow" }, item.note ?? ""));
  }
  function showUsage() {
    const command = in_thread ? null : hintFor(area);
    usage.hidden = !command;
    if (command) fill(usage, h("b", null, command.command), " ", command.usage_hint?.trim() ? h("span", { class: "suggest-usage" }, command.usage_hint) : null, h("span", { class: "muted" }, command.description));
  }
  function update() {
    const now = document.activeElement === area ? wanted(area, in_thread) : null;
    showUsage();
    if (!now?.items.length || dismissed === area.value) return close();
    dismissed = "";
    ({ from } = now);
    items = now.items.slice(0, now.title.endsWith("commands") ? 40 : MOST);
    fill(list, h("div", { class: "menu-heading" }, now.title), items.map(option));
    list.hidden = false;
    return mark(0);
  }
  const keys = {
    ArrowDown: () => mark((active + 1) % items.length),
    ArrowUp: () => mark((active - 1 + items.length) % items.length),
    Tab: () => take(items[active]),
    Enter: () => take(items[active]),
    Escape: () => {
      dismissed = area.value;
      close();
    },
  };
  area.addEventListener("keydown", (event) => {
    if (!items.length || !(event.key in keys) || event.shiftKey || event.isComposing) return;
    if (event.key === "Enter" && items[active].insert.trim() === area.value) return;
    event.preventDefault();
    keys[event.key]();
  });
  area.addEventListener("input", update);
  area.addEventListener("click", update);
  area.addEventListener("blur", close);
  return { node, update };
}
