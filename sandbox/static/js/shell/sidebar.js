// The left side: workspace, app, channels, direct messages, and who one is.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openApp, openChannel, openDirect } from "../route.js";
import { channelTitle, colleagues, myself, nameOf, on, person, world } from "../store.js";
import { avatar } from "./avatar.js";
import { openBrowser } from "./channels.js";
import { closeAt, openMenu } from "./overlay.js";

const MARK = { public: "hash", private: "lock", connect: "connect" };
const FEW_PEOPLE = 12;

function item({ lead, label, current, unread = 0, data, onclick, quiet = false, tail = null }) {
  return h("li", null, h("button", { type: "button", class: ["side-item", unread > 0 && "unread", quiet && "quiet-item"], "aria-current": current ? "page" : null, "aria-label": unread ? `${label}, ${unread} unread` : null, data, onclick },
    lead, h("span", { class: "ellipsis" }, label), tail, unread ? h("span", { class: "count" }, unread > 99 ? "99+" : String(unread)) : null));
}

function section(title, add, items) {
  return h("section", { class: "side-section" }, h("header", null, h("h2", null, title), add), h("ul", { "aria-label": title }, items));
}

function addButton(label, testid, onclick) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, data: { testid }, onclick }, icon("plus"));
}

function here(id) {
  return world.route.kind === "channel" && world.route.id === id;
}

function appItem() {
  const { app, route } = world;
  const unread = world.channels.find((channel) => channel.kind === "dm" && channel.dm_user === app.user_id)?.unread ?? 0;
  const shown = route.kind === "app" && route.tab === "messages";
  return item({
    lead: h("span", { class: ["presence", !app.connected && "off"] }, avatar(person(app.user_id), "s20")), label: app.name,
    tail: app.connected ? h("span", { class: "tag" }, "APP") : h("span", { class: "away" }, "not connected"), current: route.kind === "app", unread: shown ? 0 : unread, data: { testid: "app-home", app: app.user_id },
    onclick: () => leave(() => openApp("home")),
  });
}

function channelItem(channel) {
  return item({ lead: icon(channel.archived ? "archive" : MARK[channel.kind] ?? "hash"), label: channel.name, current: here(channel.id), unread: here(channel.id) ? 0 : channel.unread ?? 0, data: { channel: channel.id, channelName: channel.name }, onclick: () => leave(() => openChannel(channel.id)) });
}

function directItem(user) {
  const channel = world.channels.find((one) => one.kind === "dm" && one.dm_user === user);
  const someone = person(user);
  const self = user === world.me;
  return item({
    lead: avatar(someone, "s20"), label: nameOf(user), tail: self ? h("span", { class: "away" }, "you") : null, current: Boolean(channel) && here(channel.id), unread: channel && !here(channel.id) ? channel.unread ?? 0 : 0,
    data: { channel: channel?.id, person: user }, onclick: () => leave(() => openDirect(user)),
  });
}

function directPeople() {
  const known = world.channels.filter((channel) => channel.kind === "dm" && channel.dm_user && channel.dm_user !== world.app.user_id).map((channel) => channel.dm_user);
  const near = colleagues().filter((someone) => !someone.is_restricted && !someone.is_stranger).map((someone) => someone.id);
  const all = [...new Set([...known, ...near.slice(0, FEW_PEOPLE)])].filter((id) => id !== world.me);
  return [...all.sort((a, b) => nameOf(a).localeCompare(nameOf(b))), ...(known.includes(world.me) ? [world.me] : [])];
}

function newDirect(event) {
  const anchor = event.currentTarget;
  if (closeAt(anchor)) return;
  openMenu(anchor, ["New message to", ...colleagues().filter((someone) => someone.id !== world.me).map((someone) => ({ label: nameOf(someone.id), hint: someone.title, lead: avatar(someone, "s24"), onselect: () => leave(() => openDirect(someone.id)) }))], { label: "New message" });
}

/** Closes the drawer of small windows, then goes on. */
function leave(then) {
  document.getElementById("app").classList.remove("menu-open");
  then();
}

function switcher(become) {
  const button = h("button", { type: "button", class: "switcher", "aria-haspopup": "menu", "aria-label": `You are ${nameOf(world.me)}. Become someone else`, data: { testid: "person-switcher", person: world.me }, onclick: () => {
    if (closeAt(button)) return;
    openMenu(button, ["Become", ...colleagues().map((someone) => ({ label: nameOf(someone.id), hint: someone.title || someone.tz, lead: avatar(someone, "s24"), checked: someone.id === world.me, testid: "become", data: { person: someone.id, personName: someone.name }, onselect: () => leave(() => become(someone.id)) }))], { label: "Become someone else" });
  } }, avatar(myself()), h("span", { class: "grow" }, h("strong", { class: "ellipsis" }, nameOf(world.me)), h("small", { class: "ellipsis" }, myself().title || "Member")), icon("down"));
  return button;
}

function sections() {
  const shown = world.channels.filter((channel) => channel.kind !== "dm" && (here(channel.id) || (channel.is_member !== false && !channel.archived)));
  const sorted = shown.sort((a, b) => a.name.localeCompare(b.name));
  return [
    section("Apps", null, appItem()),
    section("Channels", addButton("Browse or create channels", "browse-channels", openBrowser), sorted.map(channelItem)),
    section("Direct messages", addButton("New message", "new-direct", newDirect), directPeople().map(directItem)),
  ];
}

/** The sidebar; `become(user)` changes who the person is. */
export function sidebar(become) {
  const name = h("h1", { class: "ellipsis" });
  const scroll = h("div", { class: "sidebar-scroll" });
  const foot = h("div", { class: "sidebar-foot" });
  const node = h("nav", { class: "sidebar", "aria-label": "Workspace", data: { testid: "sidebar" } },
    h("div", { class: "workspace" }, h("div", { class: "grow" }, name, h("small", null, "Sandbox workspace"))), scroll, foot);
  function draw() {
    const held = document.activeElement?.closest?.(".sidebar-scroll") ? document.activeElement.dataset : null;
    name.textContent = world.team.name;
    fill(scroll, sections());
    if (held?.channel) scroll.querySelector(`[data-channel="${held.channel}"]`)?.focus();
    else if (held?.testid) scroll.querySelector(`[data-testid="${held.testid}"]`)?.focus();
    const open = foot.querySelector("[aria-expanded=true]");
    if (!open) fill(foot, switcher(become));
    foot.className = "sidebar-foot";
    document.title = `${world.route.kind === "app" ? world.app.name : titleOf()} · ${world.team.name}`;
  }
  on("state", draw);
  on("route", draw);
  on("unread", draw);
  draw();
  return node;
}

function titleOf() {
  const channel = world.channels.find((one) => one.id === world.route.id);
  return channel ? channelTitle(channel) : "Sandbox";
}
