/**
 * What the customer said and the server has not confirmed yet. It is kept on the device under its id and sent again
 * after every reconnection; the server knows the id of what it has already. While the server can't keep anything, only
 * the first of what waits is sent, after growing pauses: the rest stays behind it, in order.
 */

import { lasting } from "./keep.js";

const PATIENCE = 15000;
const FIRST = 2000;
const LONGEST = 30000;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Some built-in browsers clear what they keep, or cut it off. */
function read() {
  try {
    const kept = JSON.parse(lasting.get("unsent") || "[]");
    return Array.isArray(kept) ? kept : [];
  } catch (garbled) {
    return [];
  }
}

function write(entries) {
  lasting.set("unsent", JSON.stringify(entries));
}

/** `send(frame)` tells whether it left, `stale()` is called when the server stays silent too long. */
export function sending({ send, stale, seen }) {
  const refused = new Set();
  let timer = 0;
  let pause = 0;
  let resting = false;

  const open = () => read().filter((entry) => !refused.has(entry.id));

  function leave(entry) {
    const { id, text, of, keys } = entry;
    return send(Object.assign({ id, seen: seen() }, keys ? { type: "choice", of, keys } : { type: "text", text }));
  }

  function watch() {
    clearTimeout(timer);
    if (open().length) timer = setTimeout(stale, PATIENCE);
  }

  /** Everything that may leave, in the order it was said; false where there is no way out. */
  function flush() {
    resting = false;
    const left = (pause ? open().slice(0, 1) : open()).every(leave);
    watch();
    return left;
  }

  /** One was dealt with: what waited behind it goes. */
  function onward() {
    if (!pause) return watch();
    pause = 0;
    return flush();
  }

  return {
    unsent: read,
    /** False when it has to wait behind what the server could not keep. */
    add(entry) {
      write(read().concat([entry]));
      if (pause) return false;
      leave(entry);
      watch();
      return true;
    },
    /** After a welcome. */
    flush() {
      flush();
      return open();
    },
    /** The server can't keep it now: it is sent again by itself. Returns all that waits with it. */
    postpone() {
      if (!resting) {
        resting = true;
        pause = Math.min(LONGEST, pause * 2 || FIRST);
        clearTimeout(timer);
        timer = setTimeout(flush, pause);
      }
      return open();
    },
    retry(id) {
      refused.delete(id);
      if (pause ? !flush() : !open().filter((entry) => entry.id === id).every(leave)) stale();
      watch();
    },
    refuse(id) {
      refused.add(id);
      onward();
    },
    forget(id) {
      write(read().filter((entry) => entry.id !== id));
      refused.delete(id);
      onward();
    },
  };
}
