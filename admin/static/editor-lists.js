// Lists in a question or a scheme: options, rows of a matrix, levels.
import { button, h, languageName, named, sign, t, unused } from "./editor-dom.js";
import { input, trimmed } from "./editor-fields.js";
import { changed, store } from "./editor-store.js";

// `of` is what the entries are: option, row, level. `fixed`: none may be added, removed or moved.
export function list(table, of, where, { label = named("field", of), exclusive = false, fixed = false, prefix = "o", addLabel = t("row_add") } = {}) {
  const entries = (table[of] ??= []);
  const path = trimmed(`${where}.${of}`);
  const rows = entries.map((entry, place) => row({ table, of, entries, entry, place, path, exclusive, fixed }));
  const add = () => {
    const key = of === "level" ? String(entries.length + 1) : unused(prefix, new Set(entries.map((each) => each.key)));
    entries.push(of === "level" ? { key, label: "", score: entries.at(-1)?.score ?? 0 } : { key, label: "" });
    changed(true);
    focus(path, entries.length);
  };
  return h("fieldset", { className: "entries", data: { where: path } }, h("legend", {}, label), h("ol", {}, rows),
    fixed ? null : button(addLabel, add, { className: "button small", "data-act": `add-${path}` }));
}

function focus(path, place) {
  document.querySelector(`[data-where="${path}.${place}.label"] input`)?.focus();
}

function row({ table, of, entries, entry, place, path, exclusive, fixed }) {
  const number = place + 1;
  const at = `${path}.${number}`;
  const bound = (name, label, more = {}) => h("div", { className: `cell ${more.className ?? ""}`, data: { where: `${at}.${name}` } },
    input(more.value ?? entry[name] ?? "", more.set ?? ((value) => put(entry, name, value, more.needed)), { label, ...more, className: undefined }));
  const key = fixed || !store.codes ? null : bound("key", t("row_key", { number }), { className: "key", set: (value) => rename(table, of, entry, value) });
  return h("li", { data: { where: at } },
    bound("label", t("row_label", { number }), { needed: true }),
    store.beside ? h("div", { className: "cell", data: { where: `${path.replace(/\.(\w+)$/, `.in.${store.beside}.$1`)}.${number}.label` } }, spoken(table, of, entry, place, "label", t("row_label", { number }))) : null,
    of === "level" ? level(entry, number, bound) : null,
    of === "row" ? bound("weight", t("row_weight", { number }), { className: "key", set: (value) => figure(entry, "weight", value), placeholder: named("field", "weight") }) : null,
    key,
    exclusive ? tick(entry, number) : null,
    fixed ? null : h("span", { className: "signs" }, move(entries, place, -1, path), move(entries, place, 1, path), remove(entries, place, path)));
}

function put(entry, name, value, needed) {
  if (value.trim() || needed) entry[name] = value;
  else delete entry[name];
  changed();
}

// A number; what is none stays as it was typed.
function figure(entry, name, value, needed = false) {
  if (!value.trim() && !needed) delete entry[name];
  else entry[name] = value.trim() && Number.isFinite(Number(value)) ? Number(value) : value;
  changed();
}

// A key is also what the texts in other languages go by.
function rename(table, of, entry, value) {
  for (const said of Object.values(table.in ?? {})) {
    const told = said[of]?.find((each) => each.key === entry.key);
    if (told) told.key = value;
  }
  entry.key = value;
  changed();
}

function level(entry, number, bound) {
  const set = (value) => figure(entry, "score", value, true);
  const words = (value) => {
    const listed = value.split(/[、,，;；]/).map((word) => word.trim()).filter(Boolean);
    if (listed.length) entry.words = listed;
    else delete entry.words;
    changed();
  };
  return [
    bound("score", t("row_score", { number }), { className: "key", set }),
    bound("icon", t("row_icon", { number }), { className: "icon" }),
    bound("words", t("row_words", { number }), { value: (entry.words ?? []).join("、"), set: words }),
  ];
}

function tick(entry, number) {
  const made = h("input", { type: "checkbox", checked: entry.exclusive === true, "aria-label": t("row_exclusive", { number }) });
  made.addEventListener("change", () => {
    if (made.checked) entry.exclusive = true;
    else delete entry.exclusive;
    changed();
  });
  return h("label", { className: "tick aside" }, made, " ", t("exclusive"));
}

function move(entries, place, by, path) {
  const to = place + by;
  const act = () => {
    [entries[place], entries[to]] = [entries[to], entries[place]];
    changed(true);
    document.querySelector(`[data-act="${path}.${to + 1}.${by}"]`)?.focus();
  };
  const label = t(by < 0 ? "row_up" : "row_down", { number: place + 1 });
  return sign(by < 0 ? "up" : "down", label, act, { "data-act": `${path}.${place + 1}.${by}`, "aria-disabled": String(to < 0 || to >= entries.length), disabled: to < 0 || to >= entries.length });
}

function remove(entries, place, path) {
  const act = () => {
    entries.splice(place, 1);
    changed(true);
    focus(path, Math.min(place + 1, entries.length));
  };
  return sign("remove", t("row_delete", { number: place + 1 }), act);
}

// The words of one entry in the language that is laid beside: found by its key, or where it has none by its place.
export function spoken(table, of, entry, place, name, label, { long = false } = {}) {
  const language = store.beside;
  const told = table.in?.[language]?.[of];
  const found = entry.key === undefined ? told?.[place] : told?.find((each) => each.key === entry.key);
  const set = (value) => {
    table.in ??= {};
    table.in[language] ??= {};
    const rows = (table.in[language][of] ??= []);
    let mine = entry.key === undefined ? rows[place] : rows.find((each) => each.key === entry.key);
    if (!mine) {
      mine = entry.key === undefined ? {} : { key: entry.key };
      if (entry.key === undefined) {
        while (rows.length < place) rows.push({});
        rows[place] = mine;
      } else rows.push(mine);
    }
    mine[name] = value;
    if (!value.trim() && entry.key !== undefined) rows.splice(rows.indexOf(mine), 1);
    if (!rows.length) delete table.in[language][of];
    if (!Object.keys(table.in[language]).length) delete table.in[language];
    if (!Object.keys(table.in).length) delete table.in;
    changed();
  };
  return input(found?.[name] ?? "", set, { lang: language, long, label: t("translate", { field: label, language: languageName(language) }) });
}
