// Times the way the reader sees them: in the time zone of the person on the page.

import { myself, now_ms } from "./store.js";

const cache = new Map();

function formatter(options) {
  const timeZone = myself().tz || undefined;
  const key = `${timeZone}|${JSON.stringify(options)}`;
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat("en-GB", { timeZone, ...options }));
  return cache.get(key);
}

const show = (ms, options) => formatter(options).format(new Date(ms));
const ordinal = (day) => {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th"}`;
};

export const ts_ms = (ts) => Number(ts) * 1000;
export const clockTime = (ms) => show(ms, { hour: "2-digit", minute: "2-digit" });
export const dayKey = (ms) => show(ms, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-");
export const shortDate = (ms) => show(ms, { weekday: "short", day: "numeric", month: "short" });
export const fullMoment = (ms) => show(ms, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
export const zoneName = (ms) => show(ms, { hour: "2-digit", timeZoneName: "short" }).replace(/^\d+\s*/, "").trim();

function nearDay(ms) {
  const key = dayKey(ms);
  const day_ms = 86_400_000;
  if (key === dayKey(now_ms())) return "Today";
  if (key === dayKey(now_ms() - day_ms)) return "Yesterday";
  if (key === dayKey(now_ms() + day_ms)) return "Tomorrow";
  return null;
}

/** "Today", "Yesterday" or the date, for the line between two days. */
export function dayLabel(ms) {
  const sameYear = show(ms, { year: "numeric" }) === show(now_ms(), { year: "numeric" });
  return nearDay(ms) ?? show(ms, { weekday: "long", day: "numeric", month: "long", year: sameYear ? undefined : "numeric" });
}

/** "5 minutes ago" by the sandbox clock; a time ahead reads "in 5 minutes". */
export function ago(ms) {
  const seconds = Math.round((now_ms() - ms) / 1000);
  const steps = [[60, "second", 1], [3600, "minute", 60], [86_400, "hour", 3600], [2_592_000, "day", 86_400], [31_536_000, "month", 2_592_000], [Infinity, "year", 31_536_000]];
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  const [, unit, divisor] = steps.find(([limit]) => size < limit);
  const count = Math.max(1, Math.round(size / divisor));
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

function longDate(ms, month) {
  const parts = Object.fromEntries(formatter({ day: "numeric", month, year: "numeric" }).formatToParts(new Date(ms)).map((part) => [part.type, part.value]));
  return `${parts.month} ${ordinal(Number(parts.day))}, ${parts.year}`;
}

const TOKENS = {
  date_num: (ms) => dayKey(ms),
  date_slash: (ms) => show(ms, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (ms) => longDate(ms, "long"),
  date_short: (ms) => longDate(ms, "short"),
  date_long: (ms) => `${show(ms, { weekday: "long" })}, ${longDate(ms, "long")}`,
  date_long_full: (ms) => `${show(ms, { weekday: "long" })}, ${longDate(ms, "long")}`,
  date_pretty: (ms) => nearDay(ms)?.toLowerCase() ?? longDate(ms, "long"),
  date_short_pretty: (ms) => nearDay(ms)?.toLowerCase() ?? longDate(ms, "short"),
  date_long_pretty: (ms) => nearDay(ms)?.toLowerCase() ?? TOKENS.date_long(ms),
  day_divider_pretty: (ms) => dayLabel(ms),
  time: clockTime,
  time_secs: (ms) => show(ms, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

const LAST_MS = 8.64e15;

/** Slack's date tokens filled in for the reader, e.g. `{date_short} at {time}`; null when the number is no time. */
export function slackDate(unix_s, format) {
  const ms = Number(unix_s) * 1000;
  if (!(Math.abs(ms) <= LAST_MS)) return null;
  return format.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(ms) ?? whole);
}

/** Milliseconds of a wall-clock date ("2026-11-23") and time ("09:00") in the reader's zone. */
export function zoned_ms(date, time) {
  const guess = Date.parse(`${date}T${time}:00Z`);
  const offset = (ms) => Date.parse(`${dayKey(ms)}T${clockTime(ms)}:00Z`) - Math.floor(ms / 60_000) * 60_000;
  const first = guess - offset(guess);
  return guess - offset(first);
}
