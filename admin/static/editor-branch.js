// Conditions in plain words: when a question is asked, and where it goes on after it.
import { button, data, h, named, sign, t } from "./editor-dom.js";
import { input, select, trimmed } from "./editor-fields.js";
import { changed, choicesOf, everyQuestion, schemeOf } from "./editor-store.js";

const HOWS = ["is", "is_not", "first", "below", "above", "answered"];
const SCORED = new Set(["scale", "nps", "ces", "stars", "hundred", "number", "yes_no", "matrix"]);

// [key, title, question] of what conditions may ask about, up to a question and, if `itself`, with it.
function known(until, itself) {
  const found = [];
  for (const [question] of everyQuestion()) {
    if (question === until && !itself) break;
    const rows = question.kind === "matrix" ? question.row ?? [] : null;
    const title = question.title || question.text || question.key;
    if (!rows) found.push([question.key, title, question]);
    else for (const row of rows) found.push([`${question.key}__${row.key}`, `${title}：${row.label}`, question]);
    if (question === until) break;
  }
  return found;
}

// The list of conditions under `name`; all of them must hold.
export function conditions(table, name, where, { until = null, itself = false, addLabel = t("show_add") } = {}) {
  const rows = table[name] ?? [];
  const asked = known(until, itself);
  const path = trimmed(`${where}.${name}`);
  const add = () => {
    const [key, , question] = asked.at(-1);
    table[name] = [...rows, started(key, question)];
    changed(true);
    document.querySelector(`[data-where="${path}.${rows.length + 1}"] select`)?.focus();
  };
  return h("div", { className: "conditions", data: { where: path } },
    h("ul", {}, rows.map((row, place) => condition(table, name, rows, row, place, asked, path))),
    asked.length ? button(addLabel, add, { className: "button small" }) : h("p", { className: "aside" }, t("show_first")));
}

function started(key, question) {
  const choices = choicesOf(question);
  if (SCORED.has(question.kind) && question.kind !== "yes_no") return { question: key, below: 60 };
  return choices.length ? { question: key, is: choices[0][0] } : { question: key, answered: true };
}

function condition(table, name, rows, row, place, asked, path) {
  const at = `${path}.${place + 1}`;
  const question = asked.find(([key]) => key === row.question)?.[2];
  const remove = () => {
    rows.splice(place, 1);
    if (!rows.length) delete table[name];
    changed(true);
  };
  const which = (key) => {
    const next = asked.find(([other]) => other === key)?.[2];
    for (const how of HOWS) delete row[how];
    Object.assign(row, next ? started(key, next) : { question: key, answered: true });
    changed(true);
  };
  return h("li", { data: { where: at } },
    h("span", { className: "cell", data: { where: `${at}.question` } }, select(row.question ?? "", asked.map(([key, title]) => [key, title]), which, { "aria-label": t("condition_question") })),
    h("span", { className: "cell" }, comparison(row, question)),
    value(row, question, at),
    sign("remove", t("condition_delete"), remove));
}

function current(row) {
  const how = HOWS.find((each) => each in row) ?? "is";
  return how === "answered" && row.answered === false ? "unanswered" : how;
}

function comparison(row, question) {
  const options = offered(question).map((how) => [how, t(how)]);
  const set = (how) => {
    const before = row[current(row)];
    const listed = ["is", "is_not"];
    const keeps = listed.includes(current(row)) && listed.includes(how);
    for (const each of HOWS) delete row[each];
    if (how === "answered" || how === "unanswered") row.answered = how === "answered";
    else if (how === "below" || how === "above") row[how] = 60;
    else row[how] = keeps ? before : choicesOf(question)[0]?.[0] ?? "";
    changed(true);
  };
  return select(current(row), options, set, { "aria-label": t("condition_how") });
}

function offered(question) {
  if (!question) return ["answered", "unanswered"];
  const picks = choicesOf(question).length ? ["is", "is_not"] : [];
  const scores = SCORED.has(question.kind) ? ["below", "above"] : [];
  return [...picks, ...scores, "answered", "unanswered"];
}

