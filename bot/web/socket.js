/** A WebSocket as a way for frames. One that lets nothing through is given up. */

const PATIENCE = 8000;

/** `heard(frame)` gets what comes, `closed()` is called once, when the way is at its end. */
export function socket({ hello, heard, closed }) {
  const url = new URL("chat/ws", document.baseURI);
  url.protocol = url.protocol.replace("http", "ws");
  const wire = new WebSocket(url.href);
  const silent = setTimeout(() => wire.close(), PATIENCE);
  wire.onopen = () => wire.send(JSON.stringify(hello()));
  wire.onmessage = (event) => {
    clearTimeout(silent);
    heard(JSON.parse(event.data));
  };
  wire.onclose = () => {
    clearTimeout(silent);
    closed();
  };
  return {
    close: () => wire.close(),
    /** True when the frame has left. */
    send(frame) {
      if (wire.readyState !== WebSocket.OPEN) return false;
      wire.send(JSON.stringify(frame));
      return true;
    },
  };
}
