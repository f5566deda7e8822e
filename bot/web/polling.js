/** Long polling as a way for frames, where a proxy forbids WebSocket: out by POST, one request after the other; in by GET. */

const MOST = 20;
const POST_SECONDS = 20;
const GET_SECONDS = 45;

/** As `socket`. */
export function polling({ hello, heard, closed }) {
  const first = hello();
  const url = new URL("chat/frames", document.baseURI).href;
  const stop = new AbortController();
  let token = first.token;
  let after = first.after;
  let queue = [first];
  let posting = false;
  let heeded = false;
  let over = false;

  function end() {
    if (over) return;
    over = true;
    stop.abort();
    closed();
  }

  function ask(address, seconds, options) {
    const late = setTimeout(end, seconds * 1000);
    const headers = Object.assign({ "Content-Type": "application/json" }, token ? { "X-Talk": token } : {});
    return fetch(address, Object.assign({ headers, signal: stop.signal, cache: "no-store" }, options))
      .then((answer) => {
        clearTimeout(late);
        if (!answer.ok) throw new Error("HTTP " + answer.status);
        return answer.json();
      });
  }

  function tell(frame) {
    if (over) return;
    if (frame.type === "said") after = Math.max(after, frame.seq);
    heard(frame);
  }

  function post() {
    if (over || posting || !queue.length) return;
    posting = true;
    const frames = queue.slice(0, MOST);
    queue = queue.slice(MOST);
    ask(url, POST_SECONDS, { method: "POST", body: JSON.stringify(frames) }).then((told) => {
      posting = false;
      told.forEach((frame) => {
        if (frame.type === "welcome") welcomed(frame);
        tell(frame);
      });
      if (heeded) post();
      else end(); // not let in now: it is tried again
    }).catch(end);
  }

  function welcomed(frame) {
    token = frame.token;
    after = frame.after;
    heeded = true;
    get();
  }

  function get() {
    if (over) return;
    ask(url + "?after=" + after, GET_SECONDS, {}).then((told) => {
      told.forEach(tell);
      get();
    }).catch(end);
  }

  post();
  return {
    close: end,
    send(frame) {
      if (over) return false;
      queue.push(frame);
      post();
      return true;
    },
  };
}
