/** Files on their way, one after the other. They live as long as the page, which asks before it is left. */

import { upload } from "./files.js";

/** `gone(entry, answer)` and `failed(entry, why)` hear how it went, `moved(id, part)` how far it is. */
export function uploading({ token, seen, moved, gone, failed }) {
  const queue = [];
  let busy = false;

  function next() {
    const entry = queue.find((one) => !one.stopped);
    if (busy || !entry || token() === null) return;
    busy = true;
    upload({ id: entry.id, file: entry.file, token: token(), seen: seen(), moved: (part) => moved(entry.id, part) })
      .then((answer) => {
        drop(entry.id);
        gone(entry, answer);
      }, (why) => {
        entry.stopped = why.text ? "refused" : "lost";
        failed(entry, why);
      })
      .then(() => {
        busy = false;
        next();
      });
  }

  function drop(id) {
    const place = queue.findIndex((one) => one.id === id);
    if (place >= 0) queue.splice(place, 1);
  }

  window.addEventListener("beforeunload", (event) => {
    if (!queue.length) return;
    event.preventDefault();
    event.returnValue = "";
  });

  return {
    drop,
    /** The line is back: what was lost on the way goes again. */
    resume() {
      queue.filter((one) => one.stopped === "lost").forEach((one) => { one.stopped = ""; });
      next();
      return queue.filter((one) => !one.stopped);
    },
    add(entry) {
      queue.push(entry);
      next();
    },
    /** False when it is not one of ours. */
    again(id) {
      const entry = queue.find((one) => one.id === id);
      if (entry) entry.stopped = "";
      next();
      return Boolean(entry);
    },
  };
}
