// What the page knows, in one place, and who wants to hear when it changes.

export const world = {
  team: { id: "", name: "Sandbox" }, me: "", people: [], channels: [], commands: [], shortcuts: [],
  emoji: [], app: { user_id: "", name: "App", connected: true }, clock: null, modal: null, home: null, tour: [],
  route: { kind: "channel", id: null, tab: "home", thread: null }, live: true,
};

const listeners = new Map();
let byId = new Map();

/** Calls `fn(detail)` each time `topic` is announced; returns a function that stops it. */
export function on(topic, fn) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(fn);
  return () => listeners.get(topic).delete(fn);
}

/** Announces `topic` to everyone who asked for it. */
export function emit(topic, detail = null) {
  for (const fn of [...(listeners.get(topic) ?? [])]) fn(detail);
}

const PARTS = ["team", "me", "people", "channels", "commands", "shortcuts", "emoji", "app", "tour"];
const LIVE_PARTS = ["modal", "home", "clock"];
const heard = { modal: 0, home: 0, clock: 0, unread: 0 };

/** Takes over one part (`modal`, `home` or `clock`) that the live connection told, and announces it. */
export function hear(part, value) {
  heard[part] += 1;
  world[part] = part === "clock" ? { ...value, heard_ms: Date.now(), now_ms: Date.parse(value.now_iso) } : value;
  emit(part);
}

/** Takes over how much is unread in a channel, as the live connection told it, and announces it. */
export function hearUnread(channel, count) {
  heard.unread += 1;
  channel.unread = count;
  emit("unread");
}

/** How often each live part was told; to be read before the state is asked for. */
export const heardSoFar = () => ({ ...heard });

/** Takes over the server's state. A part that was told live since `asked` is newer and stays. */
export function takeState(state, asked = heardSoFar()) {
  const counts = heard.unread === asked.unread ? new Map() : new Map(world.channels.map((channel) => [channel.id, channel.unread]));
  for (const part of PARTS) world[part] = state[part];
  for (const channel of world.channels) channel.unread = counts.get(channel.id) ?? channel.unread;
  byId = new Map(world.people.map((someone) => [someone.id, someone]));
  for (const part of LIVE_PARTS) if (heard[part] === asked[part]) hear(part, state[part]);
}

/** Sandbox time in milliseconds since 1970. */
export function now_ms() {
  if (!world.clock) return Date.now();
  return world.clock.now_ms + (world.clock.frozen ? 0 : Date.now() - world.clock.heard_ms);
}

/** The person with this id, or a stand-in that shows the id. */
export function person(id) {
  return byId.get(id) ?? { id, name: id ?? "unknown", real_name: id ?? "Unknown", initials: "?", color: "#78838f", missing: true };
}

/** The name that Slack shows: full name, else the short one. */
export function nameOf(id) {
  const someone = person(id);
  return someone.real_name || someone.name;
}

export const myself = () => person(world.me);
export const channelById = (id) => world.channels.find((item) => item.id === id) ?? null;
export const appChannel = () => world.channels.find((item) => item.kind === "dm" && item.dm_user === world.app.user_id) ?? null;

/** The title of a conversation without its mark: channel name, or the other person's name. */
export function channelTitle(channel) {
  return channel.kind === "dm" ? nameOf(channel.dm_user) : channel.name;
}

const SLACKBOT = "USLACKBOT";

/** People one can become or write to: active, no apps. */
export function colleagues() {
  return world.people.filter((someone) => !someone.is_bot && !someone.deleted && someone.id !== SLACKBOT);
}
