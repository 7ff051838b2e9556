// Starts the page and decides what stands where.

import { getState } from "./api.js";
import { fill, h } from "./dom.js";
import { appPane } from "./home.js";
import { icon } from "./icons.js";
import { inspector } from "./inspector/inspector.js";
import { connect, refresh } from "./live.js";
import { forgetWindows, watchModals } from "./modal.js";
import { channelPane, forgetConversations } from "./pane/channel.js";
import { ignoreStrayDrops } from "./pane/drop.js";
import { threadPane } from "./pane/thread.js";
import { keepPresses } from "./press.js";
import { openApp, openChannel, openThread } from "./route.js";
import { watchKeys } from "./shell/keys.js";
import { sidebar } from "./shell/sidebar.js";
import { toast } from "./shell/toast.js";
import { tour } from "./shell/tour.js";
import { topbar } from "./shell/topbar.js";
import { channelById, emit, hearUnread, nameOf, on, takeState, world } from "./store.js";

const FAVOURITES = ["product-ideas", "general"];
let mainPane = null;
let sidePane = null;

function firstChannel() {
  const mine = world.channels.filter((channel) => channel.kind !== "dm" && channel.is_member !== false && !channel.archived);
  const favourite = FAVOURITES.map((name) => mine.find((channel) => channel.name === name)).find(Boolean);
  return (favourite ?? mine[0] ?? world.channels[0])?.id;
}

function paneKey({ kind, id, tab }) {
  return `${world.me}|${kind}|${kind === "app" ? tab : ""}|${id}`;
}

function drawMain(host) {
  const { route } = world;
  const key = paneKey(route);
  if (mainPane?.key === key && !route.focus_ts) return;
  mainPane?.dispose();
  if (route.kind === "app") mainPane = { key, ...appPane(host, route) };
  else if (channelById(route.id)) mainPane = { key, ...channelPane(host, route.id, route) };
  else mainPane = null;
}

function drawThread(host, main) {
  const { thread } = world.route;
  const key = thread ? `${world.me}|${thread.channel}|${thread.ts}` : "";
  main.classList.toggle("with-thread", Boolean(thread));
  host.hidden = !thread;
  if ((sidePane?.key ?? "") === key) return;
  sidePane?.dispose();
  sidePane = thread ? { key, ...threadPane(host, thread) } : null;
  if (!thread) fill(host);
}

function inspectorToggle(host) {
  let shown = null;
  return function toggle(button) {
    const close = () => {
      shown.dispose();
      fill(host);
      shown = null;
      button.setAttribute("aria-pressed", "false");
      button.focus();
    };
    if (shown) {
      close();
      return;
    }
    shown = inspector(close);
    fill(host, shown.node);
    button.setAttribute("aria-pressed", "true");
  };
}

async function become(user) {
  world.me = user;
  forgetConversations();
  try {
    takeState(await getState(user));
  } catch (problem) {
    toast(problem.message, "error");
    return;
  }
  connect();
  const channel = channelById(world.route.id);
  emit("state");
  if (world.route.kind === "app") openApp(world.route.tab);
  else if (channel && channel.is_member !== false && channel.kind !== "dm") openChannel(channel.id);
  else openChannel(firstChannel());
  toast(`You are now ${nameOf(world.me)}.`);
}

function countUnread({ channel, unread }) {
  const known = channelById(channel);
  const { route } = world;
  const shown = route.id === channel && (route.kind === "channel" || route.tab === "messages") && !document.hidden;
  if (!known) refresh();
  else if (!shown) hearUnread(known, unread);
}

function banner(host) {
  const draw = () => fill(host, world.live ? null : h("div", { class: "banner", role: "status" }, icon("warn"), "The connection to the sandbox is gone. Trying again…"));
  on("connection", () => setTimeout(draw, world.live ? 0 : 1200));
}

// Escape leaves one thing at a time: the drawer, then the thread, unless a reply is being written.
function leaveOne(root) {
  const { thread } = world.route;
  if (root.classList.contains("menu-open")) root.classList.remove("menu-open");
  else if (thread && !document.activeElement?.value) openThread(thread.channel, null);
}

function build() {
  const root = document.getElementById("app");
  const pane = h("div", { class: "pane", data: { testid: "main-pane" } });
  const side = h("aside", { class: "pane thread", hidden: true, "aria-label": "Thread", data: { testid: "thread-pane" } });
  const main = h("main", { class: "main" }, pane, side);
  const drawer = h("div", { class: "drawer" });
  const bannerHost = h("div", { class: "banner-host" });
  const scrim = h("button", { type: "button", class: "scrim", "aria-label": "Close the menu", tabindex: "-1", onclick: () => root.classList.remove("menu-open") });
  const tourHost = h("div", { class: "tour-host" });
  fill(root, topbar(inspectorToggle(drawer)), sidebar(become), main, drawer, scrim, bannerHost, tourHost);
  tour(tourHost, become);
  banner(bannerHost);
  on("route", () => {
    drawMain(pane);
    drawThread(side, main);
  });
  on("message", countUnread);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leaveOne(root);
  });
}

function startRoute(search) {
  const channel = world.channels.find((item) => item.id === search.get("channel") || item.name === search.get("channel"));
  if (search.get("app")) openApp(search.get("app"));
  else openChannel(channel?.id ?? firstChannel(), { thread_ts: search.get("thread"), focus_ts: search.get("message") });
}

async function begin() {
  const search = new URLSearchParams(location.search);
  try {
    takeState(await getState(search.get("as") ?? ""));
  } catch (problem) {
    fill(document.getElementById("app"), h("p", { class: "boot", role: "alert" }, `${problem.message} `, h("button", { class: "button", onclick: () => location.reload() }, "Try again")));
    return;
  }
  build();
  forgetWindows();
  watchModals();
  watchKeys();
  ignoreStrayDrops();
  keepPresses();
  connect();
  startRoute(search);
  emit("modal");
}

begin();
