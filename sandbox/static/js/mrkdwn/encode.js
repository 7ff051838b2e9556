// What a person types, as Slack stores it, and back again for editing.

import { channelById, nameOf, world } from "../store.js";
import { escape, parseInline, unescape } from "./parse.js";

const TYPED_URL = /\bhttps?:\/\/[^\s<>]*[^\s<>.,;:!?)\]}*_~'"]/g;

function longestFirst(pairs) {
  return pairs.filter(([name]) => name).sort((a, b) => b[0].length - a[0].length);
}

function replaceNames(text, sign, pairs) {
  let out = text;
  for (const [name, token] of longestFirst(pairs)) {
    const wanted = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    out = out.replace(new RegExp(`(^|[\\s(,])${sign}${wanted}(?![\\p{L}\\p{N}])`, "gu"), `$1${token}`);
  }
  return out;
}

/** Typed text as stored mrkdwn: `& < >` escaped, `@Name` and `#channel` as tokens, addresses as links. */
export function encode(typed) {
  const people = world.people.flatMap((someone) => [[escape(someone.real_name ?? ""), `<@${someone.id}>`], [escape(someone.name), `<@${someone.id}>`]]);
  const everyone = ["here", "channel", "everyone"].map((word) => [word, `<!${word}>`]);
  const channels = world.channels.filter((item) => item.kind !== "dm").map((item) => [escape(item.name), `<#${item.id}|${item.name}>`]);
  const linked = escape(typed).replace(TYPED_URL, (url) => `<${url}>`);
  return replaceNames(replaceNames(linked, "@", [...people, ...everyone]), "#", channels);
}

function typedToken(inner) {
  const [node] = parseInline(`<${inner}>`);
  const typed = {
    user: () => `@${nameOf(node.id)}`,
    channel: () => `#${channelById(node.id)?.name ?? node.label ?? node.id}`,
    broadcast: () => `@${node.range}`,
    link: () => node.url,
  };
  return typed[node?.type]?.() ?? `<${inner}>`;
}

/** mrkdwn as a person would type it. */
export function decode(text) {
  return unescape(String(text ?? "").replace(/<([^<>\n]+)>/g, (_, inner) => escape(typedToken(inner))));
}
