// The lightning menu of the composer: the app's global shortcuts, and files.

import { closeAt, openMenu } from "../shell/overlay.js";
import { world } from "../store.js";

/** Opens the menu; `run({callback_id})` starts a shortcut, `pickFile()` asks for a file. */
export function openShortcuts(anchor, run, pickFile) {
  if (closeAt(anchor)) return;
  const global = world.shortcuts.filter((item) => item.type === "global").map((item) => ({
    label: item.name, hint: item.description, icon: "bolt", testid: "global-shortcut", data: { callbackId: item.callback_id }, onselect: () => run({ callback_id: item.callback_id }),
  }));
  const files = { label: "Attach a file", hint: "From this computer, up to 10 MB", icon: "clip", onselect: pickFile };
  openMenu(anchor, global.length ? [world.app.name, ...global, null, files] : [files], { label: "Shortcuts" });
}
