// How a survey ends: the closing words by result, and quotas, which end it early.
import { conditions } from "./editor-branch.js";
import { button, h, languageName, sign, t } from "./editor-dom.js";
import { amount, choose, labelled, select, text } from "./editor-fields.js";
import { spoken } from "./editor-lists.js";
import { changed, choicesOf, everyQuestion, store } from "./editor-store.js";

export function closings() {
  const survey = store.definition;
  const rows = Array.isArray(survey.closing) ? survey.closing : [];
  const add = () => {
    eachClosing((own, words) => [own ? { below: 60, text: "" } : {}, ...words]);
    changed(true);
    document.querySelector('[data-where="closing.1.below"] input')?.focus();
  };
  const remove = (place) => {
    eachClosing((_, words) => words.filter((_, each) => each !== place));
    changed(true);
  };
  return [
    ...rows.map((row, place) => h("div", { className: "entry stack tight", data: { where: `closing.${place + 1}` } },
      h("div", { className: "uses" },
        amount(row, "below", `closing.${place + 1}`, { label: t("closing_below") }),
        amount(row, "above", `closing.${place + 1}`, { label: t("closing_above") })),
      conditions(row, "if", `closing.${place + 1}`),
      text(row, "text", `closing.${place + 1}`, { label: t("closing_text"), long: true, needed: true }),
      besideEntry("closing", row, place, "text", t("closing_text")),
      sign("remove", t("closing_delete"), () => remove(place), { className: "button plain sign away" }))),
    button(t("closing_add"), add, { className: "button small" }),
  ];
}

// Closing words stand in the same order in every language: what is added or taken away is so in all of them.
// One that is always said is plain text.
function eachClosing(act) {
  const survey = store.definition;
  for (const said of [survey, ...Object.values(survey.in ?? {})]) {
    const words = Array.isArray(said.closing) ? said.closing : said.closing ? [{ text: said.closing }] : [];
    const left = said === survey || said.closing ? act(said === survey, words) : [];
    said.closing = left;
  }
  const own = survey.closing;
  const plain = own.length <= 1 && own.every((row) => Object.keys(row).join() === "text");
  for (const said of [survey, ...Object.values(survey.in ?? {})]) {
    if (plain) said.closing = said.closing[0]?.text;
    if (!said.closing?.length) delete said.closing;
  }
}

function besideEntry(of, row, place, name, label) {
  if (!store.beside) return null;
  const made = spoken(store.definition, of, row, place, name, label, { long: true });
  return labelled(t("translate", { field: label, language: languageName(store.beside) }), `in.${store.beside}.${of}.${place + 1}.${name}`, made);
}

export function quotas() {
  const survey = store.definition;
  const rows = survey.quota ?? [];
  const asked = everyQuestion().map(([each]) => each).filter((each) => choicesOf(each).length && each.kind !== "matrix");
  const add = () => {
    survey.quota = [...rows, { question: asked[0]?.key ?? "", is: choicesOf(asked[0] ?? {})[0]?.[0] ?? "", most: 100 }];
    changed(true);
  };
  const remove = (row) => {
    const place = rows.indexOf(row);
    for (const said of [survey, ...Object.values(survey.in ?? {})]) {
      said.quota?.splice(place, 1);
      if (said.quota?.length === 0) delete said.quota;
    }
    changed(true);
  };
  return [
    h("p", { className: "aside" }, t("quotas_hint")),
    ...rows.map((row, place) => quota(row, `quota.${place + 1}`, place, asked, remove)),
    asked.length ? button(t("quota_add"), add, { className: "button small" }) : null,
  ];
}

function quota(row, where, place, asked, remove) {
  const question = asked.find((each) => each.key === row.question);
  const options = asked.map((each) => [each.key, each.title || each.text || each.key]);
  const chosen = [row.is].flat();
  const which = (key) => {
    row.is = choicesOf(asked.find((each) => each.key === key) ?? {})[0]?.[0] ?? "";
  };
  const pick = (key) => {
    row.is = key;
    changed();
  };
  const picked = select(chosen.length === 1 ? String(chosen[0]) : chosen.join("、"), question ? choicesOf(question) : [], pick);
  return h("div", { className: "entry uses", data: { where } },
    choose(row, "question", where, options, { label: t("condition_question"), whole: true, act: which }),
    labelled(t("is"), `${where}.is`, picked),
    amount(row, "most", where, { label: t("quota_most") }),
    text(row, "text", where, { label: t("closing_text") }),
    besideEntry("quota", row, place, "text", t("closing_text")),
    sign("remove", t("quota_delete"), () => remove(row), { className: "button plain sign away" }));
}
