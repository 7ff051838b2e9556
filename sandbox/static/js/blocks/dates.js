// Date, time and date-time pickers.

import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { textOf } from "../mrkdwn/render.js";
import { closeAt, openPopover } from "../shell/overlay.js";
import { now_ms } from "../store.js";
import { clockTime, dayKey, zoned_ms } from "../time.js";
import { calendar, dayWords } from "./calendar.js";
import { combobox } from "./combobox.js";
import { changed } from "./dispatch.js";

const TIMES = Array.from({ length: 48 }, (_, at) => `${String(Math.floor(at / 2)).padStart(2, "0")}:${at % 2 ? "30" : "00"}`);
const timeItem = (time) => ({ key: time, text: time, value: time });

function typedTime(query) {
  const found = /^(\d{1,2})[:.]?(\d{2})?\s*(am|pm)?$/i.exec(query);
  if (!found) return null;
  const half = found[3]?.toLowerCase();
  const hour = (Number(found[1]) % (half ? 12 : 24)) + (half === "pm" ? 12 : 0);
  const minute = Number(found[2] ?? 0);
  return minute < 60 ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` : null;
}

function timeSource(query) {
  const typed = typedTime(query);
  const fits = TIMES.filter((time) => !query || time.includes(query.replace(".", ":")));
  const times = typed && !fits.includes(typed) ? [typed, ...fits] : fits;
  return [{ label: null, items: times.map(timeItem) }];
}

function dayButton({ value, placeholder, field, label, onpick, clearable }) {
  const text = h("span", { class: "grow ellipsis" });
  const text_id = uid("date");
  text.id = text_id;
  const clear = h("button", { type: "button", class: "combo-clear", "aria-label": "Clear the date", onclick: () => set(null) }, icon("close"));
  const button = h("button", {
    type: "button", class: "picker", id: field.id, "aria-haspopup": "dialog", "aria-label": field.labelledby ? null : label,
    "aria-labelledby": field.labelledby ? `${field.labelledby} ${text_id}` : null, "aria-describedby": field.describedby,
    onclick: () => {
      if (closeAt(button)) return;
      const pop = openPopover(button, [], { label: "Choose a date", className: "calendar-pop" });
      pop.box.append(calendar({ selected: value, today: dayKey(now_ms()), onpick: (day) => {
        pop.close(true);
        set(day);
      } }));
      pop.box.querySelector(".day[tabindex='0']")?.focus();
      pop.reposition();
    },
  }, icon("calendar"), text);
  function paint() {
    text.textContent = value ? dayWords(value) : placeholder;
    button.classList.toggle("empty-value", !value);
    clear.hidden = !(clearable && value);
  }
  function set(day) {
    value = day;
    paint();
    onpick(day, button);
  }
  paint();
  return h("span", { class: "picker-wrap" }, button, clear);
}

/** A date picker; its value is `selected_date`. */
export function datePickerElement(block, element, ctx, field) {
  const now = ctx.form.register(block.block_id, element.action_id, { type: "datepicker", selected_date: element.initial_date ?? null });
  const placeholder = textOf(element.placeholder) || "Select a date";
  return dayButton({
    value: now.selected_date, placeholder, field, label: placeholder, clearable: block.type === "input" && block.optional,
    onpick: (day, node) => changed(ctx, block, element, { type: "datepicker", selected_date: day }, node),
  });
}

/** A time picker; its value is `selected_time`, any minute can be typed. */
export function timePickerElement(block, element, ctx, field) {
  const base = { type: "timepicker", ...(element.timezone ? { timezone: element.timezone } : {}) };
  const now = ctx.form.register(block.block_id, element.action_id, { ...base, selected_time: element.initial_time ?? null });
  const node = combobox({
    source: timeSource,
    chosen: now.selected_time ? [timeItem(now.selected_time)] : [],
    placeholder: textOf(element.placeholder) || "Select a time",
    clearable: block.type === "input" && Boolean(block.optional),
    field,
    onchange: (items) => changed(ctx, block, element, { ...base, selected_time: items[0]?.value ?? null }, node),
  });
  node.classList.add("time");
  return node;
}

/** A date and a time together; the value is `selected_date_time`, seconds since 1970, read in the person's zone. */
export function dateTimePickerElement(block, element, ctx, field) {
  const now = ctx.form.register(block.block_id, element.action_id, { type: "datetimepicker", selected_date_time: element.initial_date_time ?? null });
  const start_ms = now.selected_date_time ? now.selected_date_time * 1000 : null;
  let day = start_ms ? dayKey(start_ms) : null;
  let time = start_ms ? clockTime(start_ms) : null;
  const report = () => {
    const value = day && time ? Math.floor(zoned_ms(day, time) / 1000) : null;
    return changed(ctx, block, element, { type: "datetimepicker", selected_date_time: value }, null);
  };
  const date = dayButton({ value: day, placeholder: "Select a date", field, label: "Date", onpick: (picked) => {
    day = picked;
    if (time) report();
  } });
  const clock = combobox({ source: timeSource, chosen: time ? [timeItem(time)] : [], placeholder: "Time", label: "Time", onchange: (items) => {
    time = items[0]?.value ?? null;
    return day ? report() : true;
  } });
  clock.classList.add("time");
  return h("div", { class: "date-time" }, date, clock);
}
