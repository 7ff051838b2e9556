// Editing one's own message in place.

import { act } from "../api.js";
import { h } from "../dom.js";
import { decode, encode } from "../mrkdwn/encode.js";
import { autosize } from "../shell/autosize.js";

/** Puts an editor where the message's text was; what is typed stays when saving fails. */
export function editMessage(article, message, channel) {
  const body = article.querySelector(".msg-body");
  article.querySelector(".toolbar")?.remove();
  const area = h("textarea", { class: "edit-area", rows: "1", "aria-label": "Edit message", value: decode(message.text), data: { testid: "edit-input" } });
  const problem = h("p", { class: "field-error", role: "alert", hidden: true });
  const save = h("button", { type: "button", class: "button small primary", onclick: () => finish() }, "Save changes");
  const box = h("div", { class: "edit-box" }, area, problem, h("div", { class: "edit-foot" }, h("button", { type: "button", class: "button small", onclick: () => leave() }, "Cancel"), save));
  const hidden = [...body.children];
  for (const child of hidden) child.hidden = true;
  body.append(box);
  autosize(area, 260);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);

  function leave() {
    box.remove();
    for (const child of hidden) child.hidden = false;
    article.focus();
  }
  async function finish() {
    const text = area.value.trim();
    if (!text || text === decode(message.text)) return leave();
    save.setAttribute("aria-busy", "true");
    const answer = await act("edit", { channel, ts: message.ts, text: encode(text) });
    save.removeAttribute("aria-busy");
    if (answer.ok) return leave();
    problem.textContent = answer.error;
    problem.hidden = false;
    return area.focus();
  }
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      finish();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  });
}
