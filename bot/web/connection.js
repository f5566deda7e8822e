/**
 * The line to the server, which comes back by itself: after a growing, random pause, and at once when the network or
 * the page does. It is a WebSocket or, where none gets through, long polling.
 * `hello()` gives the first frame, `heard(frame)` gets every frame, `lost()` says that it is down.
 */

import { passing } from "./keep.js";
import { polling } from "./polling.js";
import { socket } from "./socket.js";

const FIRST = 400;
const LONGEST = 15000;
const STEADY = 5000;
const ENOUGH = 2;
const RETURN = 60000;

export function connection({ hello, heard, lost }) {
  let line = null;
  let tries = 0;
  let since = 0;
  let timer = 0;
  let returning = 0;
  let failed = passing.get("way") === "polling" ? ENOUGH : 0;
  let sockets = false;

  function open() {
    clearTimeout(timer);
    const by = failed >= ENOUGH ? polling : socket;
    let heeded = false;
    let mine = null;
    since = Date.now();
    mine = by({
      hello,
      heard(frame) {
        if (mine !== line) return;
        if (!heeded) works(by);
        heeded = true;
        heard(frame);
      },
      closed() {
        if (mine !== line) return;
        if (!heeded) failed = by === socket ? failed + 1 : ENOUGH - 1;
        wait();
      },
    });
    line = mine;
  }

  /** Polling stays where no socket ever got through; else the socket is tried again later. */
  function works(by) {
    clearTimeout(returning);
    failed = by === socket ? 0 : ENOUGH;
    if (by === socket) sockets = true;
    passing.set("way", by === polling && !sockets ? "polling" : "");
    if (by === polling && sockets) returning = setTimeout(renew, RETURN);
  }

  function wait() {
    line = null;
    if (Date.now() - since > STEADY) tries = 0;
    const pause = Math.min(LONGEST, FIRST * Math.pow(2, tries)) * (0.5 + Math.random() / 2);
    tries += 1;
    timer = setTimeout(open, pause);
    lost();
  }

  /** Begin anew, now. */
  function renew() {
    const old = line;
    line = null;
    if (old) old.close();
    if (sockets) failed = 0;
    lost();
    open();
  }

  window.addEventListener("online", renew);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && line === null) open();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) renew();
  });
  open();

  return {
    renew,
    /** True when the frame has left. */
    send: (frame) => line !== null && line.send(frame),
  };
}
