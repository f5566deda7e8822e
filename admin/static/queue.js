// The keys of the queue: j k and arrows move, Enter opens, x picks, / searches, ? tells the keys.
// Without this script rows are walked by Tab and picked by Space, as on every page.

const help = document.getElementById("keys");

function rows() {
  return [...document.querySelectorAll(".queue > li")];
}

function writing(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox])") !== null;
}

function current(list) {
  return list.findIndex((row) => row.contains(document.activeElement));
}

function move(by) {
  const list = rows();
  const at = current(list);
  const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
  const link = next?.querySelector("a");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function pick() {
  rows()[current(rows())]?.querySelector("input[type=checkbox]")?.click();
}

function search() {
  document.querySelector(".search-box input")?.focus();
}

function tell() {
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
}

const DONE = { j: () => move(1), k: () => move(-1), x: pick, "/": search, "?": tell };
const AMONG_ROWS = { ArrowDown: DONE.j, ArrowUp: DONE.k }; // elsewhere they scroll

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (writing(event.target)) return;
  const act = DONE[event.key] ?? (current(rows()) < 0 ? undefined : AMONG_ROWS[event.key]);
  if (!act) return;
  event.preventDefault();
  act();
});

// "All of this page" ticks what is to be seen, and a row that is taken out takes it back.
document.addEventListener("change", (event) => {
  const all = document.getElementById("pick-all");
  if (event.target === all) {
    for (const box of document.querySelectorAll(".queue input[type=checkbox]")) box.checked = all.checked;
  } else if (event.target.matches(".queue input[type=checkbox]") && !event.target.checked) {
    all.checked = false;
  }
});

help.hidden = false;
