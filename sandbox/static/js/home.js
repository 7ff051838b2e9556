// The app's own place: Home, Messages, About.

import { formFor } from "./blocks/form.js";
import { redraw } from "./blocks/redraw.js";
import { renderBlocks } from "./blocks/render.js";
import { fill, h } from "./dom.js";
import { channelPane } from "./pane/channel.js";
import { openApp } from "./route.js";
import { avatar } from "./shell/avatar.js";
import { appChannel, channelById, nameOf, on, person, world } from "./store.js";

const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

function empty(title, text) {
  return h("div", { class: "empty" }, avatar(person(world.app.user_id), "s44"), h("h3", null, title), h("p", null, text));
}

function homeView() {
  const view = world.home;
  if (!view) {
    return world.app.connected
      ? empty("Nothing here yet", `${world.app.name} shows its Home here as soon as it has published it.`)
      : empty(`${world.app.name} is not connected`, "Its Home appears here once the app runs and connects to the sandbox.");
  }
  const ctx = { surface: "home", source: { view: { view_id: view.id } }, form: formFor(`home:${world.me}:${view.id}`) };
  return renderBlocks(view.blocks, ctx);
}

function about() {
  const commands = world.commands.map((item) => h("div", null, h("dt", null, h("code", null, item.command), " ", h("span", { class: "muted" }, item.usage_hint?.trim())), h("dd", null, item.description)));
  const shortcuts = world.shortcuts.map((item) => h("div", null, h("dt", null, item.name), h("dd", null, `${item.description ?? ""} (${item.type === "message" ? "in the ⋯ menu of a message" : "under the lightning bolt of the composer"})`)));
  return h("div", { class: "about" },
    h("h3", null, `About ${world.app.name}`), h("p", { class: "muted" }, world.app.description ?? "An app in this workspace."),
    commands.length ? [h("h3", null, "Slash commands"), h("dl", null, commands)] : null,
    shortcuts.length ? [h("h3", null, "Shortcuts"), h("dl", null, shortcuts)] : null);
}

function unreadBadge() {
  const unread = world.route.tab === "messages" ? 0 : appChannel()?.unread;
  return unread ? h("span", { class: "count", "aria-label": `${unread} unread` }, String(unread)) : null;
}

function tabList() {
  const node = h("div", { class: "tabs", role: "tablist", "aria-label": world.app.name });
  const select = (tab) => {
    openApp(tab);
    document.querySelector(`[role=tab][data-tab=${tab}]`)?.focus();
  };
  for (const [tab, label] of TABS) {
    const on_ = world.route.tab === tab;
    node.append(h("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-selected": String(on_), "aria-controls": "app-panel", tabindex: on_ ? "0" : "-1", data: { tab, testid: `tab-${tab}` }, onclick: () => select(tab) }, label, tab === "messages" ? unreadBadge() : null));
  }
  node.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = TABS.findIndex(([tab]) => tab === world.route.tab);
    select(TABS[(at + step + TABS.length) % TABS.length][0]);
  });
  return node;
}

function scrolling(host, stops, draw, topics) {
  const inner = h("div", { class: "home-view", data: { testid: "home" } });
  const paint = () => redraw(inner, draw());
  fill(host, h("div", { class: "home-scroll" }, inner));
  paint();
  for (const topic of topics) stops.push(on(topic, paint));
}

/** Shows the app in `host` until `dispose()`. */
export function appPane(host, { tab, id, focus_ts }) {
  const stops = [];
  const panel = h("div", { class: "tab-panel", id: "app-panel", role: "tabpanel", "aria-labelledby": `tab-${tab}` });
  fill(host, h("header", { class: "pane-head" }, h("h2", null, avatar(person(world.app.user_id), "s24"), nameOf(world.app.user_id))), tabList(), panel);
  if (tab === "home") {
    let shown = "";
    scrolling(panel, stops, homeView, []);
    const paintHome = panel.querySelector(".home-view");
    stops.push(on("home", () => {
      const sign = JSON.stringify([world.home, world.me, world.app.connected]);
      if (sign !== shown) redraw(paintHome, homeView());
      shown = sign;
    }));
  } else if (tab === "about") {
    scrolling(panel, stops, about, ["state"]);
  } else if (id && channelById(id)) {
    const inner = channelPane(panel, id, { focus_ts, with_head: false });
    stops.push(inner.dispose);
  } else {
    fill(panel, empty("Opening your messages", "One moment."));
  }
  return { dispose: () => stops.forEach((stop) => stop()) };
}
