// Suggestions over the composer: commands, people, channels, emoji.

import { findEmoji, emojiChar } from "../emoji.js";
import { fill, h, uid } from "../dom.js";
import { avatar } from "../shell/avatar.js";
import { world } from "../store.js";

const MOST = 8;
const MOST_COMMANDS = 50;

function commandItems(query) {
  return world.commands.filter((item) => item.command.startsWith(query.toLowerCase())).map((item) => ({
    insert: `${item.command} `, label: item.command, hint: item.usage_hint?.trim(), note: item.description, data: { command: item.command },
  }));
}

function personItems(query) {
  const words = query.toLowerCase();
  const fits = (someone) => !someone.deleted && [someone.name, ...(someone.real_name ?? "").split(" "), someone.real_name].some((part) => part?.toLowerCase().startsWith(words));
  // Whose whole name begins so comes before whose second name does.
  const second = (someone) => !(someone.real_name ?? someone.name).toLowerCase().startsWith(words);
  const people = world.people.filter(fits).sort((one, other) => second(one) - second(other)).map((someone) => ({ insert: `@${someone.real_name || someone.name} `, label: someone.real_name || someone.name, note: someone.title, lead: avatar(someone, "s20") }));
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

class Suggest {
  constructor(area, in_thread) {
    Object.assign(this, { area, in_thread });
    this.id = uid("suggest");
    this.list = h("div", { class: "suggest", role: "listbox", id: this.id, "aria-label": "Suggestions", hidden: true, data: { testid: "suggestions" } });
    this.usage = h("div", { class: "usage", hidden: true, data: { testid: "usage-hint" } });
    this.node = h("div", { class: "suggest-host" }, this.list, this.usage);
    this.items = [];
    this.from = 0;
    this.active = 0;
    this.dismissed = "";
    area.setAttribute("aria-controls", this.id);
    area.setAttribute("aria-autocomplete", "list");
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("input", () => this.update());
    area.addEventListener("click", () => this.update());
    area.addEventListener("blur", () => this.close());
  }

  close() {
    this.items = [];
    this.list.hidden = true;
    fill(this.list);
    this.area.removeAttribute("aria-activedescendant");
  }

  mark(at) {
    this.active = (at + this.items.length) % this.items.length;
    for (const [row, option] of [...this.list.querySelectorAll("[role=option]")].entries()) {
      option.setAttribute("aria-selected", String(row === this.active));
      if (row === this.active) option.scrollIntoView({ block: "nearest" });
    }
    this.area.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
  }

  take(item) {
    this.area.setRangeText(item.insert, this.from, this.area.selectionStart, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.area.focus();
  }

  option(item, at) {
    const choose = (event) => {
      event.preventDefault();
      this.take(item);
    };
    return h("div", { class: "suggest-item", role: "option", id: `${this.id}-${at}`, data: item.data ?? {}, onmousedown: choose },
      item.lead ?? null, h("b", null, item.label), item.hint ? h("span", { class: "suggest-usage" }, item.hint) : null, h("span", { class: "muted ellipsis grow" }, item.note ?? ""));
  }

  showUsage() {
    const command = this.in_thread ? null : hintFor(this.area);
    this.usage.hidden = !command;
    if (!command) return;
    const hint = command.usage_hint?.trim();
    fill(this.usage, h("b", null, command.command), hint ? h("span", { class: "suggest-usage" }, hint) : null, h("span", { class: "muted" }, command.description));
  }

  update() {
    const now = document.activeElement === this.area ? wanted(this.area, this.in_thread) : null;
    this.showUsage();
    if (!now?.items.length || this.dismissed === this.area.value) {
      this.close();
      return;
    }
    this.dismissed = "";
    this.from = now.from;
    this.items = now.items.slice(0, now.from === 0 && now.items[0].data ? MOST_COMMANDS : MOST);
    fill(this.list, h("div", { class: "menu-heading" }, now.title), this.items.map((item, at) => this.option(item, at)));
    this.list.hidden = false;
    this.mark(0);
  }

  key(event) {
    const keys = {
      ArrowDown: () => this.mark(this.active + 1),
      ArrowUp: () => this.mark(this.active - 1),
      Tab: () => this.take(this.items[this.active]),
      Enter: () => this.take(this.items[this.active]),
      Escape: () => {
        this.dismissed = this.area.value;
        this.close();
      },
    };
    if (!this.items.length || !(event.key in keys) || event.shiftKey || event.isComposing) return;
    // A command typed in full is sent by Enter, not completed again.
    if (event.key === "Enter" && this.items[this.active].insert.trim() === this.area.value) return;
    event.preventDefault();
    keys[event.key]();
  }
}

/** The suggestion list of a text area; it reads the area's keys before the composer does. */
export function suggestBox(area, { in_thread }) {
  return new Suggest(area, in_thread);
}
