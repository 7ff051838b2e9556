// The sandbox's clock: what time it is there, and moving it.

import { act } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { myself, now_ms, on, world } from "../store.js";
import { clockTime, dayKey, fullMoment, shortDate, zoned_ms } from "../time.js";
import { closeAt, openDialog, openMenu } from "./overlay.js";
import { toast } from "./toast.js";

const TICK_MS = 1000;
const MOVED_S = 60;

async function move(to) {
  const answer = await act("clock", { to });
  if (!answer.ok) toast(answer.error, "error");
}

function openCustom() {
  const day = h("input", { type: "date", class: "text-input", "aria-label": "Date", value: dayKey(now_ms()) });
  const time = h("input", { type: "time", class: "text-input", "aria-label": "Time", value: clockTime(now_ms()) });
  const finish = () => {
    if (!day.value || !time.value) return;
    dialog.close();
    move(new Date(zoned_ms(day.value, time.value)).toISOString());
  };
  const footer = h("footer", { class: "dialog-foot" }, h("button", { type: "button", class: "button primary", onclick: finish }, "Move the clock"));
  const dialog = openDialog({ title: "Move the clock to", className: "small", body: h("div", { class: "dialog-body" }, h("p", { class: "muted" }, `In your time zone, ${myself().tz ?? "local time"}.`), h("div", { class: "row" }, day, time)), footer, testid: "clock-dialog" });
  day.focus();
}

const CHOICES = [
  ["+1h", "One hour later"], ["+1d", "One day later"], ["next_monday_9", "Next Monday, 09:00"], ["next_digest", "Next digest", "To just when the next one is due"],
];

function openClock(button) {
  if (closeAt(button)) return;
  openMenu(button, [fullMoment(now_ms()),
    ...CHOICES.map(([to, label, hint]) => ({ label, hint, icon: "clock", testid: "clock-item", data: { to }, onselect: () => move(to) })),
    { label: "Choose date and time…", icon: "calendar", onselect: openCustom },
    null,
    { label: "Back to the real time", icon: "back", testid: "clock-item", data: { to: "now" }, onselect: () => move("now") }], { label: "Move the clock", align: "end" });
}

/** The button that shows the sandbox time and opens its menu. */
export function clockButton() {
  const button = h("button", { type: "button", class: "clock", "aria-haspopup": "menu", data: { testid: "clock-menu" }, onclick: () => openClock(button) });
  let shown = "";
  function draw() {
    const ms = now_ms();
    const moved = Math.abs(world.clock?.offset_s ?? 0) > MOVED_S || world.clock?.frozen;
    const sign = `${shortDate(ms)}|${clockTime(ms)}|${moved}|${world.clock?.frozen}`;
    if (sign === shown) return;
    const newDay = shown && shown.split("|")[0] !== shortDate(ms);
    shown = sign;
    fill(button, icon("clock"), h("span", { class: "long" }, shortDate(ms)), h("b", null, clockTime(ms)), world.clock?.frozen ? h("span", { class: "long" }, "stopped") : null);
    button.classList.toggle("moved", Boolean(moved));
    button.setAttribute("aria-label", `Sandbox time ${fullMoment(ms)}. Move the clock`);
    button.title = moved ? "The sandbox clock was moved" : "Sandbox time";
    if (newDay) document.dispatchEvent(new CustomEvent("sandbox-new-day"));
  }
  on("clock", draw);
  on("state", draw);
  setInterval(draw, TICK_MS);
  draw();
  return button;
}
