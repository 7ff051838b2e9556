// The thread pane on the right.

import { composer } from "../composer/composer.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openThread } from "../route.js";
import { channelById, channelTitle, on, world } from "../store.js";
import { Conversation } from "./conversation.js";
import { giveToComposer, takeDrops } from "./drop.js";
import { drawList } from "./list.js";
import { messageNode } from "./message.js";
import { stickToEnd } from "./scroll.js";
import { attachToolbar } from "./toolbar.js";

class ThreadPane {
  constructor(host, { channel, ts }) {
    Object.assign(this, { channel, ts });
    this.conversation = new Conversation(channel, ts);
    this.replies = { channel, sorted: () => this.conversation.sorted().filter((message) => message.ts !== ts) };
    this.alive = true;
    this.shown = false;
    this.rootSign = "";
    this.build(host);
    this.stops = this.listen();
    this.draw();
    this.load();
  }

  build(host) {
    this.root = h("div", { class: "thread-root" });
    this.count = h("div", { class: "reply-line", role: "separator" });
    this.list = h("div", { class: "message-list", role: "log", "aria-label": "Replies" });
    this.scroller = h("div", { class: "scroller thread-scroller", data: { testid: "thread", ts: this.ts } }, h("div", null, this.root, this.count, this.list));
    this.stick = stickToEnd(this.scroller, null, null);
    attachToolbar(this.scroller, { channel: () => this.channel, find: (at) => this.conversation.messages.get(at), in_thread: true });
    const known = channelById(this.channel);
    const head = h("header", { class: "pane-head" },
      h("h2", { class: "grow" }, "Thread", h("small", { class: "muted ellipsis thread-where" }, known ? channelTitle(known) : "")),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", data: { testid: "close-thread" }, onclick: () => openThread(this.channel, null) }, icon("close")));
    const foot = known?.archived ? null : h("div", { class: "pane-foot" }, composer({ channel: this.channel, thread_ts: this.ts, label: "Reply…", focus: true }));
    this.host = host;
    fill(host, head, this.scroller, foot);
  }

  listen() {
    const here = (note) => note.channel === this.channel;
    const draw = () => this.draw();
    return [
      takeDrops(this.host, "Add to this thread", (files) => giveToComposer(this.host, files)),
      on("message", (note) => here(note) && this.conversation.update(note.message) && this.stick.around(draw, false)),
      on("message_deleted", (note) => here(note) && this.conversation.remove(note.ts) && draw()),
      on("dismiss", (note) => here(note) && this.conversation.remove(note.ts, true) && draw()),
      on("resync", () => this.load()),
      on("state", draw),
    ];
  }

  draw() {
    this.drawRoot();
    const said = this.replies.sorted().filter((message) => !message.ephemeral).length;
    fill(this.count, said ? h("span", null, `${said} ${said === 1 ? "reply" : "replies"}`) : null);
    drawList(this.list, this.replies, { in_thread: true });
    for (const article of this.scroller.querySelectorAll(".msg")) article.tabIndex = 0;
  }

  drawRoot() {
    const first = this.conversation.messages.get(this.ts);
    const sign = JSON.stringify([first, world.me, this.conversation.loaded]);
    if (sign === this.rootSign) return;
    this.rootSign = sign;
    const words = this.conversation.loaded ? "The first message of this thread was deleted." : "Opening the thread…";
    fill(this.root, first ? messageNode(first, { channel: this.channel, in_thread: true }) : h("p", { class: "muted pad" }, words));
  }

  async load() {
    try {
      await this.conversation.load();
    } catch (problem) {
      fill(this.root, h("p", { class: "muted pad" }, problem.message));
      return;
    }
    if (!this.alive) return;
    this.stick.around(() => this.draw(), false);
    if (!this.shown) this.stick.toEnd();
    this.shown = true;
  }

  dispose() {
    this.alive = false;
    this.stops.forEach((stop) => stop());
  }
}

/** Shows the thread `{channel, ts}` in `host` until `dispose()`. */
export function threadPane(host, thread) {
  const pane = new ThreadPane(host, thread);
  return { dispose: () => pane.dispose() };
}
