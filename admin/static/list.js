// The keys of every list: j k and arrows move, Enter opens, x picks.
// Without this script rows are walked by Tab and picked by Space, as on every page.
import { key } from "./keys.js";

const ROWS = "main .rows > li, main .voices > li, main .follow-up, main .parked-one, main .table.sheets > tbody > tr";

function rows() {
  return [...document.querySelectorAll(ROWS)].filter((row) => row.querySelector("a[href]"));
}

function current(list) {
  return list.findIndex((row) => row.contains(document.activeElement));
}

function move(by) {
  const list = rows();
  const at = current(list);
  const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
  const link = next?.querySelector("a[href]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function pick() {
  rows()[current(rows())]?.querySelector("input[type=checkbox]")?.click();
}

const DONE = { j: () => move(1), k: () => move(-1), x: pick };
const AMONG_ROWS = { ArrowDown: DONE.j, ArrowUp: DONE.k }; // elsewhere they scroll

document.addEventListener("keydown", (event) => {
  const pressed = key(event);
  const act = DONE[pressed] ?? (current(rows()) < 0 ? undefined : AMONG_ROWS[pressed]);
  if (!act) return;
  event.preventDefault();
  act();
});

const BOX = ":is(.queue, .parked-one) input[type=checkbox]";

// "All of this page" ticks what is to be seen, and a row that is taken out takes it back.
document.addEventListener("change", (event) => {
  const all = document.getElementById("pick-all");
  if (event.target === all) {
    for (const box of document.querySelectorAll(BOX)) box.checked = all.checked;
  } else if (all && event.target.matches(BOX) && !event.target.checked) {
    all.checked = false;
  }
});
