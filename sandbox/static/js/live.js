// Keeps the page up to date over a websocket that reconnects by itself.

import { getState } from "./api.js";
import { emit, hear, heardSoFar, takeState, world } from "./store.js";
import { toast } from "./shell/toast.js";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8000;
let socket = null;
let wait_ms = FIRST_WAIT_MS;
let timer = 0;

const handlers = {
  message: (note) => emit("message", note),
  message_deleted: (note) => emit("message_deleted", note),
  modal: (note) => hear("modal", note.view),
  home: (note) => hear("home", note.view),
  clock: (note) => hear("clock", note.clock),
  channels: () => refresh(),
  inspector: (note) => emit("inspector", note.entry),
  app: (note) => {
    world.app.connected = note.connected;
    emit("state");
  },
  toast: (note) => toast(note.text),
};

/** Fetches the state again and redraws what depends on it. */
export async function refresh() {
  const asked = heardSoFar();
  try {
    takeState(await getState(), asked);
  } catch (problem) {
    toast(problem.message, "error");
    return;
  }
  emit("state");
}

function setLive(value) {
  if (world.live === value) return;
  world.live = value;
  emit("connection");
}

function receive(event) {
  const note = JSON.parse(event.data);
  handlers[note.type]?.(note);
}

/** Opens the connection for the current person; an older one is dropped. */
export function connect() {
  clearTimeout(timer);
  const previous = socket;
  const address = `${location.origin.replace(/^http/, "ws")}/sandbox/live?as=${encodeURIComponent(world.me)}`;
  const mine = new WebSocket(address);
  socket = mine;
  previous?.close();
  mine.addEventListener("message", (event) => mine === socket && receive(event));
  mine.addEventListener("open", () => {
    if (mine !== socket) return;
    wait_ms = FIRST_WAIT_MS;
    setLive(true);
    // Whatever changed before this connection was there was not announced to it.
    refresh().then(() => emit("resync"));
  });
  mine.addEventListener("close", () => {
    if (mine !== socket) return;
    setLive(false);
    timer = setTimeout(connect, wait_ms);
    wait_ms = Math.min(wait_ms * 2, LONGEST_WAIT_MS);
  });
}