function value(row, question, at) {
  const how = current(row);
  if (how === "answered" || how === "unanswered") return null;
  const where = { className: "cell wide", data: { where: `${at}.${how}` } };
  if (how === "below" || how === "above") return h("span", where, bound(row, how, question));
  return h("span", where, picks(row, how, choicesOf(question)));
}

function bound(row, how, question) {
  const told = h("span", { className: "aside" }, meant(row, how, question));
  const set = (typed) => {
    row[how] = typed.trim() && Number.isFinite(Number(typed)) ? Number(typed) : typed;
    told.textContent = meant(row, how, question);
    changed();
  };
  const made = input(row[how], set, { label: t("condition_value"), className: "narrow" });
  made.inputMode = "decimal";
  return [made, told];
}

// What the bound comes to in the words that customers pick; nobody thinks of an answer in points.
function meant(row, how, question) {
  if (question?.kind === "number") return question.unit ?? "";
  const met = scored(question).filter(([, score]) => (how === "below" ? score < row[how] : score > row[how]));
  return met.length ? t("points_meant", { labels: met.map(([label]) => label).join("、") }) : t("points");
}

// [label, score] of what can be picked, where it has scores.
function scored(question) {
  if (question?.kind === "nps") return choicesOf(question).map(([key, label]) => [label, 10 * Number(key)]);
  if (!question || question.option) return [];
  return (schemeOf(question)?.level ?? []).map((level) => [level.label, level.score]);
}

function picks(row, how, choices) {
  const chosen = new Set([row[how]].flat().map(String));
  const other = [...chosen].filter((key) => key && !choices.some(([each]) => each === key)).map((key) => [key, key]);
  const set = (key, on) => {
    if (on) chosen.add(key);
    else chosen.delete(key);
    const kept = [...choices, ...other].map(([each]) => each).filter((each) => chosen.has(each));
    row[how] = kept.length === 1 ? kept[0] : kept;
    changed();
  };
  return h("span", { className: "picks", role: "group", "aria-label": t("condition_value") }, [...choices, ...other].map(([key, label]) => {
    const box = h("input", { type: "checkbox", checked: chosen.has(key) });
    box.addEventListener("change", () => set(key, box.checked));
    return h("label", {}, box, label || key);
  }));
}

// Where it goes on after this question; the first whose conditions hold.
export function jumps(question, where) {
  const rows = question.jump ?? [];
  const all = everyQuestion().map(([each]) => each);
  const later = all.slice(all.indexOf(question) + 1).map((each) => [each.key, each.title || each.text || each.key]);
  const add = () => {
    question.jump = [...rows, { if: [started(question.key, question)], to: "end" }];
    changed(true);
  };
  return h("div", { className: "jumps-to", data: { where: trimmed(`${where}.jump`) } },
    rows.map((row, place) => jump(question, rows, row, place, later, `${where}.jump.${place + 1}`)),
    button(t("jump_add"), add, { className: "button small" }));
}

function jump(question, rows, row, place, later, at) {
  const remove = () => {
    rows.splice(place, 1);
    if (!rows.length) delete question.jump;
    changed(true);
  };
  const to = (key) => {
    row.to = key;
    changed();
  };
  const target = select(row.to ?? "", [["end", t("jump_end")], ...later], to, { "aria-label": t("jump_to") });
  return h("div", { className: "jump", data: { where: trimmed(at) } },
    h("div", { className: "line" }, h("b", {}, t("jump_if")), sign("remove", t("jump_delete"), remove, { className: "button plain sign push" })),
    conditions(row, "if", at, { until: question, itself: true, addLabel: t("jump_and") }),
    h("div", { className: "line", data: { where: trimmed(`${at}.to`) } }, h("b", {}, t("jump_to")), target));
}

export function conditional(question) {
  return Boolean(question.show_if?.length || question.jump?.length);
}

export function kinds() {
  const order = ["scale", "matrix", "stars", "nps", "ces", "hundred", "single", "multi", "ranking", "yes_no", "text", "number", "date", "order", "phone", "photo", "file", "signature"];
  const all = Object.keys(data.kinds);
  return [...order.filter((kind) => all.includes(kind)), ...all.filter((kind) => !order.includes(kind))].map((kind) => [kind, named("kind", kind)]);
}
