// A month to pick a day from. Days are "YYYY-MM-DD", without a time zone.

import { h, fill } from "../dom.js";
import { icon } from "../icons.js";

const DAY_MS = 86_400_000;
const WEEKDAYS = [["Mo", "Monday"], ["Tu", "Tuesday"], ["We", "Wednesday"], ["Th", "Thursday"], ["Fr", "Friday"], ["Sa", "Saturday"], ["Su", "Sunday"]];
const parse = (day) => Date.parse(`${day}T00:00:00Z`);
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const words = (ms, options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(ms);

/** "Mon, 23 November 2026" for a day. */
export const dayWords = (day) => words(parse(day), { weekday: "short", day: "numeric", month: "long", year: "numeric" });

function shiftMonth(day, months) {
  const date = new Date(parse(day));
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return iso(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date.getUTCDate(), last)));
}

function monthDays(day) {
  const date = new Date(parse(day));
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, at) => iso(first + (at - lead) * DAY_MS));
}

/** The calendar; `onpick(day)` hears the choice. `today` is the sandbox's day. */
export function calendar({ selected, today, onpick }) {
  let focus = selected ?? today;
  const node = h("div", { class: "calendar" });

  function dayButton(day) {
    const off = day.slice(0, 7) !== focus.slice(0, 7);
    return h("button", {
      type: "button", role: "gridcell", class: ["day", off && "off", day === today && "today"], tabindex: day === focus ? "0" : "-1",
      "aria-selected": String(day === selected), "aria-label": words(parse(day), { weekday: "long", day: "numeric", month: "long", year: "numeric" }), data: { date: day }, onclick: () => onpick(day),
    }, String(Number(day.slice(8))));
  }

  function step(name, label, months) {
    return h("button", { type: "button", class: "icon-button", "aria-label": label, onclick: () => draw(shiftMonth(focus, months), label) }, icon(name));
  }

  function draw(next, keepLabel = null) {
    focus = next;
    fill(node,
      h("header", null, step("left", "Previous month", -1), h("strong", { "aria-live": "polite" }, words(parse(focus), { month: "long", year: "numeric" })), step("right", "Next month", 1)),
      h("div", { class: "weekdays", "aria-hidden": "true" }, WEEKDAYS.map(([short]) => h("span", null, short))),
      h("div", { class: "days", role: "grid", "aria-label": "Days" }, monthDays(focus).map(dayButton)));
    if (keepLabel) node.querySelector(`[aria-label="${keepLabel}"]`).focus();
    else node.querySelector(".day[tabindex='0']")?.focus();
  }

  node.addEventListener("keydown", (event) => {
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (!event.target.closest(".day") || (!days && !months)) return;
    event.preventDefault();
    draw(days ? iso(parse(focus) + days * DAY_MS) : shiftMonth(focus, months));
  });
  draw(focus);
  return node;
}
