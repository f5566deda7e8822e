// One question: closed it is a line, open it has just the fields that its kind uses.
import { conditional, conditions, jumps, kinds } from "./editor-branch.js";
import { h, named, sign, t, unused } from "./editor-dom.js";
import { flag, labelled, select, text } from "./editor-fields.js";
import { become, fit, ofKind } from "./editor-kinds.js";
import { changed, copied, everyQuestion, idOf, store, weightIn } from "./editor-store.js";

const open = new Set();
const unfolded = new Set();

export function titleOf(question) {
  return question.title || question.text || t("untitled");
}

// A question with a key that no other has, and with what its kind needs to be one.
export function fresh(kind) {
  const keys = new Set(everyQuestion().map(([question]) => question.key));
  const question = { key: unused("q", keys), kind, title: "", text: "" };
  fit(question);
  open.add(idOf(question));
  return question;
}

export function again(question) {
  const keys = new Set(everyQuestion().map(([each]) => each.key));
  const made = { ...copied(question), key: unused(`${question.key.slice(0, 36)}_`, keys) };
  open.add(idOf(made));
  return made;
}

export function unfold(question) {
  open.add(idOf(question));
}

// Close them all; open them all, where all are closed.
export function fold(questions) {
  const ids = questions.map(idOf);
  const closed = ids.every((id) => !open.has(id));
  for (const id of ids) closed ? open.add(id) : open.delete(id);
}

// `place` has the section's and the question's index, and the number that the question has in all.
export function questionCard(question, place, acts) {
  const where = `section.${place.section + 1}.question.${place.index + 1}`;
  const id = idOf(question);
  const body = h("div", { className: "body stack tight" });
  const details = h("details", { className: "question", open: open.has(id), id: `d${id}` }, line(question, place.number), body);
  const fill = () => {
    body.replaceChildren(...fields(question, where, place.number, acts).filter(Boolean)); // null would be written out
    details.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
  };
  details.addEventListener("toggle", () => {
    if (details.open === open.has(id)) return;
    if (details.open) open.add(id);
    else open.delete(id);
    if (details.open) fill();
  });
  if (details.open) fill();
  const card = h("li", { className: "card-question", data: { where, id } }, details, buttons(question, acts));
  card.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    acts.move(question, event.key === "ArrowUp" ? -1 : 1);
  });
  card.addEventListener("input", () => {
    details.replaceChild(line(question, place.number), details.querySelector("summary"));
    card.replaceChild(buttons(question, acts), card.querySelector(":scope > .signs")); // they are called after it
  });
  return card;
}

function line(question, number) {
  const weighs = weightIn(question);
  return h("summary", {}, h("span", { className: "count" }, t("number_of", { number })), " ",
    h("b", {}, titleOf(question)), " ",
    h("span", { className: "aside" }, named("kind", question.kind)), " ",
    weighs ? h("span", { className: "badge" }, t("weight_of", { weight: weighs })) : null,
    question.required ? h("span", { className: "badge" }, t("required")) : null,
    conditional(question) ? h("span", { className: "badge work" }, t("conditional")) : null);
}

function buttons(question, acts) {
  const id = idOf(question);
  const name = titleOf(question);
  const made = (sort, label, act, ends) => sign(sort, `${label} ${name}`, act, { "data-act": `${id}.${sort}`, disabled: Boolean(ends) });
  return h("div", { className: "signs" },
    made("up", t("up"), () => acts.move(question, -1), acts.first(question)),
    made("down", t("down"), () => acts.move(question, 1), acts.last(question)),
    made("copy", t("question_copy"), () => acts.copy(question)),
    made("remove", t("question_delete"), () => acts.remove(question)));
}

function fields(question, where, number, acts) {
  const kind = select(question.kind, kinds(), (value) => become(question, value));
  return [
    text(question, "text", where, { long: true, needed: true, spoken: true, hint: "" }),
    h("div", { className: "pair" },
      text(question, "title", where, { needed: true }),
      labelled(named("field", "kind"), `${where}.kind`, kind, named("about_kind", question.kind))),
    h("div", { className: "uses" }, ofKind(question, where)),
    flag(question, "required", where, { whole: false }),
    folded(question, "branch", named("field", "show_if"), () => [
      h("p", { className: "aside" }, question.show_if?.length ? t("show_all") : t("always")),
      conditions(question, "show_if", where, { until: question }),
      h("h3", {}, named("field", "jump")),
      jumps(question, where)], conditional(question)),
    folded(question, "more", t("more"), () => [
      text(question, "again", where, { long: true, spoken: true }),
      text(question, "hint", where, { long: true, spoken: true }),
      text(question, "text_else", where, { long: true, spoken: true, hint: t("computed_hint") }),
      keyField(question, where)]),
    everyQuestion().length > 2 ? placing(question, number, acts) : null,
  ];
}

// To any place at once; by one step the arrows do it.
function placing(question, number, acts) {
  const places = everyQuestion().map((_, place) => [String(place + 1), t("place", { number: place + 1 })]);
  const chosen = select(String(number), places, (value) => acts.put(question, Number(value)), { className: "narrow" });
  return labelled(t("put"), "", chosen);
}

// Who renames a question renames it wherever it is referred to.
function keyField(question, where) {
  const field = text(question, "key", where, { needed: true, hint: t("key_hint") });
  const typed = field.querySelector("input");
  let before = question.key;
  typed.addEventListener("change", () => {
    const taken = everyQuestion().some(([each]) => each !== question && each.key === question.key);
    if (!taken && question.key) rename(store.definition, before, question.key);
    before = question.key;
    changed();
  });
  return field;
}

function rename(value, from, to) {
  if (Array.isArray(value)) return value.forEach((each) => rename(each, from, to));
  if (value === null || typeof value !== "object") return undefined;
  for (const name of ["question", "to", "per"]) {
    if (value[name] === from) value[name] = to;
    else if (name === "question" && typeof value[name] === "string" && value[name].startsWith(`${from}__`)) value[name] = to + value[name].slice(from.length);
  }
  return Object.values(value).forEach((each) => rename(each, from, to));
}

// Open what must be seen: a problem there, something set there.
function folded(question, name, label, made, full = false) {
  const id = `${idOf(question)}${name}`;
  const details = h("details", { id: `f${id}`, open: full || unfolded.has(id) }, h("summary", {}, label), h("div", { className: "stack tight" }, made()));
  details.addEventListener("toggle", () => (details.open ? unfolded.add(id) : unfolded.delete(id)));
  return details;
}
