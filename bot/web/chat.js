/** The customer's chat: what comes from the server is shown, what the customer says is kept until it has arrived. */

import { composer } from "./composer.js";
import { connection } from "./connection.js";
import { attachment, intake, preview } from "./files.js";
import { framed } from "./framed.js";
import { lasting, passing } from "./keep.js";
import { keyboard } from "./keyboard.js";
import { asked, brought } from "./link.js";
import { newId, sending } from "./sending.js";
import { t } from "./texts.js";
import { transcript } from "./transcript.js";
import { unsent } from "./unsent.js";
import { uploading } from "./uploads.js";
import { line, partner, progress, sight, typing } from "./view.js";

const MOST = Number(document.documentElement.dataset.longest);
const TITLE = document.title;
const QUIET = 40;
const by = (id) => document.getElementById(id);

let token = null;
let after = 0;
let read = 0;
let told = 0;
let up = false;
let moveOn = false;
let byKeyboard = false;
let due = 0;

const view = sight();
const dots = typing(view.grown);
const banner = line(() => waiting.standingBy().length);
const panel = framed({ shown: tellSeen });
const talk = transcript(by("log"), { pick, attach, attachment });
const waiting = unsent(by("pending"), by("log"), { again, back, preview });
const wire = connection({ hello, heard, lost });
const post = sending({ send: (frame) => up && wire.send(frame), stale: wire.renew, seen: () => read });
const files = uploading({ token: () => token, seen: () => read, moved: waiting.progress, gone, failed });
const desk = composer({ form: by("composer"), field: by("text"), button: by("send"), say });
intake({ input: by("file"), area: by("talk"), sign: by("drop"), field: by("text"), take: (list) => list.forEach(attach) });
keyboard(by("talk"), view.grown);
document.addEventListener("visibilitychange", tellSeen);
document.addEventListener("click", (event) => { byKeyboard = event.detail === 0; }, true);
window.addEventListener("hashchange", () => { if (brought()) wire.renew(); });
post.unsent().forEach((made) => waiting.add(made, "waiting"));

/** Another tab may have begun another talk meanwhile: the last one begun is the one that goes on. */
function hello() {
  const kept = lasting.get("token");
  told = 0;
  if (kept !== token) after = read = 0;
  const language = document.documentElement.lang;
  return Object.assign({ type: "hello", token: kept, after, visit: visit(), language }, asked(panel.inside));
}

/** A reload is the same visit, a link followed again is another. On another website every page is the same visit. */
function visit() {
  if (panel.inside) return "widget";
  const mine = typeof history.state === "string" ? history.state : passing.get("visit") || newId();
  passing.set("visit", "");
  history.replaceState(mine, "");
  return mine;
}

function heard(frame) {
  const kinds = { welcome, said, taken, refused };
  if (kinds[frame.type]) kinds[frame.type](frame);
}

function lost() {
  up = false;
  dots.stop();
  banner(false);
  waiting.standingBy().filter((made) => !made.file).forEach((made) => waiting.standing(made.id, "waiting"));
  view.grown();
}

function welcome(frame) {
  if (token !== frame.token) talk.clear();
  token = frame.token;
  lasting.set("token", token);
  panel.keep(token);
  up = true;
  banner(true);
  post.flush().concat(files.resume()).forEach((made) => waiting.standing(made.id, "sending"));
  later();
}

function said(row) {
  after = Math.max(after, row.seq);
  if (row.from !== "me") dots.stop();
  else waiting.came(row);
  talk.put(row);
  later();
}

function taken(frame) {
  const made = waiting.entry(frame.id);
  if (made && frame.seq !== null && !made.file) talk.put(Object.assign({}, made, { seq: frame.seq }));
  arrived(frame.id);
  later();
}

function arrived(id) {
  post.forget(id);
  waiting.remove(id);
}

function refused(frame) {
  dots.stop();
  if (!frame.id) {
    banner(true, frame.text);
    return;
  }
  if (frame.why === "unavailable") {
    post.postpone().forEach((made) => waiting.standing(made.id, "waiting", t("trying")));
  } else {
    post.refuse(frame.id);
    waiting.standing(frame.id, frame.why === "too_fast" ? "failed" : "refused", frame.text);
  }
  later();
}

/** False when it is more than the server takes: then it stays where it was written. */
function say(text) {
  const fits = Array.from(text).length <= MOST;
  if (up || !fits) banner(up, fits ? "" : t("too_long"));
  if (fits) send({ text });
  if (!up && fits) banner(false);
  return fits;
}

function pick(row, keys, text) {
  const label = (key) => row.choices.filter((choice) => choice[0] === key).map((choice) => choice[1])[0];
  moveOn = byKeyboard;
  send({ of: row.of, keys, text: text || keys.map(label).join(t(row.picker === "ranking" ? "before" : "comma")) });
}

function entry(more) {
  return Object.assign({ id: newId(), from: "me", at: new Date().toISOString() }, more);
}

function send(more) {
  const made = entry(more);
  waiting.add(made, up ? "sending" : "waiting");
  const goes = post.add(made);
  if (!goes) waiting.standing(made.id, "waiting", up ? t("trying") : "");
  else if (up) dots.start();
  view.follow();
  later();
}

function attach(file) {
  const made = entry({ file });
  waiting.add(made, "sending");
  files.add(made);
  view.follow();
}

function gone(made, answer) {
  taken({ id: made.id, seq: answer.seq === undefined ? null : answer.seq });
}

function failed(made, { text, final }) {
  waiting.standing(made.id, final ? "refused" : "failed", text || t("upload_failed"));
}

function again(id) {
  waiting.standing(id, "sending");
  if (!files.again(id)) post.retry(id);
}

function back(id) {
  const { text, file } = waiting.entry(id);
  arrived(id);
  files.drop(id);
  if (!file) desk.back(text);
  later();
}

/** What came is settled once, when nothing more comes with it. */
function later() {
  clearTimeout(due);
  due = setTimeout(settle, QUIET);
}

function settle() {
  const rows = talk.rows();
  talk.settle(waiting.standingBy());
  progress(rows);
  partner(rows);
  by("text").placeholder = t(talk.open() ? "placeholder_open" : "placeholder");
  view.grown();
  tellSeen();
  by("log").setAttribute("aria-busy", String(!up));
  follow(rows);
  if (moveOn && rows.length && rows[rows.length - 1].from !== "me" && !waiting.standingBy().length) goOn();
}

/** The page speaks the language that the talk has come to. */
function follow(rows) {
  const chosen = rows.filter((row) => row.from === "me" && row.of === "language" && (row.keys || []).length).pop();
  const language = chosen ? chosen.keys[0] : document.documentElement.lang;
  if (language === document.documentElement.lang || waiting.standingBy().length) return;
  const there = new URL(location.href);
  if (there.searchParams.get("lang") === language) return;
  there.searchParams.set("lang", language);
  there.hash = panel.handed(token);
  passing.set("visit", visit());
  location.replace(there.href);
}

/** Who answers by keyboard is led to the next question. */
function goOn() {
  moveOn = false;
  const question = talk.open();
  (question ? question.querySelector("input:not(.away), button") : by("text")).focus();
}

function tellSeen() {
  if (!panel.hidden()) read = after;
  panel.unread(talk.rows().filter((row) => row.seq > read && row.from !== "me").length);
  document.title = (read < after ? "● " : "") + TITLE;
  if (!up || told >= read) return;
  if (wire.send({ type: "seen", seq: read })) told = read;
}
