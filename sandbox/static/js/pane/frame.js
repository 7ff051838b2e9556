// What stands around the messages of a channel: head, beginning, foot.

import { act } from "../api.js";
import { composer } from "../composer/composer.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { avatar } from "../shell/avatar.js";
import { openMembers } from "../shell/members.js";
import { toast } from "../shell/toast.js";
import { renderPlain } from "../mrkdwn/render.js";
import { channelTitle, person } from "../store.js";

const MARK = { public: "hash", private: "lock", connect: "connect" };
const FACES = 3;
const nameIn = (channel) => `${channel.kind === "dm" ? "" : "#"}${channelTitle(channel)}`;

/** Name, topic and members. */
export function channelHead(channel) {
  const direct = channel.kind === "dm";
  const members = channel.members ?? [];
  return h("header", { class: "pane-head" },
    h("h2", null, direct ? avatar(person(channel.dm_user), "s24") : icon(MARK[channel.kind] ?? "hash"), h("span", { class: "ellipsis", data: { testid: "channel-title" } }, channelTitle(channel))),
    h("span", { class: "topic grow ellipsis" }, direct ? person(channel.dm_user).title ?? "" : renderPlain(channel.topic ?? "")),
    direct ? null : h("button", { type: "button", class: "head-button", "aria-label": `${members.length} members. Show them`, data: { testid: "members" }, onclick: () => openMembers(channel.id) },
      members.slice(0, FACES).map((id) => avatar(person(id), "s20")), String(members.length)));
}

/** The words above the first message. */
export function channelStart(channel) {
  const words = channel.kind === "dm" ? `This is the start of your messages with ${nameIn(channel)}.` : `This is the very beginning of ${nameIn(channel)}.`;
  return h("div", { class: "channel-start" }, h("h3", null, nameIn(channel)), h("p", { class: "muted" }, words));
}

async function join(channel) {
  const answer = await act("join", { channel: channel.id });
  if (!answer.ok) toast(answer.error, "error");
}

/** The composer, or why there is none. */
export function channelFoot(channel, editLast) {
  if (channel.archived) return h("div", { class: "composer-note" }, icon("archive"), "This channel is archived. Its messages can be read, nothing new can be said.");
  if (channel.is_member === false) {
    return h("div", { class: "composer-note" }, `You are not in ${nameIn(channel)}.`,
      h("button", { type: "button", class: "button small primary", data: { testid: "join" }, onclick: () => join(channel) }, "Join channel"));
  }
  return composer({ channel: channel.id, label: `Message ${nameIn(channel)}`, oneditlast: editLast });
}
