// A colleague has saved since we began: what they changed, and what to do now. Nothing of ours is lost.
import { button, data, h, t } from "./editor-dom.js";
import * as server from "./editor-server.js";
import { keep, replace, store } from "./editor-store.js";

export function conflict(answer, { note, say, done }) {
  const { base, theirs, changes, merged, clashes } = answer;
  const words = base.number < store.base.number
    ? t("conflict_discarded", { number: store.base.number })
    : t(base.by ? "conflict" : "conflict_import", { name: base.by, at: base.at, number: base.number });
  const merge = () => {
    replace(merged, base, theirs);
    note(clashes.length ? t("merged_clashes", { count: clashes.length }) : t("merged"), [], [list(clashes.map(clash))]);
    done();
  };
  const copy = async () => {
    const made = await server.copy();
    if (made.status !== 200) return say(t(made.status === 401 ? "signed_out" : "offline"));
    say(t("copied"));
    store.definition = store.began;
    keep();
    return location.assign(made.to);
  };
  const take = () => {
    replace(theirs, base, theirs);
    note();
    say(t("theirs"));
    done();
  };
  note(words, [
    button(t("conflict_merge"), merge, { className: "button main" }),
    button(t("conflict_copy"), copy),
    button(t("conflict_theirs"), take),
  ], [h("p", {}, t(changes.length ? "conflict_changes" : "conflict_none")), list(changes.map(told))]);
}

function list(rows) {
  return h("ul", { className: "differences" }, rows.map((row) => h("li", {}, row)));
}

function told(change) {
  const head = `${data.texts.how[change.how]}${change.what}「${change.name}」`;
  if (change.how !== "changed") return head;
  return [head, ` ${change.field}：`, h("del", {}, change.old), " → ", h("ins", {}, change.new)];
}

function clash(row) {
  return `「${row.name}」${row.field}：${row.said}`;
}

