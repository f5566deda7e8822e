// Fields: each is bound to one name of one table of the definition, and knows its path there.
import { h, languageName, named, t } from "./editor-dom.js";
import { changed, store } from "./editor-store.js";

let number = 0;

// Text that customers read has a second field beside it while a language is laid beside.
export function text(table, name, where, more = {}) {
  const field = single(table, name, where, more);
  if (!more.spoken || !store.beside) return field;
  return h("div", { className: "beside" }, field, spokenField(table, name, where, more));
}

function single(table, name, where, { label = named("field", name), long = false, hint = "", needed = false, type = "text" } = {}) {
  const set = (value) => {
    if (value.trim() || needed) table[name] = value;
    else delete table[name];
    changed();
  };
  return labelled(label, `${where}.${name}`, input(table[name] ?? "", set, { long, type }), hint);
}

function spokenField(table, name, where, { label = named("field", name), long = false }) {
  const language = store.beside;
  const set = (value) => {
    table.in ??= {};
    table.in[language] ??= {};
    if (value.trim()) table.in[language][name] = value;
    else delete table.in[language][name];
    tidy(table, language);
    changed();
  };
  const said = t("translate", { field: label, language: languageName(language) });
  return labelled(said, `${where}.in.${language}.${name}`, input(table.in?.[language]?.[name] ?? "", set, { long, lang: language }));
}

function tidy(table, language) {
  if (!Object.keys(table.in[language]).length) delete table.in[language];
  if (!Object.keys(table.in).length) delete table.in;
}

export function input(value, set, { long = false, type = "text", lang, label, className, placeholder } = {}) {
  const made = h(long ? "textarea" : "input", { ...(long ? { rows: 2 } : { type }), className, lang, placeholder, autocomplete: "off", "aria-label": label });
  made.value = value;
  made.addEventListener("input", () => set(made.value));
  return made;
}

export function labelled(label, where, control, hint = "") {
  control.id ||= `f${(number += 1)}`;
  const said = hint ? h("span", { className: "aside", id: `${control.id}h` }, hint) : null;
  if (said) control.setAttribute("aria-describedby", said.id);
  return h("div", { className: "field", data: { where: trimmed(where) } }, h("label", { for: control.id }, label), control, said);
}

export function trimmed(where) {
  return where.replace(/^\./, "");
}

// A number; what is no number stays as it was typed, and the check says what is wrong with it.
export function amount(table, name, where, { label = named("field", name), hint = "", placeholder = "" } = {}) {
  const set = (value) => {
    if (!value.trim()) delete table[name];
    else table[name] = Number.isFinite(Number(value)) ? Number(value) : value;
    changed();
  };
  const made = input(table[name] ?? "", set, { className: "narrow" });
  made.inputMode = "decimal";
  made.placeholder = placeholder;
  return labelled(label, `${where}.${name}`, made, hint);
}

export function flag(table, name, where, { label = named("field", name), whole = false } = {}) {
  const made = h("input", { type: "checkbox", checked: table[name] === true });
  made.addEventListener("change", () => {
    if (made.checked) table[name] = true;
    else delete table[name];
    changed(whole);
  });
  return h("div", { className: "field", data: { where: trimmed(`${where}.${name}`) } }, h("label", { className: "tick" }, made, " ", label));
}

// `options` are [value, label]; what is there and not offered is offered too: nothing is lost by looking.
export function select(value, options, set, more = {}) {
  const listed = options.some(([key]) => key === value) ? options : [[value, value || t("choose")], ...options];
  const made = h("select", more, listed.map(([key, label]) => h("option", { value: key }, label)));
  made.value = value;
  made.addEventListener("change", () => set(made.value));
  return made;
}

export function choose(table, name, where, options, { label = named("field", name), whole = false, act = null, hint = "" } = {}) {
  const set = (value) => {
    if (value) table[name] = value;
    else delete table[name];
    act?.(value);
    changed(whole);
  };
  return labelled(label, `${where}.${name}`, select(table[name] ?? "", options, set), hint);
}
