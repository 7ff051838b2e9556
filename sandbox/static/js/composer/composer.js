// Where a person writes: messages, slash commands, mentions, emoji, shortcuts, files.

import { act, upload } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { encode } from "../mrkdwn/encode.js";
import { openEmojiPicker } from "../pane/reactions.js";
import { autosize } from "../shell/autosize.js";
import { closeAt, openMenu } from "../shell/overlay.js";
import { world } from "../store.js";
import { commandIn, runCommand } from "./commands.js";
import { suggestBox } from "./suggest.js";

// Drafts outlive a look at another channel; nothing typed is lost.
const drafts = new Map();
const MARKS = { b: "*", i: "_", e: "`" };

function insertAt(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

function wrap(area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  area.setRangeText(`${sign}${value.slice(from, to)}${sign}`, from, to, "select");
  area.setSelectionRange(from + 1, to + 1);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function shortcutsMenu(anchor, run, pickFile) {
  if (closeAt(anchor)) return;
  const global = world.shortcuts.filter((item) => item.type === "global").map((item) => ({
    label: item.name, hint: item.description, icon: "bolt", testid: "global-shortcut", data: { callbackId: item.callback_id }, onselect: () => run("global_shortcut", { callback_id: item.callback_id }),
  }));
  openMenu(anchor, [...(global.length ? [world.app.name, ...global, null] : []), { label: "Attach a file", hint: "From this computer, up to 10 MB", icon: "clip", onselect: pickFile }], { label: "Shortcuts" });
}

/** A composer for a channel or (with `thread_ts`) a thread. */
export function composer({ channel, thread_ts = null, label, focus = false, oneditlast = null }) {
  const draftKey = `${world.me}:${channel}:${thread_ts ?? ""}`;
  const problem_id = uid("problem");
  const area = h("textarea", { class: "composer-area", rows: "1", placeholder: label, "aria-label": label, "aria-describedby": problem_id, value: drafts.get(draftKey) ?? "", data: { testid: thread_ts ? "thread-composer" : "composer" } });
  const problem = h("div", { class: "composer-problem", id: problem_id, role: "alert", hidden: true, data: { testid: "composer-error" } });
  const attached = h("div", { class: "attached", hidden: true });
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", data: { testid: thread_ts ? "thread-send" : "send" }, onclick: () => submit() }, icon("send"));
  const file = h("input", { type: "file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", onchange: () => attach([...file.files]) });
  const plus = h("button", { type: "button", class: "icon-button round", "aria-label": "Shortcuts and attachments", "aria-haspopup": "menu", title: "Shortcuts", data: { testid: "shortcuts" }, onclick: () => shortcutsMenu(plus, tell, () => file.click()) }, icon("bolt"));
  const smile = h("button", { type: "button", class: "icon-button", "aria-label": "Emoji", title: "Emoji", onclick: () => openEmojiPicker(smile, (name) => insertAt(area, `:${name}: `)) }, icon("smile"));
  const at = h("button", { type: "button", class: "icon-button", "aria-label": "Mention someone", title: "Mention someone", onclick: () => insertAt(area, "@") }, icon("at"));
  const slash = h("button", { type: "button", class: "icon-button slash", "aria-label": "Commands", title: "Commands", hidden: Boolean(thread_ts), onclick: () => {
    if (!area.value) insertAt(area, "/");
    else area.focus();
  } }, "/");
  let files = [];
  let busy = false;
  const fit = autosize(area, 240);
  const suggest = suggestBox(area, { in_thread: Boolean(thread_ts) });

  function say(text) {
    fill(problem, text ? [icon("warn"), h("span", { class: "grow" }, text), h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => say("") }, icon("close"))] : null);
    problem.hidden = !text;
  }
  function paint() {
    send.disabled = busy || (!area.value.trim() && !files.length);
    send.classList.toggle("ready", !send.disabled);
    if (area.value) drafts.set(draftKey, area.value);
    else drafts.delete(draftKey);
  }
  function put(text) {
    area.value = text;
    fit();
    paint();
    suggest.update();
  }
  function attach(picked) {
    files = [...files, ...picked];
    file.value = "";
    attached.hidden = !files.length;
    fill(attached, files.map((item) => h("span", { class: "chip" }, icon("file"), h("span", { class: "ellipsis" }, item.name), h("button", { type: "button", "aria-label": `Remove ${item.name}`, onclick: () => {
      files = files.filter((one) => one !== item);
      attach([]);
    } }, icon("close")))));
    paint();
  }
  async function tell(what, fields) {
    const answer = await act(what, fields);
    if (!answer.ok) say(answer.error);
  }
  async function deliver(text) {
    const command = commandIn(text);
    if (command) return runCommand(command, { channel, thread_ts });
    const ids = [];
    for (const item of files) {
      const answer = await upload(item, channel);
      if (!answer.ok) return answer;
      ids.push(answer.file.id);
    }
    return act("say", { channel, text: encode(text.trim()), ...(thread_ts ? { thread_ts } : {}), ...(ids.length ? { files: ids } : {}) });
  }
  async function submit() {
    const text = area.value;
    if (busy || (!text.trim() && !files.length)) return;
    busy = true;
    say("");
    put("");
    const answer = await deliver(text);
    busy = false;
    if (answer.ok) {
      files = [];
      attach([]);
    } else {
      say(answer.error);
      if (!area.value) put(text);
    }
    paint();
  }

  area.addEventListener("input", () => {
    paint();
    if (!problem.hidden) say("");
  });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && !area.value && oneditlast) {
      event.preventDefault();
      oneditlast();
    } else if ((event.ctrlKey || event.metaKey) && MARKS[event.key]) {
      event.preventDefault();
      wrap(area, MARKS[event.key]);
    }
  });
  area.addEventListener("paste", (event) => event.clipboardData?.files.length && attach([...event.clipboardData.files]));
  paint();
  if (focus) requestAnimationFrame(() => area.focus({ preventScroll: true }));
  const bar = h("div", { class: "composer-bar" }, plus, slash, at, smile, file, h("span", { class: "composer-hint grow" }, h("b", null, "Enter"), " to send, ", h("b", null, "Shift + Enter"), " for a new line"), send);
  return h("div", { class: "composer-wrap" }, problem, suggest.node, h("div", { class: "composer" }, area, attached, bar));
}
