// Jump to a conversation by name (Ctrl+K).

import { combobox } from "../blocks/combobox.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openApp, openChannel, openDirect } from "../route.js";
import { colleagues, nameOf, person, world } from "../store.js";
import { avatar } from "./avatar.js";
import { goByKey } from "./keys.js";
import { openDialog } from "./overlay.js";

function places() {
  const channels = world.channels.filter((channel) => channel.kind !== "dm").map((channel) => ({ key: channel.id, text: channel.name, hint: channel.topic || null, lead: () => icon(channel.kind === "private" ? "lock" : "hash"), value: () => openChannel(channel.id) }));
  const app = { key: "app", text: `${world.app.name} Home`, lead: () => avatar(person(world.app.user_id), "s20"), value: () => openApp("home") };
  const people = colleagues().filter((someone) => someone.id !== world.me).map((someone) => ({ key: someone.id, text: nameOf(someone.id), hint: someone.title, lead: () => avatar(someone, "s20"), value: () => openDirect(someone.id) }));
  return [app, ...channels, ...people];
}

/** Opens the jump dialog. */
export function openJump() {
  if (document.querySelector("[data-testid=jump-dialog]")) return;
  const source = (query) => [{ label: null, items: places().filter((item) => item.text.toLowerCase().includes(query.toLowerCase().replace(/^[#@]/, ""))) }];
  const field = combobox({ source, chosen: [], placeholder: "Where to?", label: "Jump to", onchange: ([chosen]) => {
    dialog.close();
    goByKey(chosen.value);
  } });
  const dialog = openDialog({ title: "Jump to", body: h("div", { class: "dialog-body" }, field), className: "small jump", testid: "jump-dialog" });
  field.querySelector("input").focus();
  field.click();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !document.querySelector(".backdrop")) {
    event.preventDefault();
    openJump();
  }
});
