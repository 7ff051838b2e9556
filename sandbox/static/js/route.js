// Where the person is: a conversation, the app's tabs, an open thread. Kept in the address bar.

import { emit, appChannel, channelById, person, world } from "./store.js";
import { act } from "./api.js";
import { toast } from "./shell/toast.js";

const PERMALINK = /\/archives\/([CDG][A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?.*?thread_ts=(\d+\.\d+))?/;

function sync() {
  const { kind, id, tab, thread } = world.route;
  const search = new URLSearchParams({ as: world.me });
  if (kind === "app") search.set("app", tab);
  else if (id) search.set("channel", id);
  if (thread) search.set("thread", thread.ts);
  history.replaceState(null, "", `?${search}`);
  emit("route");
}

/** Shows a conversation; `focus_ts` scrolls to one message, `thread_ts` opens its thread. */
export function openChannel(id, { focus_ts = null, thread_ts = null } = {}) {
  const channel = channelById(id);
  if (!channel) {
    toast("You cannot see that conversation. Become a person who is in it, or ask to be invited.", "error");
    return;
  }
  if (channel.kind === "dm" && channel.dm_user === world.app.user_id) {
    world.route = { kind: "app", id, tab: "messages", thread: thread_ts ? { channel: id, ts: thread_ts } : null, focus_ts };
  } else {
    world.route = { kind: "channel", id, tab: "home", thread: thread_ts ? { channel: id, ts: thread_ts } : null, focus_ts };
  }
  sync();
}

/** Shows the app: its Home, the messages with it, or what it is about. */
export async function openApp(tab = "home") {
  const known = appChannel()?.id ?? null;
  world.route = { kind: "app", id: known, tab, thread: null };
  sync();
  if (tab === "home") {
    const answer = await act("open_home");
    if (!answer.ok) toast(answer.error, "error");
  }
  if (tab === "messages" && !known) {
    const id = await makeDirect(world.app.user_id);
    if (id && world.route.kind === "app" && world.route.tab === "messages") {
      world.route = { ...world.route, id };
      sync();
    }
  }
}

/** The new conversation with a person, or null when there can be none. */
async function makeDirect(user) {
  const answer = await act("open_dm", { user });
  if (!answer.ok) {
    toast(answer.error, "error");
    return null;
  }
  if (!channelById(answer.channel)) {
    world.channels.push({ id: answer.channel, kind: "dm", name: person(user).name, dm_user: user, members: [world.me, user], is_member: true, archived: false, unread: 0, topic: "" });
    emit("state");
  }
  return answer.channel;
}

/** Opens the conversation with a person, making it when there is none yet. */
export async function openDirect(user) {
  if (user === world.app.user_id) return openApp("messages");
  const known = world.channels.find((item) => item.kind === "dm" && item.dm_user === user);
  if (known) return openChannel(known.id);
  const id = await makeDirect(user);
  return id ? openChannel(id) : undefined;
}

/** Opens or (without a ts) closes the thread pane. */
export function openThread(channel, ts) {
  world.route = { ...world.route, thread: ts ? { channel, ts } : null, focus_ts: null };
  sync();
}

function openAppLink(url) {
  const tab = new URL(url).searchParams.get("tab");
  openApp(["home", "messages", "about"].includes(tab) ? tab : "home");
}

/** Follows links that point into the sandbox without leaving the page. */
export function followLink(event, url) {
  const message = PERMALINK.exec(url);
  const channel = message ? message[1] : /^#([CDG][A-Z0-9]+)$/.exec(url)?.[1];
  if (channel && (channelById(channel) || !message)) {
    event.preventDefault();
    const ts = message ? `${message[2]}.${message[3]}` : null;
    const thread_ts = message?.[4] && message[4] !== ts ? message[4] : null;
    openChannel(channel, { focus_ts: ts, thread_ts });
  } else if (message) {
    event.preventDefault();
    toast("That message is in a conversation you cannot see.", "error");
  } else if (/^slack:\/\/app/i.test(url)) {
    event.preventDefault();
    openAppLink(url);
  }
}
