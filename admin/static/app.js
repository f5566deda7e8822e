// The pages' own behaviour: they update by themselves, filters apply at once, a transcript stays at its end.
// Without this script every page still works: lists, forms and tables come whole from the server.
import { drawAll } from "./charts.js";
import "./keys.js";
import "./menu.js";
import "./zone.js";

const served = new Map(); // region id -> the HTML that the server last sent for it

function regions(root) {
  return root.querySelectorAll("[data-live]");
}

// This page answers what was posted and shows a secret, say, this once; its address shows another page, if any. What
// has changed since stands where the server says; nowhere, and it stays as it came.
const posted = "posted" in document.body.dataset;
const nowhere = posted && !document.body.dataset.posted;

function remember() {
  for (const region of regions(document)) served.set(region.id, region.innerHTML);
}

// A box without a value says "on" where its default says nothing. What was posted and refused stands there as the
// default, and nowhere else.
function changedHere(field) {
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== (posted && field.type !== "hidden" ? "" : field.defaultValue);
}

// Whether somebody is writing or choosing in this region: then it stays as it is until they are done.
function typed(region) {
  const fields = [...region.querySelectorAll("form[method=post] textarea, form[method=post] input, input[form]")];
  const picks = [...region.querySelectorAll("form[method=post] select")];
  return (
    Boolean(region.querySelector("[data-unsaved], input[name=picked]:checked")) || // also what came ticked
    fields.some(changedHere) ||
    picks.some((pick) => pick.selectedIndex !== Math.max(0, [...pick.options].findIndex((option) => option.defaultSelected)))
  );
}

function swap(region, fresh) {
  const active = document.activeElement;
  const held = region.contains(active) ? handle(active) : null;
  const folds = [...region.querySelectorAll("details[id]")].map((details) => [details.id, details.open]);
  const atEnd = region.scrollHeight - region.scrollTop - region.clientHeight < 40;
  const scroll = region.scrollTop;
  region.replaceChildren(...document.importNode(fresh, true).childNodes);
  for (const [id, open] of folds) document.getElementById(id)?.toggleAttribute("open", open);
  if (region.matches("[data-follow]")) region.scrollTop = atEnd ? region.scrollHeight : scroll;
  if (held) region.querySelector(held)?.focus({ preventScroll: true });
}

// A way to find the focused element again in the fresh HTML.
function handle(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  if (href) return `a[href="${CSS.escape(href)}"]`;
  return element.name ? `[name="${CSS.escape(element.name)}"]` : null;
}

const SIGN_IN = "/sign-in";
const SIGN_OUT = "/sign-out";
const SIGNED_OUT = "/sign-in?out"; // which says so

// Where an answer came from; where one signs in, it leads back here.
function origin(answer) {
  if (new URL(answer.url).pathname !== SIGN_IN) return answer.url;
  return posted ? SIGN_IN : `${SIGN_IN}?back=${encodeURIComponent(location.pathname + location.search)}`;
}

async function refresh() {
  if (nowhere) return;
  const here = new URL(posted ? document.body.dataset.posted : location.href, location.href);
  const answer = await fetch(here, { headers: { Accept: "text/html" } });
  const elsewhere = new URL(answer.url).pathname !== here.pathname;
  if (elsewhere && !typed(document.body)) return location.assign(origin(answer)); // signed out meanwhile
  alone = posted && (elsewhere || answer.status === 404);
  show();
  if (elsewhere || !answer.ok) return; // what is being written stays; sending it tells what is wrong
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!posted && regions(page).length !== regions(document).length) return replaceMain(page);
  for (const region of regions(document)) {
    const fresh = page.getElementById(region.id);
    if (!fresh || fresh.innerHTML === served.get(region.id) || typed(region)) continue;
    served.set(region.id, fresh.innerHTML);
    swap(region, fresh);
  }
  show();
  drawAll();
}

