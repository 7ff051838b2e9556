// The pane of one conversation: head, messages, composer.

import { act } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { toast } from "../shell/toast.js";
import { channelById, channelTitle, on, world } from "../store.js";
import { Conversation } from "./conversation.js";
import { giveToComposer, takeDrops } from "./drop.js";
import { editMessage } from "./edit.js";
import { channelFoot, channelHead, channelStart } from "./frame.js";
import { drawList } from "./list.js";
import { stickToEnd } from "./scroll.js";
import { attachToolbar } from "./toolbar.js";

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

function flash(article) {
  article.scrollIntoView({ block: "center" });
  article.classList.add("flash");
  article.focus({ preventScroll: true });
  article.addEventListener("animationend", () => article.classList.remove("flash"), { once: true });
}

class ChannelPane {
  constructor(host, id, { focus_ts = null, with_head = true }) {
    Object.assign(this, { id, focus_ts, with_head });
    this.conversation = conversationOf(id);
    this.unread = channelById(id).unread ?? 0;
    this.unread_ts = null;
    this.alive = true;
    this.shown = false;
    this.build(host);
    this.stops = this.listen();
    this.drawFrame();
    this.draw();
    this.stick.toEnd();
    this.load();
  }

  build(host) {
    const channel = channelById(this.id);
    this.list = h("div", { class: "message-list", role: "log", "aria-label": `Messages in ${channelTitle(channel)}`, data: { testid: "messages", channel: this.id } });
    this.beginning = channelStart(channel);
    const scroller = h("div", { class: "scroller" }, h("div", { class: "spacer" }), this.beginning, this.list);
    const jump = h("button", { type: "button", class: "jump-new", hidden: true }, icon("arrowDown"), "New messages");
    this.head = h("div");
    this.foot = h("div", { class: "pane-foot" });
    this.stick = stickToEnd(scroller, jump, () => this.loadOlder());
    attachToolbar(this.list, { channel: () => this.id, find: (ts) => this.conversation.messages.get(ts) });
    this.host = host;
    fill(host, this.head, scroller, jump, this.foot);
  }

  listen() {
    const here = (note) => note.channel === this.id;
    const title = channelTitle(channelById(this.id));
    return [
      takeDrops(this.host, `Add to ${title}`, (files) => giveToComposer(this.foot, files) || toast("Nothing can be added to this conversation.", "error")),
      on("message", (note) => here(note) && this.receive(note.message)),
      on("message_deleted", (note) => here(note) && this.conversation.remove(note.ts) && this.draw()),
      on("dismiss", (note) => here(note) && this.conversation.remove(note.ts, true) && this.draw()),
      on("sent", (note) => here(note) && this.stick.toEnd()),
      on("resync", () => this.load()),
      on("state", () => {
        this.drawFrame();
        this.draw();
      }),
    ];
  }

  drawFrame() {
    const channel = channelById(this.id);
    if (!channel) return;
    if (this.with_head) fill(this.head, channelHead(channel));
    // The composer is made again only when its kind changes, so that typing goes on.
    const sign = `${channel.archived}:${channel.is_member}:${channelTitle(channel)}`;
    if (this.foot.dataset.sign === sign) return;
    this.foot.dataset.sign = sign;
    fill(this.foot, channelFoot(channel, () => this.editLast()));
  }

  draw() {
    this.beginning.hidden = this.conversation.has_more || !this.conversation.loaded;
    drawList(this.list, this.conversation, { unread_ts: this.unread_ts });
    const articles = [...this.list.querySelectorAll(".msg")];
    for (const article of articles) article.tabIndex = article === articles.at(-1) ? 0 : -1;
  }

  receive(message) {
    const isNew = !this.conversation.messages.has(message.ts);
    if (!this.conversation.update(message)) return;
    const mine = message.user === world.me;
    this.stick.around(() => this.draw(), isNew && !mine);
    if (isNew && mine) this.stick.toEnd();
    if (isNew) this.markRead();
  }

  async load() {
    try {
      await this.conversation.load();
    } catch (problem) {
      fill(this.list, h("p", { class: "empty" }, problem.message));
      return;
    }
    if (!this.alive) return;
    const first = !this.shown;
    this.shown = true;
    if (this.unread) this.unread_ts = this.conversation.sorted().filter((message) => message.user !== world.me).at(-this.unread)?.ts ?? null;
    this.unread = 0;
    this.stick.around(() => this.draw(), false);
    if (first) this.stick.toEnd();
    this.markRead();
    if (this.focus_ts) await this.focusOn(this.focus_ts);
  }

  async loadOlder() {
    if (!this.conversation.has_more || !this.alive) return;
    await this.conversation.loadOlder().catch((problem) => toast(problem.message, "error"));
    this.stick.keepPlace(() => this.draw());
  }

  async focusOn(ts) {
    this.focus_ts = null;
    const { conversation } = this;
    for (let page = 0; page < FOCUS_PAGES && !conversation.messages.has(ts) && conversation.has_more; page += 1) await conversation.loadOlder();
    this.draw();
    const article = this.list.querySelector(`[data-ts="${ts}"]`);
    if (article) flash(article);
    else toast("That message is no longer there.", "error");
  }

  markRead() {
    if (document.hidden || !this.alive) return;
    const channel = channelById(this.id);
    if (channel) channel.unread = 0;
    act("mark_read", { channel: this.id });
  }

  editLast() {
    const mine = this.conversation.sorted().filter((message) => message.user === world.me && !message.ephemeral).at(-1);
    const article = mine && this.list.querySelector(`[data-ts="${mine.ts}"]`);
    if (article) editMessage(article, mine, this.id);
  }

  dispose() {
    this.alive = false;
    this.stops.forEach((stop) => stop());
  }
}

/** Shows a conversation in `host` until `dispose()`; `focus_ts` scrolls to one message. */
export function channelPane(host, channel_id, options = {}) {
  const pane = new ChannelPane(host, channel_id, options);
  return { dispose: () => pane.dispose() };
}
