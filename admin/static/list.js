// The keys of every list: j k and arrows move, Enter opens, x picks.
// Without this script rows are walked by Tab and picked by Space, as on every page.
import { key } from "./keys.js";

const ROWS =
  "main .rows > li, main .voices > li, main .follow-up, main .parked-one, main .table.sheets > tbody > tr, main .category";
const BOX = "input[type=checkbox][name=picked]";

// Where a row is come to: what it leads to, else its box.
function handle(row) {
  return row.querySelector("a[href]") ?? row.querySelector(BOX);
}

function rows() {
  return [...document.querySelectorAll(ROWS)].filter(handle);
}

function current(list) {
  return list.findIndex((row) => row.contains(document.activeElement));
}

function move(by) {
  const list = rows();
  const at = current(list);
  const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
  const there = next && handle(next);
  there?.focus();
  there?.scrollIntoView({ block: "nearest" });
}

function pick() {
  rows()[current(rows())]?.querySelector(BOX)?.click();
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

// Enter on a box, or in a field beside them, sends nothing: nobody sees which button it would press.
document.addEventListener("keydown", (event) => {
  const field = event.target.matches(`main ${BOX}, .take input`);
  if (event.key === "Enter" && field && !event.isComposing) event.preventDefault();
});

// "All of this page" ticks what is to be seen, and a row that is taken out takes it back.
document.addEventListener("change", (event) => {
  const all = document.getElementById("pick-all");
  const boxes = [...document.querySelectorAll(`main ${BOX}`)];
  if (event.target === all) for (const box of boxes) box.checked = all.checked;
  else if (all && event.target.matches(BOX) && !event.target.checked) all.checked = false;
  tell(boxes.filter((box) => box.checked).length);
});

function tell(number) {
  const told = document.getElementById("ticked");
  if (told) told.textContent = number ? told.dataset.said.replace("#", number) : "";
}

tell(document.querySelectorAll(`main ${BOX}:checked`).length); // a browser that comes back keeps the ticks
