// The thread pane on the right.

import { composer } from "../composer/composer.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openThread } from "../route.js";
import { channelById, channelTitle, on, world } from "../store.js";
import { Conversation } from "./conversation.js";
import { drawList } from "./list.js";
import { messageNode } from "./message.js";
import { stickToEnd } from "./scroll.js";
import { attachToolbar } from "./toolbar.js";

const byTs = (conversation) => ({ channel: conversation.channel, sorted: () => conversation.sorted().filter((message) => message.ts !== conversation.thread_ts) });

/** Shows a thread in `host` until `dispose()`. */
export function threadPane(host, { channel, ts }) {
  const conversation = new Conversation(channel, ts);
  const title = channelById(channel) ? channelTitle(channelById(channel)) : "";
  const root = h("div", { class: "thread-root" });
  const count = h("div", { class: "reply-line", role: "separator" });
  const list = h("div", { class: "message-list", role: "log", "aria-label": "Replies" });
  const scroller = h("div", { class: "scroller thread-scroller", data: { testid: "thread", ts } }, h("div", null, root, count, list));
  const stick = stickToEnd(scroller, null, null);
  const archived = channelById(channel)?.archived;
  let alive = true;
  let rootSign = "";

  function draw() {
    const first = conversation.messages.get(ts);
    const sign = JSON.stringify([first, world.me]);
    if (sign !== rootSign) fill(root, first ? messageNode(first, { channel, in_thread: true }) : h("p", { class: "muted pad" }, conversation.loaded ? "The first message of this thread was deleted." : "Opening the thread…"));
    rootSign = sign;
    const replies = byTs(conversation).sorted().filter((message) => !message.ephemeral).length;
    fill(count, replies ? h("span", null, `${replies} ${replies === 1 ? "reply" : "replies"}`) : null);
    drawList(list, byTs(conversation), { in_thread: true });
    for (const article of host.querySelectorAll(".msg")) article.tabIndex = 0;
  }
  async function load() {
    try {
      await conversation.load();
    } catch (problem) {
      fill(root, h("p", { class: "muted pad" }, problem.message));
      return;
    }
    if (!alive) return;
    draw();
    stick.toEnd();
  }
  const stops = [
    on("message", (note) => note.channel === channel && conversation.update(note.message) && stick.around(draw, false)),
    on("message_deleted", (note) => note.channel === channel && conversation.remove(note.ts) && draw()),
    on("dismiss", (note) => note.channel === channel && conversation.remove(note.ts, true) && draw()),
    on("resync", load),
    on("state", draw),
  ];
  attachToolbar(scroller, { channel: () => channel, find: (at) => conversation.messages.get(at), in_thread: true });
  fill(host,
    h("header", { class: "pane-head" }, h("h2", { class: "grow" }, "Thread", h("small", { class: "muted ellipsis" }, title ? `\u2003${title}` : "")),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", data: { testid: "close-thread" }, onclick: () => openThread(channel, null) }, icon("close"))),
    scroller,
    archived ? null : h("div", { class: "pane-foot" }, composer({ channel, thread_ts: ts, label: "Reply…", focus: true })));
  draw();
  load();
  return { dispose: () => {
    alive = false;
    stops.forEach((stop) => stop());
  } };
}
