/**
 * A WebSocket that comes back by itself: after a growing, random pause, and at once when the network or the page does.
 * `hello()` gives the first frame, `heard(frame)` gets every frame, `lost()` says that it is down.
 */

const FIRST = 400;
const LONGEST = 15000;
const STEADY = 5000;

export function connection({ hello, heard, lost }) {
  const url = new URL("chat/ws", document.baseURI);
  url.protocol = url.protocol.replace("http", "ws");
  let socket = null;
  let tries = 0;
  let since = 0;
  let timer = 0;

  function open() {
    clearTimeout(timer);
    const mine = new WebSocket(url.href);
    socket = mine;
    since = Date.now();
    mine.onopen = () => mine.send(JSON.stringify(hello()));
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      heard(JSON.parse(event.data));
    };
    mine.onclose = () => {
      if (mine === socket) wait();
    };
  }

  function wait() {
    socket = null;
    if (Date.now() - since > STEADY) tries = 0;
    const pause = Math.min(LONGEST, FIRST * Math.pow(2, tries)) * (0.5 + Math.random() / 2);
    tries += 1;
    timer = setTimeout(open, pause);
    lost();
  }

  /** Begin anew, now. */
  function renew() {
    const old = socket;
    socket = null;
    if (old) old.close();
    lost();
    open();
  }

  window.addEventListener("online", renew);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && socket === null) open();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) renew();
  });
  open();

  return {
    renew,
    /** True when the frame has left. */
    send(frame) {
      if (socket === null || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
  };
}
