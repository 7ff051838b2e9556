// Short notes at the foot of the page.

import { h } from "../dom.js";
import { icon } from "../icons.js";

const SHOWN_MS = 5200;

/** Shows a sentence for a few seconds; `kind` "error" stays longer and is marked. */
export function toast(text, kind = "info") {
  const host = document.getElementById("toasts");
  const note = h("div", { class: ["toast", kind], data: { testid: "toast" } },
    kind === "error" ? icon("warn") : null,
    h("span", { class: "grow" }, text),
    h("button", { class: "icon-button", "aria-label": "Dismiss", onclick: () => note.remove() }, icon("close")));
  host.append(note);
  while (host.children.length > 4) host.firstChild.remove();
  setTimeout(() => note.remove(), kind === "error" ? SHOWN_MS * 2 : SHOWN_MS);
}
