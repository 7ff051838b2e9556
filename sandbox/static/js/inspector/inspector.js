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
const failed = (entry) => !/^(ok|acked|200|delivered|success)/i.test(String(entry.status ?? "ok"));
const moment = (at) => (Number.isNaN(Date.parse(at)) ? "" : clockTime(Date.parse(at)));

function rowNode(entry, chosen, choose) {
  const out = entry.direction === "to_app";
  return h("button", { type: "button", class: ["log-row", failed(entry) && "failed"], "aria-pressed": String(chosen), data: { testid: "inspector-row", id: entry.id, name: entry.name, kind: entry.kind }, onclick: choose },
    h("span", { class: ["log-way", out ? "to-app" : "from-app"], title: out ? "Slack to app" : "App to Slack" }, out ? "→ app" : "← app"),
    h("span", { class: "log-name" }, entry.name),
    h("span", { class: "log-summary ellipsis" }, entry.summary ?? ""),
    h("span", { class: "log-status" }, String(entry.status ?? "")),
    h("span", { class: "log-time" }, entry.duration_ms === null || entry.duration_ms === undefined ? "…" : `${Math.round(entry.duration_ms)} ms`),
    h("span", { class: "log-time" }, moment(entry.at)));
}

function part(title, value) {
  return h("section", null, h("h4", null, title), value === undefined || value === null ? h("p", { class: "muted" }, "Nothing.") : jsonTree(value));
}

function detail(entry) {
  if (!entry) return h("p", { class: "log-empty" }, "Choose a line to see what was sent and answered.");
  return [h("h3", null, entry.name, " ", h("span", { class: "muted" }, entry.kind)), part(entry.direction === "to_app" ? "Slack sent" : "The app asked", entry.request), part(entry.direction === "to_app" ? "The app answered" : "Slack answered", entry.response)];
}

/** The inspector drawer; `onclose` is called by its own button. */
export function inspector(onclose) {
  let entries = [];
  let chosen = null;
  let kind = "";
  let words = "";
  const list = h("div", { class: "log-list", role: "log", "aria-label": "Requests" });
  const side = h("div", { class: "log-detail", tabindex: "0", "aria-label": "Request and answer" });
  const filter = h("input", { class: "text-input", type: "search", placeholder: "Filter", "aria-label": "Filter requests", data: { testid: "inspector-filter" }, oninput: () => {
    words = filter.value.toLowerCase();
    draw();
  } });
  const kinds = h("div", { class: "log-kinds", role: "group", "aria-label": "Kind" });
  const node = h("section", { class: "inspector", "aria-label": "Inspector", data: { testid: "inspector" } },
    h("header", { class: "log-head" }, h("h2", null, "Inspector"), kinds, filter, h("button", { type: "button", class: "button small quiet", onclick: () => {
      entries = [];
      chosen = null;
      draw();
    } }, "Clear"), h("button", { type: "button", class: "icon-button", "aria-label": "Close inspector", onclick: onclose }, icon("close"))),
    h("div", { class: "log-body" }, list, side));

  function fits(entry) {
    return (!kind || entry.kind === kind) && (!words || `${entry.name} ${entry.summary} ${entry.status} ${JSON.stringify(entry.request ?? "")}`.toLowerCase().includes(words));
  }
  function choose(entry) {
    chosen = chosen?.id === entry.id ? null : entry;
    draw();
  }
  function draw() {
    fill(kinds, KINDS.map(([value, label]) => h("button", { type: "button", class: "pill", "aria-pressed": String(kind === value), onclick: () => {
      kind = value;
      draw();
    } }, label)));
    const shown = entries.filter(fits);
    fill(list, shown.length ? shown.map((entry) => rowNode(entry, chosen?.id === entry.id, () => choose(entry))) : h("p", { class: "log-empty" }, entries.length ? "Nothing fits the filter." : "Nothing yet. Say something, react, or run a command."));
    fill(side, detail(chosen));
    node.classList.toggle("has-detail", Boolean(chosen));
  }
  function take(entry) {
    const at = entries.findIndex((one) => one.id === entry.id);
    if (at >= 0) entries[at] = entry;
    else entries = [entry, ...entries].slice(0, KEPT);
    if (chosen?.id === entry.id) chosen = entry;
    draw();
  }
  getInspector().then((answer) => {
    entries = answer.entries ?? [];
    draw();
  }, (problem) => toast(problem.message, "error"));
  const stop = on("inspector", take);
  draw();
  return { node, dispose: stop };
}
