// All select menus: static, external, people, conversations, channels; one or many.

import { act } from "../api.js";
import { avatar } from "../shell/avatar.js";
import { h } from "../dom.js";
import { textOf } from "../mrkdwn/render.js";
import { channelById, channelTitle, nameOf, person, world } from "../store.js";
import { combobox } from "./combobox.js";
import { changed } from "./dispatch.js";

const optionItem = (option) => ({ key: option.value, text: textOf(option.text), hint: option.description ? textOf(option.description) : null, value: option });
const userItem = (id) => ({ key: id, text: nameOf(id), hint: person(id).title || null, lead: () => avatar(person(id), "s20"), value: id });

function channelItem(id) {
  const channel = channelById(id);
  if (!channel) return { key: id, text: id, value: id };
  if (channel.kind === "dm") return { ...userItem(channel.dm_user), key: id, value: id };
  return { key: id, text: channel.name, lead: () => h("span", { class: "option-mark" }, channel.kind === "private" ? "🔒" : "#"), value: id };
}

function matching(groups, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (item) => words.every((word) => `${item.text} ${item.hint ?? ""}`.toLowerCase().includes(word));
  return groups.map((group) => ({ ...group, items: group.items.filter(fits) }));
}

function staticGroups(element) {
  if (element.option_groups) return element.option_groups.map((group) => ({ label: textOf(group.label), items: group.options.map(optionItem) }));
  return [{ label: null, items: (element.options ?? []).map(optionItem) }];
}

function conversationFits(channel, filter) {
  if (!filter?.include) return true;
  const kind = { public: "public", connect: "public", private: "private", dm: "im" }[channel.kind];
  return filter.include.includes(kind);
}

function conversations(element) {
  const fits = world.channels.filter((channel) => !channel.archived && conversationFits(channel, element.filter));
  return fits.filter((channel) => !(element.filter?.exclude_bot_users && channel.kind === "dm" && person(channel.dm_user).is_bot));
}

async function suggestions(block, element, ctx, query) {
  const answer = await act("suggest", { source: ctx.source, block_id: block.block_id, action_id: element.action_id, value: query });
  if (!answer.ok) throw new Error(answer.error || "The app did not answer. Try again.");
  if (answer.option_groups) return answer.option_groups.map((group) => ({ label: textOf(group.label), items: group.options.map(optionItem) }));
  return [{ label: null, items: (answer.options ?? []).map(optionItem) }];
}

const KINDS = {
  static_select: { one: "selected_option", many: "selected_options", first: "initial_option", firsts: "initial_options", item: optionItem, groups: staticGroups },
  external_select: { one: "selected_option", many: "selected_options", first: "initial_option", firsts: "initial_options", item: optionItem, remote: true },
  users_select: {
    one: "selected_user", many: "selected_users", first: "initial_user", firsts: "initial_users", item: userItem,
    groups: () => [{ label: null, items: world.people.filter((someone) => !someone.deleted).map((someone) => userItem(someone.id)) }],
  },
  channels_select: {
    one: "selected_channel", many: "selected_channels", first: "initial_channel", firsts: "initial_channels", item: channelItem,
    groups: () => [{ label: null, items: world.channels.filter((channel) => ["public", "connect"].includes(channel.kind) && !channel.archived).map((channel) => channelItem(channel.id)) }],
  },
  conversations_select: {
    one: "selected_conversation", many: "selected_conversations", first: "initial_conversation", firsts: "initial_conversations", item: channelItem,
    groups: (element) => [{ label: null, items: conversations(element).map((channel) => channelItem(channel.id)) }],
  },
};

function initialValue(element, kind, multi, ctx) {
  const given = multi ? element[kind.firsts] : element[kind.first];
  if (given !== undefined) return given;
  const here = element.default_to_current_conversation && kind === KINDS.conversations_select ? ctx.current_channel ?? null : null;
  if (multi) return here ? [here] : [];
  return here;
}

/** Any select menu. */
export function selectElement(block, element, ctx, field) {
  const multi = element.type.startsWith("multi_");
  const kind = KINDS[element.type.replace(/^multi_/, "")];
  const key = multi ? kind.many : kind.one;
  const now = ctx.form.register(block.block_id, element.action_id, { type: element.type, [key]: initialValue(element, kind, multi, ctx) })[key];
  const chosen = (multi ? now ?? [] : now ? [now] : []).map(kind.item);
  const local = kind.groups?.(element) ?? [];
  const node = combobox({
    source: kind.remote ? (query) => suggestions(block, element, ctx, query) : (query) => matching(kind.groups?.(element) ?? local, query),
    chosen,
    multi,
    max: element.max_selected_items ?? Infinity,
    placeholder: textOf(element.placeholder) || (multi ? "Choose some" : "Choose one"),
    min_query: kind.remote ? element.min_query_length ?? 3 : 0,
    remote: Boolean(kind.remote),
    clearable: block.type === "input" && Boolean(block.optional),
    field,
    label: field.label ?? textOf(element.placeholder),
    onchange: (items) => {
      const values = items.map((item) => item.value);
      return changed(ctx, block, element, { type: element.type, [key]: multi ? values : values[0] ?? null }, node);
    },
  });
  return node;
}
