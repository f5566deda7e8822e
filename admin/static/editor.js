// The editor of a survey: the sheet on the left, the chat to try it out on the right, what is wrong at its field.
import { button, data, h, sign, t } from "./editor-dom.js";
import { kinds } from "./editor-branch.js";
import { problemsAt, shown } from "./editor-problems.js";
import { again, fresh, questionCard, titleOf, unfold } from "./editor-question.js";
import { conflict } from "./editor-conflict.js";
import * as server from "./editor-server.js";
import { changed, copied, dirty, everyQuestion, forget, idOf, keep, listen, questionsOf, restore, sections, store, weightSum } from "./editor-store.js";
import { about, sectionFields } from "./editor-survey.js";

const CHECK = 500;
let root = null;
let sheet = null;
let due = 0;
let asked = 0;
let undo = null;
let problems = [];

const bar = {};

function build() {
  root = document.getElementById("editor");
  sheet = h("div", { className: "sheet stack" });
  bar.said = h("span", { role: "status", className: "said-now" });
  bar.undo = button(t("undo"), restoreRemoved, { hidden: true, className: "button small" });
  bar.kept = h("span", { className: "aside", id: "kept" });
  bar.weights = h("span", { className: "badge", id: "weights" });
  bar.problems = button("", firstProblem, { id: "problems", className: "badge late" });
  bar.save = button(t("save"), saveDraft, { id: "save", className: "button main" });
  bar.try = button(t("preview"), tryOut, { id: "try", className: "button" });
  bar.frame = h("div", { className: "try" }, h("p", { className: "empty" }, t("preview_hint")));
  bar.notes = h("div", { id: "notes", className: "stack tight" });
  root.replaceChildren(
    h("div", { className: "editor-bar" }, bar.save, bar.try, bar.kept, bar.weights, bar.problems, bar.said, bar.undo),
    bar.notes,
    h("div", { className: "editor-columns" }, sheet, h("aside", { "aria-label": t("preview"), id: "preview" }, bar.frame)));
  if (store.restored) note(t("kept"), [button(t("kept_drop"), () => { forget(); note(); }, { className: "button small" })]);
}

// A message that stays above the sheet until it is settled.
function note(words = "", acts = [], more = []) {
  bar.notes.replaceChildren(...(words ? [h("div", { className: "notice wait stack tight", role: "alert", tabIndex: -1 }, h("p", {}, words), more, h("div", { className: "buttons" }, acts))] : []));
  bar.notes.firstElementChild?.focus();
}

function draw() {
  const held = handle(document.activeElement);
  let number = 0;
  const parts = sections().map((section, place) => part(section, place, () => (number += 1)));
  sheet.replaceChildren(about(), ...parts, h("div", { className: "buttons" }, button(t("section_add"), addSection, { id: "add-section" })));
  problemsAt(root, problems);
  if (held) document.querySelector(held)?.focus({ preventScroll: true });
}

// The way back to what had the focus before the sheet was drawn anew.
function handle(element) {
  if (!element || !sheet.contains(element)) return null;
  if (element.dataset.act) return `[data-act="${element.dataset.act}"]`;
  const where = element.closest("[data-where]")?.dataset.where;
  return where ? `[data-where="${where}"] ${element.localName}` : null;
}

function part(section, place, next) {
  const where = `section.${place + 1}`;
  const before = everyQuestion().filter(([, s]) => s < place).map(([question]) => question);
  const cards = questionsOf(section).map((question, index) => questionCard(question, { section: place, index, number: next() }, acts));
  return h("section", { className: "part stack tight", "aria-labelledby": `part${place}`, data: { where } },
    h("div", { className: "line" }, h("h2", { id: `part${place}` }, t("section", { number: place + 1 })),
      h("span", { className: "signs push" },
        sign("up", `${t("up")} ${t("section", { number: place + 1 })}`, () => moveSection(place, -1), { disabled: place === 0 }),
        sign("down", `${t("down")} ${t("section", { number: place + 1 })}`, () => moveSection(place, 1), { disabled: place === sections().length - 1 }),
        sign("remove", `${t("section_delete")} ${place + 1}`, () => removeSection(place)))),
    sectionFields(section, where, before),
    h("ol", { className: "questions" }, cards),
    adder(section, place));
}

function adder(section, place) {
  const menu = h("details", { className: "adder", id: `add${place}` }, h("summary", { className: "button" }, t("question_add")),
    h("div", { className: "kinds", role: "group", "aria-label": t("question_kind") }, kinds().map(([kind, label]) => button(label, () => addQuestion(section, kind), { className: "button small", "data-kind": kind }))));
  return menu;
}

function addQuestion(section, kind) {
  const question = fresh(kind);
  questionsOf(section).push(question);
  changed(true);
  show(question)?.querySelector("textarea")?.focus();
}

function show(question) {
  const card = document.querySelector(`[data-id="${idOf(question)}"]`);
  card?.scrollIntoView({ block: "center" });
  return card;
}

function addSection() {
  const section = { title: "", question: [] };
  delete section.title;
  sections().push(section);
  changed(true);
  document.querySelector(`[data-where="section.${sections().length}.title"] input`)?.focus();
}

