// The bar above the sheet: save, try out, undo, and how things stand. Below it what has to be settled first.
import { button, h, t } from "./editor-dom.js";
import { dirty, past, weightSum } from "./editor-store.js";

const parts = {};

export function build(root, sheet, acts) {
  parts.said = h("span", { role: "status", className: "said-now" });
  parts.undo = button(t("undo"), acts.undo, { id: "undo", "aria-keyshortcuts": "Control+Z" });
  parts.kept = h("span", { className: "aside", id: "kept" });
  parts.weights = h("span", { className: "badge", id: "weights" });
  parts.problems = button("", acts.problem, { id: "problems", className: "badge late" });
  parts.save = button(t("save"), acts.save, { id: "save", className: "button main", "aria-keyshortcuts": "Control+S" });
  parts.try = button(t("preview"), acts.try, { id: "try" });
  parts.frame = h("div", { className: "try" }, h("p", { className: "empty" }, t("preview_hint")));
  parts.notes = h("div", { id: "notes", className: "stack tight" });
  root.replaceChildren(
    h("div", { className: "editor-bar" },
      jump("editor", ".adder > summary", t("skip_add")), jump("preview", "#preview iframe, #try", t("skip_preview")), parts.save, parts.try, parts.undo, parts.kept, parts.weights, parts.problems, parts.said),
    parts.notes,
    h("div", { className: "editor-columns" }, sheet, h("aside", { "aria-labelledby": "preview-name", id: "preview", tabIndex: -1 }, h("h2", { id: "preview-name", className: "for-reader" }, t("preview")), parts.frame)));
}

// A way past all the fields, shown to who goes by keyboard; to the last of what is called so.
function jump(id, what, label) {
  const go = (event) => {
    event.preventDefault();
    const there = [...document.querySelectorAll(what)].at(-1);
    there?.scrollIntoView({ block: "center" });
    there?.focus();
  };
  return h("a", { className: "skip", href: `#${id}`, on: { click: go } }, label);
}

export function say(words) {
  parts.said.textContent = words;
}

// A message that stays above the sheet until it is settled.
export function note(words = "", acts = [], more = []) {
  parts.notes.replaceChildren(...(words ? [h("div", { className: "notice wait stack tight", role: "alert", tabIndex: -1 }, h("p", {}, words), more, h("div", { className: "buttons" }, acts))] : []));
  parts.notes.firstElementChild?.focus();
}

// Who has been signed out signs in beside this page: by the link of the notice that every page has, and this stands
// in its place.
export function signedOut(acts = []) {
  const link = document.querySelector(".session-ended a").cloneNode(true);
  note(t("signed_out"), [Object.assign(link, { className: "button" }), ...acts]);
}

export function tell(problems) {
  const sum = weightSum();
  parts.weights.textContent = sum ? t("weights", { sum }) : t("weights_none");
  parts.kept.textContent = t(dirty() ? "unsaved" : "all_saved");
  parts.kept.toggleAttribute("data-unsaved", dirty()); // who leaves a page asks for that: app.js
  parts.problems.textContent = t("problems", { count: problems.length });
  parts.problems.hidden = !problems.length;
  parts.undo.setAttribute("aria-disabled", String(!past()));
}

// What was taken away can be had again at once.
export function offerUndo(words) {
  say(words);
  parts.undo.focus();
}

// The version that the sheet is one of from now on.
export function stand(base) {
  document.getElementById("standing").textContent = t("version", { number: base.number });
  const state = document.querySelector("#standing + .badge");
  state.textContent = base.named;
  state.className = "badge wait"; // what was saved is a draft
}

// The chat at this address, beside the sheet or, where there is no room, below it.
export function frame(address) {
  parts.frame.replaceChildren(h("iframe", { className: "phone", src: address, title: t("preview_frame") }));
  parts.try.textContent = t("preview_again");
  parts.frame.firstElementChild.focus(); // who goes by keyboard would have all fields before them
  if (parts.frame.getBoundingClientRect().top > innerHeight - 120) parts.frame.scrollIntoView();
}