// The page has become another one (an empty page that is no longer empty).
function replaceMain(page) {
  const main = document.querySelector("main");
  if (typed(main)) return;
  main.replaceWith(document.importNode(page.querySelector("main"), true));
  remember();
  show();
  drawAll();
}

// What a page tells of the passing time stays true while nothing else happens, and colleagues are told that it is open
// also while it is behind others: there browsers let a timer run once a minute at most, which is as often as this. Who
// has left it there for an hour is not looking any more, and the session of who has gone home is to end.
const AGES = 60_000; // milliseconds
const BEHIND = 60; // times
let behind = 0;
setInterval(() => {
  behind = document.hidden ? behind + 1 : 0;
  const shown = document.querySelector(behind ? "#complaint-seen" : "[data-ages]");
  if (shown && behind <= BEHIND) changed();
}, AGES);

// One refresh at a time; changes that come meanwhile lead to one more.
let busy = false;
let again = false;
async function changed() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    await refresh();
  } catch {
    // The server is away for a moment; the stream tells when it is back.
  }
  busy = false;
  if (again) {
    again = false;
    setTimeout(changed, 250);
  }
}

let alone = nowhere; // no address shows this page, so it can't update
function show() {
  const on = stream?.readyState === EventSource.OPEN;
  for (const each of document.querySelectorAll(".live-sign")) {
    each.hidden = alone;
    each.dataset.on = on;
    each.textContent = on ? each.dataset.yes : each.dataset.no;
  }
}

// The stream, while the page is seen: a browser grants few connections to all tabs of a site together.
let stream = null;
let left = false; // who signed out did so in another tab
let missed = true; // also what happened between the making of this page and the opening of its stream
function listen() {
  if (document.hidden) {
    stream?.close();
    stream = null;
    missed = true;
    return;
  }
  if (stream) return;
  stream = new EventSource("/live");
  stream.addEventListener("open", () => {
    for (const each of document.querySelectorAll(".session-ended")) each.hidden = true;
    if (left) return location.reload(); // somebody has signed in again: what is shown is to be theirs
    show();
    if (missed) changed();
    missed = false;
  });
  stream.addEventListener("error", () => {
    show();
    missed = true;
    if (stream?.readyState === EventSource.CLOSED) refused(); // not the network: that is tried again by itself
  });
  stream.addEventListener("changed", changed);
}

// Who signs out in one tab leaves them all: nothing stays to be read, nor what is typed. A session that ended by
// itself takes nothing that is being written: it stays, and sending it tells what is wrong.
const leaving = new BroadcastChannel("sign-out");
leaving.addEventListener("message", () => {
  left = true;
});
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") === SIGN_OUT) leaving.postMessage("");
});

// Something else than the stream was answered: the session has ended, or it is of the moment.
const AGAIN = 3000; // milliseconds
async function refused() {
  stream = null;
  const asking = new AbortController();
  try {
    const answer = await fetch("/live", { signal: asking.signal });
    const ended = new URL(answer.url).pathname === SIGN_IN;
    if (ended && (left || !typed(document.body))) return location.replace(left ? SIGNED_OUT : origin(answer));
    for (const each of document.querySelectorAll(".session-ended")) each.hidden = !ended;
  } catch {
    // Nobody answered, so nobody says that the session has ended.
  } finally {
    asking.abort();
  }
  setTimeout(listen, AGAIN);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply]");
  if (form && !event.target.closest(".fold[open]")) form.requestSubmit(); // unfolded, it waits for its button
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const pressed = event.submitter?.dataset ?? {};
  if (form.method !== "post" || "again" in form.dataset || "again" in pressed) return; // a download may be wanted again
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// Coming back to a page by the browser's own way shows it as it is now.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  location.reload();
});

for (const form of document.querySelectorAll("form[data-apply]")) form.classList.add("applies");
for (const region of document.querySelectorAll("[data-follow]")) region.scrollTop = region.scrollHeight;
remember();
drawAll();
if (document.querySelector("[data-live]")) {
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  listen();
}