function moveSection(place, by) {
  const all = sections();
  [all[place], all[place + by]] = [all[place + by], all[place]];
  changed(true);
}

function removeSection(place) {
  const all = sections();
  const [removed] = all.splice(place, 1);
  removable(t("section_deleted"), () => all.splice(Math.min(place, all.length), 0, removed));
}

function removable(words, back) {
  undo = back;
  changed(true);
  say(words);
  bar.undo.hidden = false;
  bar.undo.focus();
}

function restoreRemoved() {
  undo?.();
  undo = null;
  bar.undo.hidden = true;
  changed(true);
  say(t("undone"));
}

function place(question) {
  const all = everyQuestion();
  return all.findIndex(([each]) => each === question);
}

const acts = {
  first: (question) => place(question) === 0,
  last: (question) => place(question) === everyQuestion().length - 1 && questionsOf(sections().at(-1)).includes(question),
  move(question, by) {
    const [, s, q] = everyQuestion()[place(question)];
    const here = questionsOf(sections()[s]);
    const next = sections()[s + by];
    if (here[q + by]) [here[q], here[q + by]] = [here[q + by], here[q]];
    else if (next) {
      here.splice(q, 1);
      questionsOf(next).splice(by < 0 ? questionsOf(next).length : 0, 0, question);
    } else return;
    changed(true);
    const moved = document.querySelector(`[data-act="${idOf(question)}.${by < 0 ? "up" : "down"}"]`);
    if (moved && !moved.disabled && document.activeElement !== moved && !sheet.contains(document.activeElement)) moved.focus();
    show(question);
    say(t("moved", { name: titleOf(question), number: place(question) + 1 }));
  },
  copy(question) {
    const [, s, q] = everyQuestion()[place(question)];
    const made = again(question);
    questionsOf(sections()[s]).splice(q + 1, 0, made);
    changed(true);
    show(made)?.querySelector("textarea")?.focus();
  },
  remove(question) {
    const [, s, q] = everyQuestion()[place(question)];
    const here = questionsOf(sections()[s]);
    here.splice(q, 1);
    removable(t("question_deleted", { name: titleOf(question) }), () => here.splice(Math.min(q, here.length), 0, question));
  },
};

function say(words) {
  bar.said.textContent = words;
}

function tell() {
  const sum = weightSum();
  bar.weights.textContent = sum ? t("weights", { sum }) : t("weights_none");
  for (const each of sheet.querySelectorAll(".share")) each.tell();
  bar.kept.textContent = t(dirty() ? "unsaved" : "all_saved");
  bar.problems.textContent = t("problems", { count: problems.length });
  bar.problems.hidden = !problems.length;
}

async function look() {
  const mine = (asked += 1);
  const answer = await server.check();
  if (mine !== asked) return; // something was typed since
  if (answer.status === 401) return note(t("signed_out"));
  if (answer.problems) found(answer.problems);
}

function found(list) {
  problems = list;
  problemsAt(root, problems);
  tell();
}

function firstProblem() {
  const first = problems[0];
  if (!first) return;
  if (first.language && store.definition.languages?.includes(first.language)) store.beside = first.language;
  const [, s, q] = first.where.match(/^section\.(\d+)\.question\.(\d+)/) ?? [];
  const question = s && questionsOf(sections()[s - 1] ?? {})[q - 1];
  if (question) unfold(question);
  if (question || first.language) draw();
  shown(root, first);
}

let saving = false;
async function saveDraft() {
  if (saving) return false;
  saving = true;
  say(t("saving"));
  const sent = copied(store.definition);
  const answer = await server.save();
  saving = false;
  if (answer.status === 200) return saved(answer.base, sent);
  say("");
  if (answer.status === 400 && answer.problems) {
    asked += 1;
    found(answer.problems);
    say(t("cannot_save", { count: problems.length }));
    firstProblem();
  } else if (answer.status === 409) conflict(answer, { note, say, done: () => changed(true) });
  else note(t({ 401: "signed_out", 413: "too_large" }[answer.status] ?? "offline"), [button(t("save"), saveDraft)]);
  return false;
}

function saved(base, sent) {
  store.base = base;
  store.began = sent;
  keep();
  note();
  document.getElementById("standing").textContent = t("version", { number: base.number });
  say(t("saved", { number: base.number }));
  tell();
  return true;
}

async function tryOut() {
  if (!(dirty() ? await saveDraft() : true)) return;
  const answer = await server.link();
  if (answer.status !== 200) return note(t(answer.status === 401 ? "signed_out" : "offline"));
  bar.frame.replaceChildren(h("iframe", { className: "phone", src: answer.to, title: t("preview_frame") }));
  bar.try.textContent = t("preview_again");
  if (bar.frame.getBoundingClientRect().top > innerHeight - 120) bar.frame.scrollIntoView();
}

if (data) {
  restore();
  build();
  draw();
  listen((whole) => {
    if (whole) draw();
    tell();
    clearTimeout(due);
    due = setTimeout(look, CHECK);
  });
  root.addEventListener("filled", () => problemsAt(root, problems));
  tell();
  look();
}

