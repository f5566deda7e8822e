// What the kind of a question asks of it: the fields that it uses, and what it needs to be one.
import { data, h, t, unused } from "./editor-dom.js";
import { amount, choose, text } from "./editor-fields.js";
import { list } from "./editor-lists.js";
import { changed, copied, schemeOf, store, weightIn, weightSum } from "./editor-store.js";

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

// The fields that its kind uses, in their order.
export function ofKind(question, where) {
  const { uses } = data.kinds[question.kind] ?? { uses: [] };
  const names = [...ORDER.filter((name) => uses.includes(name)), ...uses.filter((name) => !ORDER.includes(name))];
  return names.map((name) => (MADE[name] ?? ((each, at) => text(each, name, at)))(question, where));
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

export function fit(question) {
  const { uses, defaults } = data.kinds[question.kind] ?? { uses: [], defaults: {} };
  if (uses.includes("scheme") && !question.scheme && !defaults.scheme) question.scheme = Object.keys(data.schemes).find((key) => key === "satisfaction5") ?? Object.keys(data.schemes)[0];
  if (question.kind === "yes_no" && question.option?.map((each) => each.key).join() !== "yes,no") question.option = [{ key: "yes", label: t("yes") }, { key: "no", label: t("no") }];
  if (uses.includes("option") && !question.option?.length) question.option = [{ key: "o1", label: "" }, { key: "o2", label: "" }];
  if (uses.includes("row") && !question.row?.length) question.row = [{ key: "r1", label: "" }, { key: "r2", label: "" }];
}

// What the new kind does not use is put by, and comes back with the old one: nothing typed is lost.
export function become(question, kind) {
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
