// One message.

import { avatar } from "../shell/avatar.js";
import { formFor } from "../blocks/form.js";
import { imageNode, openImage } from "../blocks/image.js";
import { blocksText, renderBlocks } from "../blocks/render.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { flatText, renderMrkdwn } from "../mrkdwn/render.js";
import { openThread } from "../route.js";
import { emit, nameOf, person, world } from "../store.js";
import { ago, clockTime, fullMoment, ts_ms } from "../time.js";
import { reactionBar } from "./reactions.js";

function heading(message, author) {
  const ms = ts_ms(message.ts);
  return h("div", { class: "msg-head" },
    h("strong", { class: "author", data: { user: message.user } }, message.username || nameOf(message.user)),
    message.is_app || author.is_bot ? h("span", { class: "app-tag" }, "APP") : null,
    author.tz && author.is_restricted ? h("span", { class: "app-tag" }, "GUEST") : null,
    h("time", { class: "when", title: fullMoment(ms), datetime: new Date(ms).toISOString() }, clockTime(ms)));
}

function content(message, channel) {
  if (message.blocks?.length && !isTypedText(message)) {
    const ctx = { surface: "message", source: { message: { channel, ts: message.ts } }, form: formFor(`message:${channel}:${message.ts}`), current_channel: channel };
    // Slack does not mark blocks that an app updates as edited.
    return renderBlocks(message.blocks, ctx);
  }
  const edited = message.edited ? h("span", { class: "edited" }, " (edited)") : null;
  return h("div", { class: "text" }, renderMrkdwn(message.text, { big: true }), edited);
}

// A person's own message carries one rich_text block that repeats its text.
function isTypedText(message) {
  return !message.is_app && message.text && message.blocks.length === 1 && message.blocks[0].type === "rich_text";
}

// Slack's own notices (somebody joined, a topic was set) are said in a softer voice.
const isNotice = (message) => /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive)$/.test(message.subtype ?? "");

function fileNode(file) {
  if (/^image\//.test(file.mimetype ?? "") && file.url) {
    const picture = { image_url: file.url, alt_text: file.alt_txt || file.title || file.name };
    return h("figure", { class: "image-block" }, h("figcaption", { class: "image-toggle" }, file.title || file.name),
      h("button", { type: "button", class: "image-button", "aria-label": `Enlarge: ${picture.alt_text}`, onclick: () => openImage(picture, file.title) }, imageNode(picture, "image")));
  }
  return h("a", { class: "file-card", href: file.url, target: "_blank", rel: "noopener noreferrer" }, icon("file"),
    h("span", { class: "grow" }, h("strong", { class: "ellipsis" }, file.title || file.name), h("small", null, file.mimetype || "File")));
}

function threadSummary(message, channel) {
  if (!message.reply_count) return null;
  const last = message.latest_reply ? `Last reply ${ago(ts_ms(message.latest_reply))}` : "View thread";
  return h("button", { type: "button", class: "thread-link", data: { testid: "thread-link" }, onclick: () => openThread(channel, message.ts) },
    h("span", { class: "faces" }, (message.reply_users ?? []).slice(0, 4).map((id) => avatar(person(id), "s24"))),
    h("b", null, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`),
    h("span", { class: "muted" }, last));
}

function privately(message, channel) {
  if (!message.ephemeral) return null;
  return h("div", { class: "only-you" }, icon("eye"), h("span", null, "Only visible to you"),
    h("button", { type: "button", class: "text-button", data: { testid: "dismiss" }, onclick: () => emit("dismiss", { channel, ts: message.ts }) }, "Dismiss"));
}

/** What a message says in one line. */
export function summaryOf(message) {
  return flatText(message.text) || blocksText(message.blocks) || (message.files?.length ? message.files[0].name : "");
}

function mentionsMe(message) {
  return !message.ephemeral && message.user !== world.me && (message.text ?? "").includes(`<@${world.me}>`);
}

/** A message as an article that can be focused, hovered and acted on. */
export function messageNode(message, { channel, grouped = false, in_thread = false }) {
  const author = person(message.user);
  const time = clockTime(ts_ms(message.ts));
  return h("article", {
    class: ["msg", grouped && "grouped", message.ephemeral && "ephemeral", isNotice(message) && "notice-msg", mentionsMe(message) && "for-me"],
    tabindex: "-1",
    "aria-label": `${nameOf(message.user)}, ${time}: ${summaryOf(message).slice(0, 160)}`,
    data: { ts: message.ts, channel, user: message.user, testid: "message", ephemeral: message.ephemeral ? "true" : null },
  },
  h("div", { class: "gutter" }, grouped ? h("time", { "aria-hidden": "true" }, time) : avatar(author)),
  h("div", { class: "msg-body" },
    privately(message, channel),
    grouped ? null : heading(message, author),
    content(message, channel),
    message.files?.length ? h("div", { class: "files" }, message.files.map(fileNode)) : null,
    reactionBar(message, channel),
    in_thread ? null : threadSummary(message, channel)));
}
