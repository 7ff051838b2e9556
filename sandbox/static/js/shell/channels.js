// Browsing, joining and creating channels.

import { act } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { refresh } from "../live.js";
import { openChannel } from "../route.js";
import { on, world } from "../store.js";
import { openDialog } from "./overlay.js";

function createForm(done) {
  const name = h("input", { class: "text-input", placeholder: "e.g. customer-voice", "aria-label": "Name of the new channel", maxlength: "80" });
  const secret = h("input", { type: "checkbox" });
  const problem = h("p", { class: "field-error", role: "alert", hidden: true });
  const create = h("button", { type: "submit", class: "button primary" }, "Create");
  async function submit(event) {
    event.preventDefault();
    create.setAttribute("aria-busy", "true");
    const answer = await act("create_channel", { name: name.value.trim().toLowerCase().replace(/^#/, "").replace(/\s+/g, "-"), private: secret.checked });
    create.removeAttribute("aria-busy");
    problem.hidden = answer.ok;
    problem.textContent = answer.ok ? "" : answer.error;
    if (answer.ok) done(answer.channel);
  }
  return h("form", { class: "create-channel", onsubmit: submit }, h("div", { class: "row" }, name, create), problem, h("label", { class: "choice" }, secret, h("span", null, "Private: only invited people see it")));
}

/** The dialog with all channels one can see. */
export function openBrowser() {
  const list = h("ul", { class: "people-list" });
  const finish = async (channel) => {
    dialog.close();
    await refresh();
    openChannel(channel);
  };
  const join = async (channel) => {
    if (channel.is_member === false && channel.kind !== "private") await act("join", { channel: channel.id });
    finish(channel.id);
  };
  const draw = () => fill(list, world.channels.filter((channel) => channel.kind !== "dm").map((channel) => h("li", null,
    icon(channel.kind === "private" ? "lock" : "hash"),
    h("span", { class: "grow" }, h("strong", null, channel.name), h("small", null, [channel.archived && "archived", `${channel.members?.length ?? 0} members`, channel.topic].filter(Boolean).join(" · "))),
    h("button", { type: "button", class: "button small", onclick: () => (channel.archived || channel.is_member !== false ? finish(channel.id) : join(channel)) }, channel.archived || channel.is_member !== false ? "Open" : "Join"))));
  const stop = on("state", draw);
  const dialog = openDialog({ title: "Channels", body: h("div", { class: "dialog-body" }, createForm(finish), list), testid: "channel-browser", onescape: () => {
    stop();
    dialog.close();
  } });
  draw();
}
