// Elements and texts of the editor.

const read = document.getElementById("editor-data");
export const data = read ? JSON.parse(read.textContent) : null;

// The text under this key, with its {names} filled in.
export function t(key, values = {}) {
  const text = key.split(".").reduce((table, part) => table?.[part], data.texts.editor) ?? key;
  return filled(text, values);
}

// The text of a table beside the editor's own: field, kind, about_kind, language.
export function named(table, key) {
  return data.texts[table]?.[key] ?? key;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// An element. Properties are set as such, `data`, `aria` and names with a dash as attributes, `on` listens.
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "rows") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const PATHS = {
  up: "M10 15.5v-11m-4.5 4.5L10 4.5 14.5 9",
  down: "M10 4.5v11m-4.5-4.5 4.5 4.5 4.5-4.5",
  remove: "M5.5 5.5l9 9m0-9-9 9",
  copy: "M7 7h9v9H7zM4 13V4h9",
};

function icon(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 20 20");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  made.append(path);
  return made;
}

// A button with a sign; `label` is read out.
export function sign(name, label, act, more = {}) {
  return h("button", { type: "button", className: "button plain sign", title: label, "aria-label": label, on: { click: act }, ...more }, icon(name));
}

export function button(label, act, more = {}) {
  return h("button", { type: "button", className: "button", on: { click: act }, ...more }, label);
}

export function unused(base, taken) {
  let number = 1;
  while (taken.has(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

export function languageName(language) {
  return named("language", language);
}
