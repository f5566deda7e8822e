// The survey's own fields, its languages, its own levels.
import { closings, quotas } from "./editor-ends.js";
import { button, data, h, languageName, named, sign, t, unused } from "./editor-dom.js";
import { amount, choose, flag, labelled, select, text } from "./editor-fields.js";
import { list } from "./editor-lists.js";
import { changed, store } from "./editor-store.js";

const unfolded = new Set();

export function about() {
  const survey = store.definition;
  return h("section", { className: "card stack tight", "aria-labelledby": "about-name" },
    h("h2", { id: "about-name" }, t("about")),
    text(survey, "title", "", { needed: true, spoken: true }),
    text(survey, "purpose", "", { needed: true, long: true, spoken: true }),
    typeof (survey.closing ?? "") === "string" ? text(survey, "closing", "", { long: true, spoken: true }) : null,
    h("div", { className: "uses" }, amount(survey, "minutes", ""), amount(survey, "target", ""), shares(survey), flag(survey, "anonymous", "")),
    part("languages", named("field", "languages"), languages, store.definition.languages?.length > 0),
    part("closings", t("closings"), closings, Array.isArray(survey.closing)),
    part("quotas", t("quotas"), quotas, survey.quota?.length > 0),
    part("schemes", t("own_schemes"), schemes, Object.keys(survey.schemes ?? {}).length > 0),
    part("notice", t("more"), () => [
      text(survey, "notice_version", ""),
      codes(),
      h("p", { className: "aside" }, `${named("field", "key")} ${store.key} · ${t("key_fixed")}`)], false));
}

// They name the answers in tables and in TOML; to who writes the questions they are in the way.
function codes() {
  const made = h("input", { type: "checkbox", checked: store.codes });
  made.addEventListener("change", () => {
    store.codes = made.checked;
    changed(true);
  });
  return h("label", { className: "tick" }, made, " ", t("codes"));
}

function shares(survey) {
  const set = (value) => {
    if (value) survey.shares = value === "yes";
    else delete survey.shares;
    changed();
  };
  const chosen = { true: "yes", false: "no" }[survey.shares] ?? "";
  const options = [["", t("shares_auto")], ["yes", t("shares_yes")], ["no", t("shares_no")]];
  return labelled(named("field", "shares"), "shares", select(chosen, options, set));
}

function part(name, label, made, full) {
  const details = h("details", { id: `part-${name}`, open: full || unfolded.has(name) }, h("summary", {}, label), h("div", { className: "stack tight" }, made()));
  details.addEventListener("toggle", () => (details.open ? unfolded.add(name) : unfolded.delete(name)));
  return details;
}

function languages() {
  const survey = store.definition;
  const spokenNow = survey.languages ?? [];
  const free = data.languages.filter((each) => each !== data.own && !spokenNow.includes(each));
  const add = (language) => {
    survey.languages = [...spokenNow, language];
    store.beside = language;
    changed(true);
  };
  const drop = (language) => {
    survey.languages = spokenNow.filter((each) => each !== language);
    if (!survey.languages.length) delete survey.languages;
    if (store.beside === language) store.beside = "";
    unspoken(survey, language);
    changed(true);
  };
  const lay = (language) => {
    store.beside = language;
    changed(true);
  };
  const offered = [["", t("beside_none")], ...spokenNow.map((each) => [each, languageName(each)])];
  return [
    spokenNow.length ? labelled(t("beside"), "languages", select(store.beside, offered, lay, { id: "beside" })) : h("p", { className: "aside" }, t("language_none")),
    h("ul", { className: "chips" }, spokenNow.map((each) => h("li", { className: "badge" }, languageName(each), sign("remove", t("language_drop", { language: languageName(each) }), () => drop(each))))),
    h("div", { className: "buttons" }, free.map((each) => button(`${t("language_add")} ${languageName(each)}`, () => add(each), { className: "button small" }))),
  ];
}

// The texts of a language that is dropped go with it; so it can't be dropped by a slip, it is asked for by name.
function unspoken(value, language) {
  if (Array.isArray(value)) return value.forEach((each) => unspoken(each, language));
  if (value === null || typeof value !== "object") return undefined;
  if (value.in) {
    delete value.in[language];
    if (!Object.keys(value.in).length) delete value.in;
  }
  return Object.values(value).forEach((each) => unspoken(each, language));
}

function schemes() {
  const survey = store.definition;
  const own = survey.schemes ?? {};
  const add = () => {
    const key = unused("own_", new Set([...Object.keys(own), ...Object.keys(data.schemes)]));
    survey.schemes = { ...own, [key]: { title: "", level: [{ key: "1", label: "", score: 0 }, { key: "2", label: "", score: 100 }] } };
    changed(true);
    document.querySelector(`[data-where="schemes.${key}.title"] input`)?.focus();
  };
  return [
    h("p", { className: "aside" }, t("own_schemes_hint")),
    ...Object.entries(own).map(([key, scheme]) => ownScheme(key, scheme)),
    button(t("scheme_add"), add, { className: "button small" }),
  ];
}

function ownScheme(key, scheme) {
  const where = `schemes.${key}`;
  const remove = () => {
    delete store.definition.schemes[key];
    if (!Object.keys(store.definition.schemes).length) delete store.definition.schemes;
    changed(true);
  };
  const pickers = ["levels", "stars", "numbers", "buttons"].map((picker) => [picker, t(`picker_${picker}`)]);
  return h("div", { className: "entry stack tight", data: { where } },
    h("div", { className: "uses" }, text(scheme, "title", where, { needed: true, spoken: true }), choose(scheme, "picker", where, pickers)),
    sign("remove", t("scheme_delete"), remove, { className: "button plain sign away" }),
    list(scheme, "level", where, { addLabel: t("level_add") }));
}

// What a section has beside its questions.
export function sectionFields(section, where, before) {
  const per = before.filter((each) => each.kind === "multi").map((each) => [each.key, each.title || each.text || each.key]);
  return [
    text(section, "title", where, { label: t("section_title"), spoken: true }),
    h("div", { className: "uses" },
      flag(section, "random", where, { label: t("random") }),
      per.length || section.per ? choose(section, "per", where, [["", t("per_none")], ...per], { label: t("per") }) : null),
  ];
}

