/**
 * What the customer said and the server has not confirmed yet. It is kept on the device under its id and sent again
 * after every reconnection; the server knows the id of what it has already.
 */

import { lasting } from "./keep.js";

const PATIENCE = 15000;

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  return JSON.parse(lasting.get("unsent") || "[]");
}

function write(entries) {
  lasting.set("unsent", JSON.stringify(entries));
}

/** `send(frame)` tells whether it left, `stale()` is called when the server stays silent too long. */
export function sending({ send, stale, seen }) {
  const refused = new Set();
  let timer = 0;

  const open = () => read().filter((entry) => !refused.has(entry.id));

  function leave(entry) {
    const { id, text, of, keys } = entry;
    return send(Object.assign({ id, seen: seen() }, keys ? { type: "choice", of, keys } : { type: "text", text }));
  }

  function watch() {
    clearTimeout(timer);
    if (open().length) timer = setTimeout(stale, PATIENCE);
  }

  return {
    unsent: read,
    add(entry) {
      write(read().concat([entry]));
      leave(entry);
      watch();
    },
    /** After a welcome: everything, in the order it was said. */
    flush() {
      open().forEach(leave);
      watch();
      return open();
    },
    retry(id) {
      refused.delete(id);
      if (!open().filter((entry) => entry.id === id).every(leave)) stale();
      watch();
    },
    refuse(id) {
      refused.add(id);
      watch();
    },
    forget(id) {
      write(read().filter((entry) => entry.id !== id));
      refused.delete(id);
      watch();
    },
  };
}
