// The sheet: the survey's own fields, then its sections with their questions, and what can be done with these.
import { offerUndo, say } from "./editor-bar.js";
import { kinds } from "./editor-branch.js";
import { button, h, sign, t } from "./editor-dom.js";
import { again, fold, fresh, questionCard, titleOf } from "./editor-question.js";
import { changed, everyQuestion, idOf, questionsOf, sections } from "./editor-store.js";
import { about, sectionFields } from "./editor-survey.js";

export const sheet = h("div", { className: "sheet stack" });

export function draw() {
  const held = handle(document.activeElement);
  let number = 0;
  const drawn = sections().map((section, place) => part(section, place, () => (number += 1)));
  sheet.replaceChildren(about(), ...drawn, h("div", { className: "buttons" }, button(t("section_add"), addSection, { id: "add-section" })));
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
    h("div", { className: "line" }, h("h2", { id: `part${place}` }, t("section", { number: place + 1 })), signs(section, place)),
    sectionFields(section, where, before),
    h("ol", { className: "questions" }, cards),
    adder(section, place));
}

function signs(section, place) {
  const name = t("section", { number: place + 1 });
  const folding = () => {
    fold(questionsOf(section));
    draw();
    changed();
  };
  return h("span", { className: "signs push" },
    questionsOf(section).length > 1 ? button(t("fold"), folding, { className: "button plain small", "data-act": `fold${place}` }) : null,
    sign("up", `${t("up")} ${name}`, () => moveSection(place, -1), { disabled: place === 0 }),
    sign("down", `${t("down")} ${name}`, () => moveSection(place, 1), { disabled: place === sections().length - 1 }),
    sign("remove", `${t("section_delete")} ${place + 1}`, () => removeSection(place)));
}

function adder(section, place) {
  return h("details", { className: "adder", id: `add${place}` }, h("summary", { className: "button" }, t("question_add")),
    h("div", { className: "kinds", role: "group", "aria-label": t("question_kind") }, kinds().map(([kind, label]) => button(label, () => addQuestion(section, kind), { className: "button small", "data-kind": kind }))));
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
  sections().push({ question: [] });
  changed(true);
  document.querySelector(`[data-where="section.${sections().length}.title"] input`)?.focus();
}

function moveSection(place, by) {
  const all = sections();
  [all[place], all[place + by]] = [all[place + by], all[place]];
  changed(true);
}

function removeSection(place) {
  sections().splice(place, 1);
  changed(true);
  offerUndo(t("section_deleted"));
}

function placeOf(question) {
  return everyQuestion().findIndex(([each]) => each === question);
}

// Put it where the question of this number stands, in the section of that one.
function put(question, number) {
  const all = everyQuestion();
  const from = placeOf(question);
  const [, s, q] = all[from];
  const [other, to] = all[number - 1];
  questionsOf(sections()[s]).splice(q, 1);
  const there = questionsOf(sections()[to]);
  there.splice(there.indexOf(other) + (number - 1 > from ? 1 : 0), 0, question);
}

const acts = {
  first: (question) => placeOf(question) === 0,
  last: (question) => placeOf(question) === everyQuestion().length - 1 && questionsOf(sections().at(-1)).includes(question),
  move(question, by) {
    const [, s, q] = everyQuestion()[placeOf(question)];
    const here = questionsOf(sections()[s]);
    const next = sections()[s + by];
    if (here[q + by]) [here[q], here[q + by]] = [here[q + by], here[q]];
    else if (next) {
      here.splice(q, 1);
      questionsOf(next).splice(by < 0 ? questionsOf(next).length : 0, 0, question);
    } else return;
    moved(question, by < 0 ? "up" : "down");
  },
  put(question, number) {
    if (number - 1 === placeOf(question)) return;
    put(question, number);
    moved(question, "up");
  },
  copy(question) {
    const [, s, q] = everyQuestion()[placeOf(question)];
    const made = again(question);
    questionsOf(sections()[s]).splice(q + 1, 0, made);
    changed(true);
    show(made)?.querySelector("textarea")?.focus();
  },
  remove(question) {
    const [, s, q] = everyQuestion()[placeOf(question)];
    questionsOf(sections()[s]).splice(q, 1);
    changed(true);
    offerUndo(t("question_deleted", { name: titleOf(question) }));
  },
};

function moved(question, way) {
  changed(true);
  const button_ = document.querySelector(`[data-act="${idOf(question)}.${way}"]`);
  if (button_ && !button_.disabled && !sheet.contains(document.activeElement)) button_.focus();
  show(question);
  say(t("moved", { name: titleOf(question), number: placeOf(question) + 1 }));
}
