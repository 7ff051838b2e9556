// Dropping files: anywhere on a conversation, as onto its composer.

import { h } from "../dom.js";
import { icon } from "../icons.js";

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/** Takes files that are dropped on `zone`; `label` says where they go, `take(files)` gets them. */
export function takeDrops(zone, label, take) {
  const veil = h("div", { class: "drop-veil", hidden: true, "aria-hidden": "true", data: { testid: "drop-veil" } }, icon("file"), h("strong", null, label));
  let depth = 0;
  const show = (value) => {
    depth = value ? depth : 0;
    veil.hidden = !value;
    if (value) zone.append(veil);
    else veil.remove();
  };
  const handlers = {
    dragenter: () => {
      depth += 1;
      show(true);
    },
    dragover: (event) => {
      event.dataTransfer.dropEffect = "copy";
    },
    dragleave: () => {
      depth -= 1;
      if (depth <= 0) show(false);
    },
    drop: (event) => {
      show(false);
      take([...event.dataTransfer.files]);
    },
  };
  const listeners = Object.entries(handlers).map(([name, run]) => [name, (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    run(event);
  }]);
  for (const [name, listener] of listeners) zone.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of listeners) zone.removeEventListener(name, listener);
    veil.remove();
  };
}

/** Hands files to the composer inside `host`; false when nothing can be written there. */
export function giveToComposer(host, files) {
  const writing = host.querySelector(".composer-wrap");
  writing?.dispatchEvent(new CustomEvent("take-files", { detail: files }));
  return Boolean(writing);
}

/** A file that is dropped beside a conversation must not replace the page. */
export function ignoreStrayDrops() {
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => holdsFiles(event) && event.preventDefault());
  }
}
