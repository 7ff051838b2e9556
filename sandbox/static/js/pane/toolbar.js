// The bar over a message: react, reply, and more. One bar moves to the message in hand.

import { act } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openThread } from "../route.js";
import { ask, closeAt, openMenu } from "../shell/overlay.js";
import { toast } from "../shell/toast.js";
import { emojiChar } from "../emoji.js";
import { world } from "../store.js";
import { editMessage } from "./edit.js";
import { pickReaction } from "./reactions.js";

const QUICK = ["inbox_tray", "+1"];

async function tell(what, fields) {
  const answer = await act(what, fields);
  if (!answer.ok) toast(answer.error, "error");
}

async function remove(message, channel) {
  const yes = await ask({ title: "Delete message", text: "Delete this message? It cannot be brought back.", confirm: "Delete", danger: true });
  if (yes) await tell("delete", { channel, ts: message.ts });
}

function shortcutItems(message, channel) {
  return world.shortcuts.filter((item) => item.type === "message").map((item) => ({
    label: item.name, hint: item.description || world.app.name, icon: "bolt", testid: "message-shortcut", data: { callbackId: item.callback_id },
    onselect: () => tell("message_shortcut", { callback_id: item.callback_id, channel, ts: message.ts }),
  }));
}

function copyLink(message, channel) {
  const search = new URLSearchParams({ as: world.me, channel, message: message.ts });
  navigator.clipboard?.writeText(`${location.origin}/?${search}`).then(() => toast("Link copied."), () => toast("The browser did not allow copying.", "error"));
}

function openMore(anchor, message, channel, article) {
  if (closeAt(anchor)) return;
  const mine = message.user === world.me;
  const items = [...shortcutItems(message, channel)];
  if (items.length) items.push(null);
  items.push({ label: "Copy link to message", icon: "link", onselect: () => copyLink(message, channel) });
  if (mine) {
    items.push({ label: "Edit message", icon: "edit", testid: "edit-message", onselect: () => editMessage(article, message, channel) });
    items.push({ label: "Delete message…", icon: "trash", danger: true, testid: "delete-message", onselect: () => remove(message, channel) });
  }
  openMenu(anchor, items, { label: "Message actions", align: "end" });
}

function tool(name, label, testid, onclick) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, data: { testid }, onclick }, icon(name));
}

/** The buttons for one message. */
function tools(message, channel, article, in_thread) {
  if (message.ephemeral) return [];
  const quick = QUICK.filter((name) => emojiChar(name)).map((name) => h("button", { type: "button", class: "icon-button", "aria-label": `React with ${name}`, title: `:${name}:`, data: { quick: name }, onclick: () => tell("react", { channel, ts: message.ts, name }) }, h("span", { class: "emoji" }, emojiChar(name))));
  return [
    quick,
    tool("smile", "Add a reaction", "react", (event) => pickReaction(event.currentTarget, message, channel)),
    in_thread ? null : tool("reply", "Reply in thread", "reply", () => openThread(channel, message.thread_ts || message.ts)),
    tool("dots", "More actions", "more", (event) => openMore(event.currentTarget, message, channel, article)),
  ];
}

/** Follows the pointer and the focus over `host`, whose messages `find(ts)` knows. */
export function attachToolbar(host, { channel, find, in_thread = false }) {
  const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions", data: { testid: "message-toolbar" } });
  let shown = null;
  function show(article) {
    const message = article && find(article.dataset.ts);
    if (!message || message.ephemeral || article.querySelector(".edit-box")) return;
    if (shown === article && bar.isConnected) return;
    if (bar.querySelector("[aria-expanded=true]")) return;
    shown = article;
    fill(bar, tools(message, channel(), article, in_thread));
    article.append(bar);
  }
  // With a finger the bar comes by focus, after the tap: it must not slip under the finger.
  host.addEventListener("pointerover", (event) => event.pointerType !== "touch" && show(event.target.closest(".msg")));
  host.addEventListener("focusin", (event) => show(event.target.closest(".msg")));
  host.addEventListener("pointerleave", (event) => {
    // A finger leaves with each tap; the bar stays until another message is touched.
    if (event.pointerType === "touch" || bar.contains(document.activeElement) || bar.querySelector("[aria-expanded=true]") || shown?.contains(document.activeElement)) return;
    bar.remove();
  });
  host.addEventListener("keydown", (event) => moveBetween(event, host));
}

function moveBetween(event, host) {
  const article = event.target;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.altKey || !article.classList?.contains("msg")) return;
  const all = [...host.querySelectorAll(".msg")];
  const next = all[all.indexOf(article) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
