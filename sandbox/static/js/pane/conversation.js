// The messages of one conversation or thread: kept, ordered by ts, updated live.

import { getMessages, getThread } from "../api.js";

const byTs = (a, b) => (a.ts.length - b.ts.length) || (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/** Messages by ts. `thread_ts` null means the channel itself, where replies are left out. */
export class Conversation {
  constructor(channel, thread_ts = null) {
    this.channel = channel;
    this.thread_ts = thread_ts;
    this.messages = new Map();
    this.has_more = false;
    this.loaded = false;
    this.gone = new Set();
    this.heard = new Set();
  }

  holds(message) {
    const root = message.thread_ts || message.ts;
    if (this.thread_ts) return root === this.thread_ts;
    return root === message.ts || message.subtype === "thread_broadcast";
  }

  take(messages) {
    for (const message of messages) {
      const newer = this.heard.has(message.ts) || this.gone.has(message.ts);
      if (this.holds(message) && !newer) this.messages.set(message.ts, message);
    }
  }

  /** Fetches the newest page (or the whole thread); what was heard live meanwhile is newer and stays. */
  async load() {
    const known = [...this.messages.keys()];
    this.heard.clear();
    const page = this.thread_ts ? await getThread(this.channel, this.thread_ts) : await getMessages(this.channel);
    if (page.ok === false) throw new Error(page.error);
    this.forget(known, page.messages);
    this.take(page.messages);
    if (!this.loaded) this.has_more = Boolean(page.has_more);
    this.closeGap(known, page);
    this.loaded = true;
  }

  // Messages that the server no longer has in the stretch it answered.
  forget(known, messages) {
    const there = new Set(messages.map((message) => message.ts));
    const oldest = messages[0]?.ts ?? "";
    for (const ts of known) if (!there.has(ts) && !this.heard.has(ts) && ts >= oldest) this.messages.delete(ts);
  }

  // After a long absence the newest page may not reach back to what is known: begin from it anew.
  closeGap(known, page) {
    const oldest = page.messages[0]?.ts;
    if (!page.has_more || !known.length || known.some((ts) => ts >= oldest)) return;
    for (const ts of known) this.messages.delete(ts);
    this.has_more = true;
  }

  /** Fetches the page before the oldest message; answers how many came. */
  async loadOlder() {
    const oldest = this.sorted()[0];
    if (!oldest || !this.has_more || this.thread_ts) return 0;
    const page = await getMessages(this.channel, oldest.ts);
    const before = this.messages.size;
    this.take(page.messages ?? []);
    this.has_more = Boolean(page.has_more) && this.messages.size > before;
    return this.messages.size - before;
  }

  /** Takes a live message; true when it belongs here. */
  update(message) {
    if (message.deleted) return this.remove(message.ts);
    if (!this.holds(message)) return false;
    this.heard.add(message.ts);
    this.messages.set(message.ts, message);
    return true;
  }

  /** Forgets a message; a dismissed one (`for_good`) does not come back. */
  remove(ts, for_good = false) {
    this.heard.add(ts);
    if (for_good) this.gone.add(ts);
    return this.messages.delete(ts);
  }

  sorted() {
    return [...this.messages.values()].sort(byTs);
  }
}
