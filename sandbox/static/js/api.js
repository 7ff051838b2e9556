// Talks to the sandbox server. Every failure is a sentence for the person.

import { world } from "./store.js";

const OFFLINE = "The sandbox did not answer. Check that it is still running, then try again.";

async function readJson(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error(OFFLINE);
  }
  const body = await answer.json().catch(() => null);
  if (body === null) throw new Error(`The sandbox answered ${answer.status} without data. Its log says why.`);
  if (!answer.ok && body.ok === undefined) throw new Error(body.error ?? `The sandbox answered ${answer.status}.`);
  return body;
}

function query(path, params) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, value);
  }
  return readJson(`${path}?${search}`);
}

export const getState = (as = world.me) => query("/sandbox/state", { as });
export const getMessages = (channel, before = null) => query("/sandbox/messages", { as: world.me, channel, before });
export const getThread = (channel, ts) => query("/sandbox/thread", { as: world.me, channel, ts });
export const getInspector = (limit = 100) => query("/sandbox/inspector", { limit });

/** Does something as the current person; answers `{ok, ...}`, never throws. */
export async function act(what, fields = {}) {
  try {
    return await readJson("/sandbox/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: world.me, do: what, ...fields }),
    });
  } catch (problem) {
    return { ok: false, error: problem.message };
  }
}

/** Stores a file for later use in a message or form; answers `{ok, file}`. */
export async function upload(file, channel = null) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return act("upload", { channel, name: file.name, mimetype: file.type || "application/octet-stream", content_base64: btoa(binary) });
}
