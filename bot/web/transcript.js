/** What was said, by its number: shown in order, each once, whatever way it came. */

import { bubble, neighbours } from "./bubble.js";
import { t } from "./texts.js";

/** `doors` is what a bubble may do: `pick(row, keys)` and `attachment(row)`. */
export function transcript(log, doors) {
  const said = new Map();
  let order = [];

  function put(row) {
    if (said.has(row.seq)) {
      understood(said.get(row.seq).row, row);
      return;
    }
    Object.assign(row, { text: row.text || spoken(row) });
    if (hollow(row)) return;
    const made = bubble(row, doors);
    let place = order.length;
    while (place > 0 && order[place - 1].row.seq > row.seq) place -= 1;
    const next = order[place];
    order.splice(place, 0, made);
    said.set(row.seq, made);
    log.insertBefore(made.element, next ? next.element : null);
    neighbours(order[place - 1], made);
    if (next) neighbours(made, next);
  }

  /** The customer's own words are shown at once; the choice that the server heard in them comes after. */
  function understood(shown, row) {
    if (row.keys) Object.assign(shown, { of: row.of, keys: row.keys, also: row.also });
  }

  /** A choice in words: what its buttons said. */
  function spoken(row) {
    const keys = row.keys || [];
    const asked = order.map((made) => made.row).filter((one) => one.choices && one.of === row.of).pop();
    const label = (key) => asked && asked.choices.filter((choice) => choice[0] === key).map((choice) => choice[1])[0];
    return keys.map((key) => label(key) || key).join(t(asked && asked.picker === "ranking" ? "before" : "comma"));
  }

  /** Old questions go quiet, what was chosen is marked; `unsent` is what the customer said a moment ago. */
  function settle(unsent) {
    const rows = order.map((made) => made.row);
    const questions = order.filter((made) => made.choices);
    questions.forEach((made, place) => {
      const later = rows.slice(rows.indexOf(made.row) + 1).concat(unsent);
      const next = questions[place + 1];
      const keys = chosen(made.row, later, next && next.row.of === made.row.of ? next.row : null);
      show(made, !next && !keys.length && waits(later), keys);
    });
  }

  return {
    put,
    settle,
    /** The rows so far, in order. */
    rows: () => order.map((made) => made.row),
    /** The element that asks the last question, if it still waits. */
    open() {
      const last = order.filter((made) => made.choices).pop();
      return last && last.state.startsWith("true") ? last.choices.element : null;
    },
    clear() {
      order.forEach((made) => made.element.remove());
      order = [];
      said.clear();
    },
  };
}

/** Whether nothing is left to show of it, for it was erased. */
function hollow(row) {
  return !(row.text || row.file || row.choices || (row.details && row.details.scan));
}

function show(made, live, keys) {
  const state = live + ":" + keys.join();
  if (made.state === state) return;
  made.state = state;
  made.choices.show(live, keys);
}

/** The keys picked for a question, as long as it was not asked again before. */
function chosen(question, later, again) {
  const until = again ? later.indexOf(again) : later.length;
  const said = later.slice(0, until).flatMap((row) => [row].concat(row.also || []));
  const picks = said.filter((one) => one.keys && one.keys.length && one.of === question.of);
  return picks.length ? picks[picks.length - 1].keys : [];
}

/** Whether a question followed by these rows is open: it is not once the bot went on after the customer spoke. */
function waits(later) {
  const spoke = later.findIndex((row) => row.from === "me");
  return spoke < 0 || !later.slice(spoke).some((row) => row.from === "bot");
}
