// The single keys that every page hears: / searches, g and a letter goes to a place of the menu, ? tells all keys.
// Whoever does not want keys to do such things turns them off there (WCAG 2.1.4); the browser keeps that.

const OFF = "manyi-keys-off";
const PATIENCE = 1500; // milliseconds after g
const help = document.getElementById("keys"); // not on pages that stand alone

function heard() {
  return localStorage.getItem(OFF) === null;
}

function listen(on) {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
}

function writing(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox])") !== null;
}

// The key, where it is meant for the page: not for a field, not part of a shortcut of the browser.
export function key(event) {
  const others = event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey;
  return others || help?.open || writing(event.target) || !heard() ? "" : event.key;
}

let going = 0; // when g was pressed

function go(letter) {
  const link = document.querySelector(`.menu a[data-key="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

document.addEventListener(
  "keydown",
  (event) => {
    const pressed = key(event);
    const gone = going && event.timeStamp - going < PATIENCE;
    going = pressed === "g" ? event.timeStamp : 0;
    if (pressed === "?") help?.showModal();
    const done = pressed === "/" ? document.querySelector(".search-box input, [role=search] input") : null;
    done?.focus();
    if (done || (gone && pressed !== "g" && go(pressed))) event.preventDefault();
  },
  { capture: true },
);

if (help) {
  const wanted = document.getElementById("keys-on");
  wanted.checked = heard();
  wanted.addEventListener("change", () => listen(wanted.checked));
  const opener = document.getElementById("keys-open");
  opener.addEventListener("click", () => help.showModal());
  opener.hidden = false;
}
