// Who is in a channel; inviting, leaving, archiving.

import { act } from "../api.js";
import { combobox } from "../blocks/combobox.js";
import { fill, h } from "../dom.js";
import { channelById, nameOf, on, person, world } from "../store.js";
import { avatar } from "./avatar.js";
import { ask, openDialog } from "./overlay.js";
import { toast } from "./toast.js";

function inviteField(channel) {
  const candidates = () => world.people.filter((someone) => !someone.deleted && !channelById(channel)?.members.includes(someone.id));
  const source = (query) => [{ label: null, items: candidates().filter((someone) => nameOf(someone.id).toLowerCase().includes(query.toLowerCase())).map((someone) => ({ key: someone.id, text: nameOf(someone.id), hint: someone.is_bot ? "App" : someone.title, lead: () => avatar(someone, "s20"), value: someone.id })) }];
  return combobox({ source, chosen: [], placeholder: "Add a person or app", label: "Add a person or app", onchange: async ([chosen]) => {
    const answer = await act("invite", { channel, user: chosen.value });
    toast(answer.ok ? `${nameOf(chosen.value)} was added.` : answer.error, answer.ok ? "info" : "error");
    return false;
  } });
}

async function tell(what, channel, done) {
  const answer = await act(what, { channel });
  if (answer.ok) done();
  else toast(answer.error, "error");
}

/** The dialog about one channel. */
export function openMembers(id) {
  const list = h("ul", { class: "people-list" });
  const draw = () => fill(list, (channelById(id)?.members ?? []).map((user) => h("li", null, avatar(person(user), "s24"),
    h("span", { class: "grow" }, h("strong", null, nameOf(user)), h("small", null, person(user).is_bot ? "App" : person(user).title ?? "")))));
  const stop = on("state", draw);
  const close = () => {
    stop();
    dialog.close();
  };
  const { name, topic } = channelById(id);
  const archive = async () => {
    const yes = await ask({ title: `Archive #${name}?`, text: "Nobody can write in it any more. Its messages stay.", confirm: "Archive", danger: true });
    if (yes) tell("archive", id, close);
  };
  const footer = h("footer", { class: "dialog-foot" },
    h("button", { type: "button", class: "button", onclick: () => tell("leave", id, close) }, "Leave channel"),
    h("button", { type: "button", class: "button danger", onclick: archive }, "Archive channel"));
  const dialog = openDialog({ title: `#${name}`, body: h("div", { class: "dialog-body" }, topic ? h("p", { class: "muted" }, topic) : null, inviteField(id), list), footer, testid: "members-dialog", onescape: close });
  draw();
}
