// The definition that is edited. What is typed is kept in this browser until it is saved.
import { data } from "./editor-dom.js";

const KEPT = `manyi.survey.${data?.key}`;
const PAUSE = 1500; // ms: what is typed with shorter ones is undone in one
const listeners = new Set();
let names = new WeakMap();
let last = 0;
let timer = 0;
let before = []; // the definitions that can be had again, the latest at the end
let now = copied(data?.definition);
let typed = 0;

export const store = {
  key: data?.key,
  base: data?.base,
  began: copied(data?.definition),
  definition: data?.definition,
  beside: "",
  codes: false, // whether the codes of options, rows and levels are shown
  restored: false,
};

export function copied(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

export function same(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

export function dirty() {
  return !same(store.definition, store.began);
}

// A name for this object as long as the page is open, whatever is moved.
export function idOf(thing) {
  if (!names.has(thing)) names.set(thing, `n${(last += 1)}`);
  return names.get(thing);
}

export function listen(act) {
  listeners.add(act);
}

// Something was typed or chosen; `whole`: the sheet has to be drawn anew.
export function changed(whole = false) {
  remember(whole);
  clearTimeout(timer);
  timer = setTimeout(keep, 150);
  for (const act of listeners) act(whole);
}

function remember(whole) {
  const at = Date.now();
  if (!same(now, store.definition)) {
    if (whole || at - typed > PAUSE) before.push(now);
    typed = whole ? 0 : at;
  }
  now = copied(store.definition);
}

// How many changes can be undone.
export const past = () => before.length;

export function undo() {
  if (!before.length) return false;
  adopt(before.pop());
  typed = 0;
  changed(true);
  return true;
}

// Another definition in place of ours; questions keep their names, so that what was open stays open.
function adopt(definition) {
  const known = new Map(everyQuestion().map(([question]) => [question.key, idOf(question)]));
  store.definition = copied(definition);
  now = copied(definition);
  names = new WeakMap();
  for (const [question] of everyQuestion()) if (known.has(question.key)) names.set(question, known.get(question.key));
}

// The definition as a colleague has saved it, or as both together; we go on from theirs.
export function replace(definition, base, began) {
  adopt(definition);
  before = []; // further back lies what our colleague has not seen
  store.base = base;
  store.began = copied(began);
  keep();
  for (const act of listeners) act(true);
}

export function keep() {
  try {
    if (!dirty()) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, JSON.stringify({ base: store.base, began: store.began, definition: store.definition }));
  } catch {
    // a browser that keeps nothing: what is typed lasts as long as the page
  }
}

// What was typed last time and never saved.
export function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(KEPT) || "null");
  } catch {
    return;
  }
  if (!kept || same(kept.definition, store.definition)) return;
  Object.assign(store, kept, { restored: true });
  now = copied(store.definition);
}

export function forget() {
  const served = JSON.parse(document.getElementById("editor-data").textContent);
  store.restored = false;
  replace(served.definition, served.base, served.definition);
}

export function sections() {
  store.definition.section ??= [];
  return store.definition.section;
}

export function questionsOf(section) {
  section.question ??= [];
  return section.question;
}

// [question, section index, question index], all of them in their order.
export function everyQuestion() {
  return sections().flatMap((section, s) => questionsOf(section).map((question, q) => [question, s, q]));
}

export function schemeOf(question) {
  const key = question.scheme ?? data.kinds[question.kind]?.defaults.scheme;
  return store.definition.schemes?.[key] ?? data.schemes[key];
}

// [key, label] of all that can be picked to answer it.
export function choicesOf(question) {
  if (question.kind === "yes_no" || question.option) return (question.option ?? []).map((each) => [each.key, each.label]);
  if (question.kind === "nps") return Array.from({ length: 11 }, (_, number) => [String(number), String(number)]);
  return (schemeOf(question)?.level ?? []).map((each) => [each.key, each.label]);
}

export function weightOf(question) {
  return Number(question.weight ?? data.kinds[question.kind]?.defaults.weight ?? 0);
}

// What it adds to the sum: each row of a matrix has the matrix's weight, or one of its own.
export function weightIn(question) {
  if (question.kind !== "matrix") return weightOf(question);
  return (question.row ?? []).reduce((sum, row) => sum + Number(row.weight ?? weightOf(question)), 0);
}

export function weightSum() {
  const sum = everyQuestion().reduce((total, [question]) => total + weightIn(question), 0);
  return Number.isFinite(sum) ? Math.round(sum * 100) / 100 : 0;
}

addEventListener("pagehide", keep);
