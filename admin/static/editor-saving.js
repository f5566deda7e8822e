// To keep a draft, and to try it out.
import { frame, note, say, signedOut, stand } from "./editor-bar.js";
import { count, first, found, look } from "./editor-check.js";
import { conflict } from "./editor-conflict.js";
import { button, t } from "./editor-dom.js";
import * as server from "./editor-server.js";
import { changed, copied, dirty, keep, store } from "./editor-store.js";

let saving = false;

// Whether all that was typed is saved.
export async function save() {
  if (saving) return false;
  if (!dirty()) {
    note();
    say(t("nothing_new"));
    return true;
  }
  saving = true;
  say(t("saving"));
  const sent = copied(store.definition);
  const answer = await server.save();
  saving = false;
  if (answer.status === 200) return saved(answer.base, sent);
  refused(answer);
  return false;
}

function saved(base, sent) {
  store.base = base;
  store.began = sent;
  keep();
  note();
  stand(base);
  say(t("saved", { number: base.number }));
  look();
  return true;
}

function refused(answer) {
  say("");
  if (answer.status === 400 && answer.problems) {
    found(answer.problems);
    say(t("cannot_save", { count: count() }));
    first();
  } else if (answer.status === 409) conflict(answer, { note, say, done: () => changed(true) });
  else if (answer.status === 401) signedOut([button(t("save"), save)]);
  else note(t(answer.status === 413 ? "too_large" : "offline"), [button(t("save"), save)]);
}

export async function tryOut() {
  if (dirty() && !(await save())) return;
  const answer = await server.link();
  if (answer.status === 401) return signedOut();
  if (answer.status !== 200) return note(t("offline"));
  frame(answer.to);
}
