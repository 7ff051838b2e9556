// What Slack and the app said to each other, newest first.

import { getInspector } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { toast } from "../shell/toast.js";
import { on } from "../store.js";
import { clockTime } from "../time.js";
import { jsonTree } from "./json.js";

const KEPT = 300;
const KINDS = [["", "All"], ["event", "Events"], ["command", "Commands"], ["interaction", "Interactions"], ["api", "API calls"]];
const outcome = (entry) => String((entry.response?.ok === false && entry.response.error) || (entry.status ?? ""));
const failed = (entry) => !/^($|ok|acked|2\d\d|delivered|success)/i.test(outcome(entry));
const titleOf = (entry) => (entry.kind === "command" && entry.request?.command) || entry.name;
const moment = (at) => (Number.isNaN(Date.parse(at)) ? "" : clockTime(Date.parse(at)));

function rowNode(entry, chosen, choose) {
  const out = entry.direction === "to_app";
  return h("button", { type: "button", class: ["log-row", failed(entry) && "failed"], "aria-pressed": String(chosen), data: { testid: "inspector-row", id: entry.id, name: titleOf(entry), kind: entry.kind }, onclick: choose },
    h("span", { class: ["log-way", out ? "to-app" : "from-app"], title: out ? "Slack to app" : "App to Slack" }, out ? "→ app" : "← app"),
    h("span", { class: "log-name" }, titleOf(entry)),
    h("span", { class: "log-summary ellipsis" }, entry.summary ?? ""),
    h("span", { class: "log-status" }, outcome(entry)),
    h("span", { class: "log-time" }, entry.duration_ms === null || entry.duration_ms === undefined ? "…" : `${Math.round(entry.duration_ms)} ms`),
    h("span", { class: "log-time" }, moment(entry.at)));
}

function part(title, value) {
  return h("section", null, h("h4", null, title), value === undefined || value === null ? h("p", { class: "muted" }, "Nothing.") : jsonTree(value));
}

function detail(entry) {
  if (!entry) return h("p", { class: "log-empty" }, "Choose a line to see what was sent and answered.");
  return [h("h3", null, titleOf(entry), " ", h("span", { class: "muted" }, entry.kind)), part(entry.direction === "to_app" ? "Slack sent" : "The app asked", entry.request), part(entry.direction === "to_app" ? "The app answered" : "Slack answered", entry.response)];
}

class Inspector {
  constructor(onclose) {
    this.entries = [];
    this.chosen = null;
    this.kind = "";
    this.words = "";
    this.build(onclose);
    this.dispose = on("inspector", (entry) => this.take(entry));
    this.draw();
    this.load();
  }

  build(onclose) {
    this.list = h("div", { class: "log-list", role: "log", "aria-label": "Requests" });
    this.side = h("div", { class: "log-detail", tabindex: "0", role: "region", "aria-label": "Request and answer" });
    this.kinds = h("div", { class: "log-kinds", role: "group", "aria-label": "Kind" });
    const filter = h("input", { class: "text-input", type: "search", placeholder: "Filter", "aria-label": "Filter requests", data: { testid: "inspector-filter" }, oninput: () => {
      this.words = filter.value.toLowerCase();
      this.draw();
    } });
    const clear = h("button", { type: "button", class: "button small quiet", onclick: () => this.clear() }, "Clear");
    const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close inspector", onclick: onclose }, icon("close"));
    this.node = h("section", { class: "inspector", "aria-label": "Inspector", data: { testid: "inspector" } },
      h("header", { class: "log-head" }, h("h2", null, "Inspector"), this.kinds, filter, clear, close),
      h("div", { class: "log-body" }, this.list, this.side));
  }

  async load() {
    try {
      const { entries } = await getInspector();
      const known = new Set(this.entries.map((entry) => entry.id));
      this.entries = [...this.entries, ...entries.filter((entry) => !known.has(entry.id))];
    } catch (problem) {
      toast(problem.message, "error");
    }
    this.draw();
  }

  clear() {
    this.entries = [];
    this.chosen = null;
    this.draw();
  }

  /** Takes a new entry, or the finished form of one that was under way. */
  take(entry) {
    const at = this.entries.findIndex((one) => one.id === entry.id);
    if (at >= 0) this.entries[at] = entry;
    else this.entries = [entry, ...this.entries].slice(0, KEPT);
    if (this.chosen?.id === entry.id) this.chosen = entry;
    this.draw();
  }

  choose(entry) {
    this.chosen = this.chosen?.id === entry.id ? null : entry;
    this.draw();
  }

  fits(entry) {
    if (this.kind && entry.kind !== this.kind) return false;
    return !this.words || `${titleOf(entry)} ${entry.name} ${entry.summary} ${outcome(entry)} ${JSON.stringify(entry.request ?? "")}`.toLowerCase().includes(this.words);
  }

  pill([value, label]) {
    return h("button", { type: "button", class: "pill", "aria-pressed": String(this.kind === value), onclick: () => {
      this.kind = value;
      this.draw();
    } }, label);
  }

  draw() {
    const shown = this.entries.filter((entry) => this.fits(entry));
    const nothing = this.entries.length ? "Nothing fits the filter." : "Nothing yet. Say something, react, or run a command.";
    fill(this.kinds, KINDS.map((kind) => this.pill(kind)));
    fill(this.list, shown.length ? shown.map((entry) => rowNode(entry, this.chosen?.id === entry.id, () => this.choose(entry))) : h("p", { class: "log-empty" }, nothing));
    if (this.shownDetail !== this.chosen) fill(this.side, detail(this.chosen));
    this.shownDetail = this.chosen;
    this.node.classList.toggle("has-detail", Boolean(this.chosen));
  }
}

/** The inspector drawer `{node, dispose}`; `onclose` is called by its own button. */
export function inspector(onclose) {
  return new Inspector(onclose);
}
