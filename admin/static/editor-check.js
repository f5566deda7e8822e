// What is wrong with the definition: asked of the server a moment after each change, shown at its field.
import { signedOut, tell } from "./editor-bar.js";
import { problemsAt, shown } from "./editor-problems.js";
import { unfold } from "./editor-question.js";
import * as server from "./editor-server.js";
import { draw } from "./editor-sheet.js";
import { questionsOf, sections, store } from "./editor-store.js";

const WAIT = 500;
let due = 0;
let asked = 0;
let problems = [];

export const count = () => problems.length;

export function look() {
  tell(problems);
  clearTimeout(due);
  due = setTimeout(ask, WAIT);
}

async function ask() {
  const mine = (asked += 1);
  const answer = await server.check();
  if (mine !== asked) return; // something was typed since
  if (answer.status === 401) signedOut();
  else if (answer.problems) found(answer.problems);
}

// What was found is what counts: an answer that is still on its way is not.
export function found(list) {
  asked += 1;
  problems = list;
  show();
  tell(problems);
}

// The sheet was drawn anew, or a question was opened.
export function show() {
  problemsAt(document.getElementById("editor"), problems);
}

export function first() {
  const problem = problems[0];
  if (!problem) return;
  if (problem.language && store.definition.languages?.includes(problem.language)) store.beside = problem.language;
  const [, s, q] = problem.where.match(/^section\.(\d+)\.question\.(\d+)/) ?? [];
  const question = s && questionsOf(sections()[s - 1] ?? {})[q - 1];
  if (question) unfold(question);
  if (question || problem.language) draw();
  show();
  shown(document.getElementById("editor"), problem);
}
