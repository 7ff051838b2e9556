// Slash commands as typed.

import { act } from "../api.js";
import { world } from "../store.js";

/** `{command, text}` when the whole message is meant as a command, else null. */
export function commandIn(text) {
  const found = /^\/(\S*)\s*([\s\S]*)$/.exec(text);
  return found ? { command: `/${found[1]}`, text: found[2].trim() } : null;
}

/** Runs a command the way Slack does; refuses unknown ones and threads with Slack's reasons. */
export function runCommand({ command, text }, { channel, thread_ts }) {
  if (!world.commands.some((item) => item.command === command)) {
    const error = `${command} is not a command here. Messages that start with “/” are read as commands; put a space first to send it as text.`;
    return { ok: false, error };
  }
  if (thread_ts) return { ok: false, error: `${command} cannot be used in a thread; Slack has the same rule. Use it in the channel, or a shortcut in the ⋯ menu of a message here.` };
  return act("command", { channel, command, text });
}
