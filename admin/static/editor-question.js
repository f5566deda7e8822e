// One question: closed it is a line, open it has just the fields that its kind uses.
import { conditional, conditions, jumps, kinds } from "./editor-branch.js";
import { data, h, named, sign, t, unused } from "./editor-dom.js";
import { amount, choose, flag, labelled, select, text } from "./editor-fields.js";
import { list } from "./editor-lists.js";
import { changed, copied, everyQuestion, idOf, schemeOf, store, weightIn, weightSum } from "./editor-store.js";

const open = new Set();
const unfolded = new Set();
const put_by = new WeakMap(); // question -> the fields that an earlier kind of it used

const MADE = {
  least: (question, where) => amount(question, "least", where),
  most: (question, where) => amount(question, "most", where),
  low: (question, where) => amount(question, "low", where, { placeholder: said(question, "low") }),
  high: (question, where) => amount(question, "high", where, { placeholder: said(question, "high") }),
  weight,
  reason_below: (question, where) => amount(question, "reason_below", where),
  unit: (question, where) => text(question, "unit", where, { spoken: true }),
  option: (question, where) => list(question, "option", where, { exclusive: question.kind === "multi", fixed: question.kind === "yes_no" }),
  row: (question, where) => list(question, "row", where, { prefix: "r" }),
  scheme: scheme,
};
const ORDER = ["scheme", "row", "option", "unit", "low", "high", "least", "most", "pattern", "weight", "reason_below"];

export function titleOf(question) {
  return question.title || question.text || t("untitled");
}

function said(question, name) {
  return String(data.kinds[question.kind]?.defaults[name] ?? "");
}

function weight(question, where) {
  const field = amount(question, "weight", where, { placeholder: said(question, "weight"), hint: " " });
  const hint = field.querySelector(".aside");
  hint.classList.add("share");
  hint.tell = () => {
    const [sum, mine] = [weightSum(), weightIn(question)];
    hint.textContent = sum && mine ? t("weight_share", { share: Math.round((1000 * mine) / sum) / 10 }) : "";
  };
  hint.tell();
  return field;
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

function fit(question) {
  const { uses, defaults } = data.kinds[question.kind] ?? { uses: [], defaults: {} };
  if (uses.includes("scheme") && !question.scheme && !defaults.scheme) question.scheme = Object.keys(data.schemes).find((key) => key === "satisfaction5") ?? Object.keys(data.schemes)[0];
  if (question.kind === "yes_no" && question.option?.map((each) => each.key).join() !== "yes,no") question.option = [{ key: "yes", label: t("yes") }, { key: "no", label: t("no") }];
  if (uses.includes("option") && !question.option?.length) question.option = [{ key: "o1", label: "" }, { key: "o2", label: "" }];
  if (uses.includes("row") && !question.row?.length) question.row = [{ key: "r1", label: "" }, { key: "r2", label: "" }];
}

// What the new kind does not use is put by, and comes back with the old one: nothing typed is lost.
function become(question, kind) {
  const by = put_by.get(question) ?? {};
  if (question.option) by[`option ${question.kind}`] = question.option;
  const { uses } = data.kinds[kind];
  const all = new Set(Object.values(data.kinds).flatMap((each) => each.uses));
  for (const name of all) {
    if (name in question && !uses.includes(name)) {
      by[name] = question[name];
      delete question[name];
    } else if (uses.includes(name) && !(name in question) && name in by) question[name] = by[name];
  }
  if (uses.includes("option") && by[`option ${kind}`]) question.option = by[`option ${kind}`];
  put_by.set(question, by);
  question.kind = kind;
  fit(question);
  changed(true);
}

function scheme(question, where) {
  const own = store.definition.schemes ?? {};
  const known = { ...data.schemes, ...own };
  const options = Object.entries(known).map(([key, each]) => [key, each.title || key]);
  const shown = (schemeOf(question)?.level ?? []).map((level) => level.label).join("、");
  const field = choose(question, "scheme", where, options, { whole: true, hint: shown });
  const copy = () => {
    store.definition.schemes ??= {};
    const key = unused(`${question.scheme ?? "own"}_`.slice(0, 38), new Set(Object.keys(known)));
    store.definition.schemes[key] = copied(schemeOf(question) ?? { title: "", level: [] });
    question.scheme = key;
    changed(true);
    document.querySelector(`[data-where="schemes.${key}.title"] input`)?.focus();
  };
  field.append(h("button", { type: "button", className: "button small", on: { click: copy } }, t("scheme_copy")));
  return field;
}

// `place` has the section's and the question's index, and the number that the question has in all.
export function questionCard(question, place, acts) {
  const where = `section.${place.section + 1}.question.${place.index + 1}`;
  const id = idOf(question);
  const body = h("div", { className: "body stack tight" });
  const details = h("details", { className: "question", open: open.has(id), id: `d${id}` }, line(question, place.number), body);
  const fill = () => {
    body.replaceChildren(...fields(question, where));
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
  card.addEventListener("input", () => details.replaceChild(line(question, place.number), details.querySelector("summary")));
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

function fields(question, where) {
  const { uses } = data.kinds[question.kind] ?? { uses: [] };
  const named_ = [...ORDER.filter((name) => uses.includes(name)), ...uses.filter((name) => !ORDER.includes(name))];
  const kind = select(question.kind, kinds(), (value) => become(question, value));
  return [
    text(question, "text", where, { long: true, needed: true, spoken: true, hint: "" }),
    h("div", { className: "pair" },
      text(question, "title", where, { needed: true }),
      labelled(named("field", "kind"), `${where}.kind`, kind, named("about_kind", question.kind))),
    h("div", { className: "uses" }, named_.map((name) => (MADE[name] ?? ((each, at) => text(each, name, at)))(question, where))),
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
  ];
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
