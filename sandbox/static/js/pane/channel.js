// The pane of one conversation: head, messages, composer.

import { act } from "../api.js";
import { composer } from "../composer/composer.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { avatar } from "../shell/avatar.js";
import { openMembers } from "../shell/members.js";
import { toast } from "../shell/toast.js";
import { channelById, channelTitle, on, person, world } from "../store.js";
import { Conversation } from "./conversation.js";
import { drawList } from "./list.js";
import { stickToEnd } from "./scroll.js";
import { attachToolbar } from "./toolbar.js";
import { editMessage } from "./edit.js";

const FOCUS_PAGES = 12;
const kept = new Map();

function conversationOf(id) {
  const key = `${world.me}:${id}`;
  if (!kept.has(key)) kept.set(key, new Conversation(id));
  return kept.get(key);
}

/** Forgets what was fetched, so that the next look fetches again. */
export function forgetConversations() {
  kept.clear();
}

const MARK = { public: "hash", private: "lock", connect: "connect" };

function head(channel) {
  const direct = channel.kind === "dm";
  const members = channel.members ?? [];
  return h("header", { class: "pane-head" },
    h("h2", null, direct ? avatar(person(channel.dm_user), "s24") : icon(MARK[channel.kind] ?? "hash"), h("span", { class: "ellipsis", data: { testid: "channel-title" } }, channelTitle(channel))),
    h("span", { class: "topic grow ellipsis" }, direct ? person(channel.dm_user).title ?? "" : channel.topic ?? ""),
    direct ? null : h("button", { type: "button", class: "head-button", "aria-label": `${members.length} members. Show them`, data: { testid: "members" }, onclick: () => openMembers(channel.id) },
      members.slice(0, 3).map((id) => avatar(person(id), "s20")), String(members.length)));
}

function start(channel) {
  const words = channel.kind === "dm" ? `This is the start of your messages with ${channelTitle(channel)}.` : `This is the very beginning of #${channelTitle(channel)}.`;
  return h("div", { class: "channel-start" }, h("h3", null, channel.kind === "dm" ? channelTitle(channel) : `#${channelTitle(channel)}`), h("p", { class: "muted" }, words));
}

function foot(channel, pane) {
  if (channel.archived) return h("div", { class: "composer-note" }, icon("archive"), "This channel is archived. Its messages can be read, nothing new can be said.");
  if (channel.is_member === false) {
    return h("div", { class: "composer-note" }, `You are not in #${channel.name}.`, h("button", { type: "button", class: "button small primary", data: { testid: "join" }, onclick: async () => {
      const answer = await act("join", { channel: channel.id });
      if (!answer.ok) toast(answer.error, "error");
    } }, "Join channel"));
  }
  return composer({ channel: channel.id, label: channel.kind === "dm" ? `Message ${channelTitle(channel)}` : `Message #${channelTitle(channel)}`, oneditlast: () => editLast(pane) });
}

function editLast(pane) {
  const mine = pane.conversation.sorted().filter((message) => message.user === world.me && !message.ephemeral).at(-1);
  const article = mine && pane.list.querySelector(`[data-ts="${mine.ts}"]`);
  if (article) editMessage(article, mine, pane.conversation.channel);
}

function flash(article) {
  article.scrollIntoView({ block: "center" });
  article.classList.add("flash");
  article.focus({ preventScroll: true });
  article.addEventListener("animationend", () => article.classList.remove("flash"), { once: true });
}

/** Shows `channel_id` in `host` until `dispose()`. */
export function channelPane(host, channel_id, { focus_ts = null, with_head = true } = {}) {
  const channel = channelById(channel_id);
  const conversation = conversationOf(channel_id);
  const list = h("div", { class: "message-list", role: "log", "aria-label": `Messages in ${channelTitle(channel)}`, data: { testid: "messages", channel: channel_id } });
  const beginning = start(channel);
  const scroller = h("div", { class: "scroller" }, h("div", { class: "spacer" }), beginning, list);
  const jump = h("button", { type: "button", class: "jump-new", hidden: true }, icon("arrowDown"), "New messages");
  const footHost = h("div", { class: "pane-foot" });
  const headHost = h("div");
  const pane = { conversation, list };
  let unread = channel.unread ?? 0;
  let unread_ts = null;
  let alive = true;
  const stick = stickToEnd(scroller, jump, loadOlder);

  function draw() {
    beginning.hidden = conversation.has_more || !conversation.loaded;
    drawList(list, conversation, { unread_ts });
    const last = list.querySelector(".msg:last-of-type");
    for (const article of list.querySelectorAll(".msg[tabindex='0']")) article.tabIndex = -1;
    if (last) last.tabIndex = 0;
  }
  async function loadOlder() {
    if (!conversation.has_more || !alive) return;
    await conversation.loadOlder().catch((problem) => toast(problem.message, "error"));
    stick.keepPlace(draw);
  }
  function markRead() {
    if (document.hidden || !alive) return;
    const now = channelById(channel_id);
    if (now?.unread) now.unread = 0;
    act("mark_read", { channel: channel_id });
  }
  async function focusOn(ts) {
    for (let page = 0; page < FOCUS_PAGES && !conversation.messages.has(ts) && conversation.has_more; page += 1) await conversation.loadOlder();
    draw();
    const article = list.querySelector(`[data-ts="${ts}"]`);
    if (article) flash(article);
    else toast("That message is no longer there.", "error");
  }
  async function load() {
    try {
      await conversation.load();
    } catch (problem) {
      fill(list, h("p", { class: "empty" }, problem.message));
      return;
    }
    if (!alive) return;
    if (unread) unread_ts = conversation.sorted().filter((message) => message.user !== world.me).at(-unread)?.ts ?? null;
    unread = 0;
    draw();
    stick.toEnd();
    markRead();
    if (focus_ts) await focusOn(focus_ts);
  }
  function refreshHead() {
    const now = channelById(channel_id);
    if (!now) return;
    if (with_head) fill(headHost, head(now));
    const sign = `${now.archived}:${now.is_member}:${channelTitle(now)}`;
    if (footHost.dataset.sign === sign) return;
    footHost.dataset.sign = sign;
    fill(footHost, foot(now, pane));
  }

  const stops = [
    on("message", (note) => {
      if (note.channel !== channel_id) return;
      const isNew = !conversation.messages.has(note.message.ts);
      if (!conversation.update(note.message)) return;
      stick.around(draw, isNew && note.message.user !== world.me);
      if (isNew && note.message.user === world.me) stick.toEnd();
      if (isNew) markRead();
    }),
    on("message_deleted", (note) => note.channel === channel_id && conversation.remove(note.ts) && draw()),
    on("dismiss", (note) => note.channel === channel_id && conversation.remove(note.ts, true) && draw()),
    on("resync", load),
    on("state", () => {
      refreshHead();
      draw();
    }),
  ];
  attachToolbar(list, { channel: () => channel_id, find: (ts) => conversation.messages.get(ts) });
  fill(host, headHost, scroller, jump, footHost);
  refreshHead();
  draw();
  stick.toEnd();
  load();
  return { dispose: () => {
    alive = false;
    stops.forEach((stop) => stop());
  }, focusOn };
}
