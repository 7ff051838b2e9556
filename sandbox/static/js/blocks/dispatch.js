// Sends what a person does with an element to the app, and shows that it is on its way.

import { act } from "../api.js";
import { ask } from "../shell/overlay.js";
import { toast } from "../shell/toast.js";
import { textOf } from "../mrkdwn/render.js";

function confirmed(element) {
  const { confirm } = element;
  if (!confirm) return Promise.resolve(true);
  return ask({ title: textOf(confirm.title), text: textOf(confirm.text), confirm: textOf(confirm.confirm), deny: textOf(confirm.deny), danger: confirm.style === "danger" });
}

/** Asks where the element wants to be asked, then clicks. `payload` holds the value as in Slack's action.
 *  Answers true when the app acknowledged, false when refused or the person said no. */
export async function dispatch(ctx, block, element, payload, node = null) {
  if (!(await confirmed(element))) return false;
  node?.setAttribute("aria-busy", "true");
  const answer = await act("click", {
    source: ctx.source,
    block_id: block.block_id,
    action_id: element.action_id,
    element: { type: element.type, action_id: element.action_id, block_id: block.block_id, ...payload },
    state: ctx.form.toState(),
  });
  node?.removeAttribute("aria-busy");
  if (!answer.ok) {
    if (ctx.onproblem) ctx.onproblem(answer.error);
    else toast(answer.error, "error");
  }
  return answer.ok;
}

/** Keeps a changed value and, where the surface asks for it, tells the app at once. */
export async function changed(ctx, block, element, value, node = null) {
  ctx.form.set(block.block_id, element.action_id, value);
  ctx.onchange?.(block.block_id);
  if (block.type === "input" && !block.dispatch_action) return true;
  return dispatch(ctx, block, element, value, node);
}
