/** The bubbles of what the server has not confirmed: how each stands, and what the customer can do about it. */

import { element } from "./dom.js";
import { t } from "./texts.js";

/**
 * `again(id)` sends once more, `back(id)` gives the words back to be changed (or removes a file). What was refused
 * stays in the `log` where it was said: what comes after stands below it.
 */
export function unsent(pending, log, { again, back, preview }) {
  const shown = new Map();

  function add(entry, how) {
    const body = element("div", { class: "bubble" }, [element("span", { class: "away" }, [t("from_me")])]);
    if (entry.file) body.append(preview(entry));
    else body.append(element("p", { class: "text", dir: "auto" }, [entry.text]));
    const way = element("progress", { class: "sent", max: "1", value: "0", "aria-label": t("uploading"), hidden: "" });
    const state = element("p", { class: "state" });
    const acts = element("p", { class: "acts" });
    const made = element("div", {}, [body, way, state, acts]);
    shown.set(entry.id, { entry, element: made, way, state, acts });
    standing(entry.id, how);
  }

  /** `how` is sending, waiting (no connection), failed or, with no hope, refused (`why` says it). */
  function standing(id, how, why) {
    const here = shown.get(id);
    if (!here) return;
    const failed = how === "failed" || how === "refused";
    if (!here.element.isConnected || here.failed !== failed) (failed ? log : pending).append(here.element);
    here.failed = failed;
    here.element.className = "row me unsent " + (failed ? "failed" : how);
    here.state.textContent = why || t(how);
    here.way.hidden = !here.entry.file || how !== "sending";
    here.acts.textContent = "";
    if (how === "sending") return;
    if (how !== "refused") here.acts.append(act(t("retry"), () => again(id)));
    if (here.failed) here.acts.append(act(t(here.entry.file ? "remove" : "edit"), () => back(id)));
  }

  function remove(id) {
    if (shown.has(id)) shown.get(id).element.remove();
    shown.delete(id);
  }

  return {
    add,
    standing,
    remove,
    /** What may still arrive as it is, in order. */
    standingBy: () => Array.from(shown.values()).filter((here) => !here.failed).map((here) => here.entry),
    entry: (id) => (shown.has(id) ? shown.get(id).entry : null),
    progress(id, part) {
      if (shown.has(id)) shown.get(id).way.value = part;
    },
    /** The transcript tells it already: not to be seen twice until its own confirmation comes. */
    came(row) {
      const here = Array.from(shown.values()).find((one) => same(one.entry, row));
      if (here) remove(here.entry.id);
    },
  };
}

function same(entry, row) {
  if (entry.file || row.file) return Boolean(entry.file && row.file) && entry.file.name === row.file.name;
  return entry.keys ? entry.of === row.of && String(entry.keys) === String(row.keys) : entry.text === row.text;
}

function act(label, does) {
  const made = element("button", { type: "button", class: "act" }, [label]);
  made.addEventListener("click", does);
  return made;
}
