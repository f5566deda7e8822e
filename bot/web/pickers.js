/**
 * The things to pick below a question. All are real buttons; of levels, stars and numbers the arrow keys go from one to
 * the next and a digit picks the one that shows it.
 */

import { element } from "./dom.js";
import { evidence } from "./evidence.js";
import { face, star, tick } from "./faces.js";
import { field } from "./fields.js";
import { ranking } from "./ranking.js";
import { t } from "./texts.js";

const ONE_OF = ["levels", "stars", "numbers"];
const SAD = ["😡", "😠", "😞", "🙁", "😕", "☹️"];
const CROWD = 5;
const LONGEST_WORD = 9; // letters

const OWN = { date: field, number: field, phone: field, signature: field, photo: evidence, file: evidence, ranking };

/**
 * `row` is a question as the server tells it, `labelled` the id of its text, `pick(keys, text)` is called once, with the
 * words where they are no labels of choices; `attach(file)` gets a file.
 * Gives the element and `show(live, keys)`: whether it may be used, and what is chosen. Null: there is nothing to pick.
 */
export function picker(row, labelled, pick, attach) {
  if (OWN[row.picker]) return OWN[row.picker](row, labelled, pick, attach);
  return row.choices && row.choices.length ? choices(row, labelled, pick) : null;
}

function choices(row, labelled, pick) {
  const oneOf = ONE_OF.indexOf(row.picker) >= 0 && !row.many;
  const group = element("div", {
    class: "picker " + row.picker + (row.choices.length > CROWD ? " crowd" : row.choices.some(wordy) ? " wordy" : ""),
    role: oneOf ? "radiogroup" : "group", "aria-labelledby": labelled, tabindex: "-1",
  });
  const buttons = row.choices.map((choice, place) => button(row, choice, place, oneOf));
  buttons.forEach((made) => group.append(made));
  if (row.picker === "stars" || row.picker === "numbers") group.append(ends(row.choices));
  const state = row.many ? several(group, buttons, pick) : single(buttons, pick);
  if (oneOf) steer(group, buttons);
  if (row.picker === "stars") shine(group, buttons);
  return {
    element: group,
    show(live, keys) {
      group.classList.toggle("quiet", !live);
      state.live = live;
      // What was ticked and not yet sent is the customer's: only an answer, or the question's end, marks it anew.
      if (!live || !row.many) mark(buttons, keys);
      buttons.forEach((made, place) => {
        made.setAttribute("aria-disabled", String(!live));
        made.tabIndex = live && (!oneOf || place === 0) ? 0 : -1;
      });
      if (state.shown) state.shown();
      if (row.picker === "stars") fill(buttons, chosenPlace(buttons));
    },
  };
}

/** Whether a word of its label is too long for a column of five on a phone: Chinese may be cut anywhere, a word may not. */
function wordy(choice) {
  return choice[1].split(/[\s\u2e80-\uffff]+/).some((word) => word.length > LONGEST_WORD);
}

function button(row, choice, place, oneOf) {
  const [key, label, icon] = choice;
  const made = element("button", { type: "button", "data-key": key });
  const role = row.many ? "checkbox" : "radio";
  if (row.many || oneOf) made.setAttribute("role", role);
  made.append(...sign(row, place, icon));
  const short = row.picker === "numbers" && label !== key;
  if (row.picker === "stars" || short) {
    made.setAttribute("aria-label", label);
    made.title = label;
  }
  if (row.picker === "numbers") made.append(key);
  else if (row.picker !== "stars") made.append(element("span", { dir: "auto" }, [label]));
  return made;
}

function sign(row, place, icon) {
  if (row.many) return [tick()];
  if (row.picker === "levels") return [face(mood(row.choices, place))];
  if (row.picker === "stars") return [star()];
  return icon ? [element("span", { class: "icon", "aria-hidden": "true" }, [icon])] : [];
}

/** -1 … 1 along the levels; they may be told from best to worst, which the signs say. */
function mood(choices, place) {
  const along = choices.length > 1 ? (2 * place) / (choices.length - 1) - 1 : 0;
  return SAD.indexOf(choices[choices.length - 1][2]) >= 0 ? -along : along;
}

function ends(choices) {
  const first = choices[0];
  const last = choices[choices.length - 1];
  const named = (choice) => (choice[1].startsWith(choice[0]) ? "" : choice[1]);
  return element("p", { class: "ends", "aria-hidden": "true" }, [
    element("span", {}, [named(first)]), element("span", {}, [named(last)]),
  ]);
}

function mark(buttons, keys) {
  buttons.forEach((made) => {
    const chosen = keys.indexOf(made.dataset.key) >= 0;
    made.classList.toggle("chosen", chosen);
    made.setAttribute(made.hasAttribute("role") ? "aria-checked" : "aria-pressed", String(chosen));
  });
}

function single(buttons, pick) {
  const state = { live: true };
  buttons.forEach((made) => made.addEventListener("click", () => {
    if (state.live) pick([made.dataset.key]);
  }));
  return state;
}

function several(group, buttons, pick) {
  const state = { live: true };
  const chosen = () => buttons.filter((made) => made.classList.contains("chosen")).map((made) => made.dataset.key);
  const confirm = element("button", { type: "button", class: "confirm" });
  state.shown = () => {
    confirm.hidden = !state.live;
    confirm.textContent = chosen().length ? t("confirm", { n: chosen().length }) : t("pick_some");
    confirm.setAttribute("aria-disabled", String(!chosen().length));
  };
  buttons.forEach((made) => made.addEventListener("click", () => {
    if (!state.live) return;
    const before = chosen();
    const key = made.dataset.key;
    mark(buttons, before.indexOf(key) >= 0 ? before.filter((other) => other !== key) : before.concat([key]));
    state.shown();
  }));
  confirm.addEventListener("click", () => {
    if (state.live && chosen().length) pick(chosen());
  });
  group.append(confirm);
  mark(buttons, []);
  return state;
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function steer(group, buttons) {
  group.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const here = buttons.indexOf(document.activeElement);
    if (step) {
      event.preventDefault();
      buttons[(Math.max(here, 0) + step + buttons.length) % buttons.length].focus();
    } else if (/^[0-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      buttons.filter((made) => made.dataset.key === event.key).forEach((made) => made.click());
    }
  });
}

/** Stars are filled up to the one pointed at, or else the one chosen. */
function shine(group, buttons) {
  const rest = () => fill(buttons, chosenPlace(buttons));
  const point = (place) => group.classList.contains("quiet") || fill(buttons, place);
  buttons.forEach((made, place) => {
    made.addEventListener("pointerenter", () => point(place));
    made.addEventListener("focus", () => point(place));
  });
  group.addEventListener("pointerleave", rest);
  group.addEventListener("focusout", rest);
}

function fill(buttons, place) {
  buttons.forEach((made, other) => made.classList.toggle("lit", other <= place));
}

function chosenPlace(buttons) {
  return buttons.findIndex((made) => made.classList.contains("chosen"));
}
