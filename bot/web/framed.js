/** The page inside the panel of `widget.js`, on somebody else's page: it says when it is there and what is new. */

import { lasting } from "./keep.js";

const TOKEN = /^[A-Za-z0-9_-]{22,128}$/;

/**
 * `shown()` is called when the panel opens again. Browsers may close our storage on another website: then its own keeps
 * the key to the talk, and brings it in the address of the frame. From nobody else is one taken.
 */
export function framed({ shown }) {
  const inside = window.parent !== window && new URLSearchParams(location.search).get("widget") === "1";
  let closed = false;
  let told = 0;
  const lent = inside && !lasting.works();

  // What is said never goes this way, and whoever frames us was allowed to (frame-ancestors).
  const tell = (manyi, more) => window.parent.postMessage(Object.assign({ manyi }, more), "*");

  if (lent) {
    const brought = location.hash.slice(1);
    if (TOKEN.test(brought)) lasting.set("token", brought);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  if (inside) {
    document.documentElement.classList.add("framed");
    window.addEventListener("message", (event) => {
      if (event.source !== window.parent || !event.data) return;
      if (event.data.manyi === "hidden") closed = true;
      if (event.data.manyi !== "shown") return;
      closed = false;
      shown();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && event.keyCode !== 229) tell("close");
    });
    tell("ready");
  }

  return {
    inside,
    /** The key of the talk, where it has to be handed on: else empty. */
    handed: (token) => (lent && token) || "",
    keep(token) {
      if (lent) tell("token", { token });
    },
    hidden: () => document.hidden || closed,
    /** So many lines wait to be read. */
    unread(count) {
      if (inside && count !== told) tell("unread", { count });
      told = count;
    },
  };
}
