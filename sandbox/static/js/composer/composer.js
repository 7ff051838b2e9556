// Where a person writes: messages, slash commands, mentions, emoji, shortcuts, files.

import { act, upload } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { encode } from "../mrkdwn/encode.js";
import { openEmojiPicker } from "../pane/reactions.js";
import { autosize } from "../shell/autosize.js";
import { emit, world } from "../store.js";
import { commandIn, runCommand } from "./commands.js";
import { openShortcuts } from "./shortcuts.js";
import { suggestBox } from "./suggest.js";

// Drafts outlive a look at another channel; nothing typed is lost.
const drafts = new Map();
const MARKS = { b: "*", i: "_", e: "`" };

class Composer {
  constructor({ channel, thread_ts = null, label, oneditlast = null }) {
    Object.assign(this, { channel, thread_ts, oneditlast });
    this.draftKey = `${world.me}:${channel}:${thread_ts ?? ""}`;
    this.files = [];
    this.busy = false;
    this.buildFields(label);
    this.fit = autosize(this.area, 240);
    this.suggest = suggestBox(this.area, { in_thread: Boolean(thread_ts) });
    this.listen();
    this.paint();
    this.node = h("div", { class: "composer-wrap" }, this.problem, this.suggest.node, h("div", { class: "composer" }, this.area, this.attached, this.bar()));
    this.node.addEventListener("take-files", (event) => {
      this.attach([...this.files, ...event.detail]);
      this.area.focus();
    });
  }

  buildFields(label) {
    const problem_id = uid("problem");
    const thread = this.thread_ts ? "thread-" : "";
    this.area = h("textarea", { class: "composer-area", rows: "1", placeholder: label, "aria-label": label, "aria-describedby": problem_id, value: drafts.get(this.draftKey) ?? "", data: { testid: thread ? "thread-composer" : "composer" } });
    this.problem = h("div", { class: "composer-problem", id: problem_id, role: "alert", hidden: true, data: { testid: `${thread}composer-error` } });
    this.attached = h("div", { class: "attached", hidden: true });
    this.send = h("button", { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", data: { testid: `${thread}send` }, onclick: () => this.submit() }, icon("send"));
    this.file = h("input", { type: "file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", onchange: () => this.attach([...this.files, ...this.file.files]) });
  }

  bar() {
    const plus = h("button", { type: "button", class: "icon-button round", "aria-label": "Shortcuts and attachments", "aria-haspopup": "menu", title: "Shortcuts", data: { testid: "shortcuts" }, onclick: () => openShortcuts(plus, (fields) => this.tell("global_shortcut", fields), () => this.file.click()) }, icon("bolt"));
    const slash = h("button", { type: "button", class: "icon-button slash", "aria-label": "Commands", title: "Commands", hidden: Boolean(this.thread_ts), onclick: () => (this.area.value ? this.area.focus() : this.insert("/")) }, "/");
    const at = h("button", { type: "button", class: "icon-button", "aria-label": "Mention someone", title: "Mention someone", onclick: () => this.insert("@") }, icon("at"));
    const smile = h("button", { type: "button", class: "icon-button", "aria-label": "Emoji", title: "Emoji", onclick: () => openEmojiPicker(smile, (name) => this.insert(`:${name}: `)) }, icon("smile"));
    const hint = h("span", { class: "composer-hint grow" }, h("b", null, "Enter"), " to send, ", h("b", null, "Shift + Enter"), " for a new line");
    return h("div", { class: "composer-bar" }, plus, slash, at, smile, this.file, hint, this.send);
  }

  listen() {
    this.area.addEventListener("input", () => {
      this.paint();
      if (!this.problem.hidden) this.say("");
    });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("paste", (event) => event.clipboardData?.files.length && this.attach([...this.files, ...event.clipboardData.files]));
  }

  key(event) {
    if (event.isComposing || event.defaultPrevented) return;
    const mark = (event.ctrlKey || event.metaKey) && MARKS[event.key];
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !event.altKey && !this.area.value && this.oneditlast) {
      event.preventDefault();
      this.oneditlast();
    } else if (mark) {
      event.preventDefault();
      this.wrap(mark);
    }
  }

  announce() {
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  insert(text) {
    this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
    this.area.focus();
    this.announce();
  }

  wrap(sign) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    this.area.setRangeText(`${sign}${value.slice(from, to)}${sign}`, from, to, "select");
    this.area.setSelectionRange(from + 1, to + 1);
    this.announce();
  }

  /** Shows why something did not work; an empty text takes it away. */
  say(text) {
    fill(this.problem, text ? [icon("warn"), h("span", { class: "grow" }, text), h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => this.say("") }, icon("close"))] : null);
    this.problem.hidden = !text;
  }

  paint() {
    this.send.disabled = this.busy || (!this.area.value.trim() && !this.files.length);
    this.send.classList.toggle("ready", !this.send.disabled);
    if (this.area.value) drafts.set(this.draftKey, this.area.value);
    else drafts.delete(this.draftKey);
  }

  put(text) {
    this.area.value = text;
    this.fit();
    this.paint();
    this.suggest.update();
  }

  attach(files) {
    this.files = files;
    this.file.value = "";
    this.attached.hidden = !files.length;
    fill(this.attached, files.map((item) => h("span", { class: "chip" }, icon("file"), h("span", { class: "ellipsis" }, item.name),
      h("button", { type: "button", "aria-label": `Remove ${item.name}`, onclick: () => this.attach(files.filter((one) => one !== item)) }, icon("close")))));
    this.paint();
  }

  async tell(what, fields) {
    const answer = await act(what, fields);
    if (!answer.ok) this.say(answer.error);
  }

  async deliver(text) {
    const command = commandIn(text);
    if (command) return runCommand(command, this);
    const ids = [];
    for (const item of this.files) {
      const answer = await upload(item, this.channel);
      if (!answer.ok) return answer;
      ids.push(answer.file.id);
    }
    return act("say", { channel: this.channel, text: encode(text.trim()), ...(this.thread_ts ? { thread_ts: this.thread_ts } : {}), ...(ids.length ? { files: ids } : {}) });
  }

  async submit() {
    const text = this.area.value;
    if (this.busy || (!text.trim() && !this.files.length)) return;
    this.busy = true;
    this.say("");
    this.put("");
    if (!this.thread_ts) emit("sent", { channel: this.channel });
    const answer = await this.deliver(text);
    this.busy = false;
    if (answer.ok) this.attach([]);
    else this.say(answer.error);
    // A command that the app did not answer stays, so that it can be sent again.
    if ((!answer.ok || answer.answered === false) && !this.area.value) this.put(text);
    this.paint();
  }
}

/** A composer for a channel or (with `thread_ts`) a thread. */
export function composer(options) {
  const made = new Composer(options);
  if (options.focus) requestAnimationFrame(() => made.area.focus({ preventScroll: true }));
  return made.node;
}
