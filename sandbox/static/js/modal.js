// The app's modals: one dialog that shows the view on top of the stack.

import { act } from "./api.js";
import { forgetForms, formFor } from "./blocks/form.js";
import { showError } from "./blocks/input.js";
import { redraw } from "./blocks/redraw.js";
import { renderBlocks } from "./blocks/render.js";
import { problemsOf } from "./blocks/validate.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { refresh } from "./live.js";
import { textOf } from "./mrkdwn/render.js";
import { avatar } from "./shell/avatar.js";
import { openDialog } from "./shell/overlay.js";
import { toast } from "./shell/toast.js";
import { hear, on, person, world } from "./store.js";

const SETTLE_MS = 800;
const keyOf = (view) => `modal:${world.me}:${view.id}`;
let open = null;

function context(view) {
  return {
    surface: "modal", source: { view: { view_id: view.id } }, form: formFor(keyOf(view)),
    current_channel: world.route.id, onchange: (block_id) => open && showError(open.body, block_id, null), onproblem: warn,
  };
}

function warn(text) {
  if (!open) return toast(text, "error");
  fill(open.problem, text ? [icon("warn"), h("span", null, text)] : null);
  open.problem.hidden = !text;
  return open.problem.scrollIntoView({ block: "nearest" });
}

function showErrors(errors) {
  const homeless = [];
  for (const [block_id, text] of Object.entries(errors)) if (!showError(open.body, block_id, text)) homeless.push(text);
  if (homeless.length) warn(homeless.join(" "));
  const first = open.body.querySelector(".field.invalid");
  first?.querySelector("input, textarea, button")?.focus();
  first?.scrollIntoView({ block: "center" });
}

function clearErrors() {
  warn("");
  for (const node of open.body.querySelectorAll("[data-block-id]")) if (node.querySelector(".field")) showError(open.body, node.dataset.blockId, null);
}

async function submit() {
  const mine = open;
  if (!mine || mine.pending) return;
  const { view } = mine;
  const state = formFor(keyOf(view)).toState();
  clearErrors();
  const problems = problemsOf(view, state);
  if (Object.keys(problems).length) {
    showErrors(problems);
    return;
  }
  pend(mine, true);
  const answer = await act("submit", { view_id: view.id, state });
  pend(mine, false);
  if (open !== mine) return;
  if (!answer.ok) warn(answer.error);
  else if (answer.errors && Object.keys(answer.errors).length) showErrors(answer.errors);
  else expectChange(mine, view);
}

function pend(mine, value) {
  mine.pending = value;
  mine.dialog.box.classList.toggle("pending", value);
  const button = mine.foot.querySelector("[data-testid=modal-submit]");
  if (value) button?.setAttribute("aria-busy", "true");
  else button?.removeAttribute("aria-busy");
}

// The live connection announces what came of it; without one, ask.
function expectChange(mine, view) {
  setTimeout(() => {
    if (open === mine && mine.view === view && !world.live) refresh();
  }, SETTLE_MS);
}

async function close(clear) {
  const { view } = open;
  if (clear || !view.previous_view_id) hear("modal", null);
  const answer = await act("close", { view_id: view.id, ...(clear ? { clear: true } : {}) });
  if (!answer.ok) toast(answer.error, "error");
  if (answer.ok && !world.live) refresh();
}

function footer(view) {
  return [
    h("button", { type: "button", class: "button", data: { testid: "modal-close" }, onclick: () => close(false) }, textOf(view.close) || (view.previous_view_id ? "Back" : "Close")),
    view.submit ? h("button", { type: "submit", class: "button primary", data: { testid: "modal-submit" } }, textOf(view.submit)) : null,
  ];
}

function focusFirst(view) {
  const block = (view.blocks ?? []).find((item) => [item.element, item.accessory, ...(item.elements ?? [])].some((element) => element?.focus_on_load));
  const host = block ? [...open.body.querySelectorAll("[data-block-id]")].find((node) => node.dataset.blockId === block.block_id) : open.body;
  const target = host?.querySelector("input:not([type=hidden]), textarea") ?? open.dialog.box;
  target.focus({ preventScroll: !block });
}

function make(view) {
  const body = h("div", { class: "modal-body" });
  const problem = h("div", { class: "modal-problem", role: "alert", hidden: true, data: { testid: "modal-problem" } });
  const foot = h("footer", { class: "dialog-foot" });
  const form = h("form", { class: "modal-form", novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    if (open?.view.submit) submit();
  } }, problem, body, foot);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  const dialog = openDialog({
    title: textOf(view.title), lead: avatar(person(world.app.user_id), "s24"), body: form, className: "modal", testid: "modal", data: { viewId: view.id, callbackId: view.callback_id },
    onescape: () => close(false), oncloseclick: () => close(true),
  });
  return { view, dialog, body, foot, problem, pending: false };
}

function draw(view) {
  open.view = view;
  open.dialog.box.querySelector(".dialog-head h2").textContent = textOf(view.title);
  const { scrollTop } = open.body;
  redraw(open.body, renderBlocks(view.blocks, context(view)));
  fill(open.foot, footer(view));
  if (open.pending) pend(open, true);
  open.body.scrollTop = scrollTop;
}

function dismiss() {
  open?.dialog.close();
  open = null;
}

/** Shows `world.modal`, or nothing. A view with the same id is updated in place and keeps what was typed. */
function show() {
  const view = world.modal;
  if (!view) {
    dismiss();
    forgetForms((key) => !key.startsWith("modal:"));
    return;
  }
  if (open?.view.id === view.id && open.me === world.me) {
    if (JSON.stringify(open.view) !== JSON.stringify(view)) draw(view);
    return;
  }
  dismiss();
  open = { ...make(view), me: world.me };
  draw(view);
  focusFirst(view);
}

/** Closes what an earlier look at the page left open, as Slack does: a reload begins without windows. */
export function forgetWindows() {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "reload" && world.modal) {
    const { id } = world.modal;
    hear("modal", null);
    act("close", { view_id: id, clear: true });
  }
}

/** Starts listening for modals. */
export function watchModals() {
  on("modal", show);
}
