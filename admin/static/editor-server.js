// What the server is asked: to check, to save, to make a copy, for a link to try it out.
import { data } from "./editor-dom.js";
import { store } from "./editor-store.js";

const here = () => document.getElementById("editor").dataset;

// {status, ...answer}; status 0: out of reach, 401: signed out.
export async function ask(act, fields = {}) {
  const token = here().csrf;
  let answer;
  try {
    answer = await post(act, fields);
    if (answer.status === 403 && (await renewed(token))) answer = await post(act, fields);
  } catch {
    return { status: 0 };
  }
  if (answer.redirected || answer.status === 403) return { status: 401 };
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return { status: answer.status };
  return { status: answer.status, ...(await answer.json()) };
}

function post(act, fields) {
  const form = new FormData();
  form.set("csrf", here().csrf);
  for (const [name, value] of Object.entries(fields)) form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  return fetch(`/surveys/${data.key}/${act}`, { method: "POST", body: form });
}

// Whether they have signed in anew in another window: then this page goes on with the token of that session. What
// one has written is not saved in another's name.
async function renewed(token) {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const there = page.getElementById("editor")?.dataset;
  if (!there || there.person !== here().person || there.csrf === token) return false;
  here().csrf = there.csrf;
  return true;
}

export const check = () => ask("check", { definition: store.definition });
export const save = () => ask("save", { definition: store.definition, began: store.began, base: store.base.digest });
export const copy = () => ask("copy", { definition: store.definition });
export const link = () => ask("link");
