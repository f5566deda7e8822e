// What the server is asked: to check, to save, to make a copy, for a link to try it out.
import { data } from "./editor-dom.js";
import { store } from "./editor-store.js";

const csrf = () => document.getElementById("editor").dataset.csrf;

// {status, ...answer}; status 0: out of reach, 401: signed out.
export async function ask(act, fields = {}) {
  let answer;
  try {
    answer = await post(act, fields);
    if (answer.status === 403 && (await renewed())) answer = await post(act, fields);
  } catch {
    return { status: 0 };
  }
  if (answer.redirected || answer.status === 403) return { status: 401 };
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return { status: answer.status };
  return { status: answer.status, ...(await answer.json()) };
}

function post(act, fields) {
  const form = new FormData();
  form.set("csrf", csrf());
  for (const [name, value] of Object.entries(fields)) form.set(name, typeof value === "string" ? value : JSON.stringify(value));
  return fetch(`/surveys/${data.key}/${act}`, { method: "POST", body: form });
}

// Whether somebody has signed in anew in another window: then this page goes on with the token of that session.
async function renewed() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.getElementById("editor")?.dataset.csrf;
  if (!fresh || fresh === csrf()) return false;
  document.getElementById("editor").dataset.csrf = fresh;
  return true;
}

export const check = () => ask("check", { definition: store.definition });
export const save = () => ask("save", { definition: store.definition, began: store.began, base: store.base.digest });
export const copy = () => ask("copy", { definition: store.definition });
export const link = () => ask("link");
