/** One thing said, as it is shown. */

import { element, linked } from "./dom.js";
import { picker } from "./pickers.js";
import { t } from "./texts.js";
import { apart, moment, time } from "./when.js";

/** A row of the transcript: what the server says of it is in the docstring of the chat's channel. */
export function bubble(row, { pick, attach, attachment }) {
  const at = new Date(row.at);
  const made = element("div", { class: "row " + row.from, id: "said-" + row.seq });
  const words = "words-" + row.seq;
  made.append(element("h2", { class: "day", hidden: "" }, [moment(at)]));
  if (row.from === "staff") made.append(element("p", { class: "name", dir: "auto" }, [row.name || t("staff")]));
  made.append(said(row, words, at, attachment));
  const choices = row.from === "me" ? null : picker(row, words, (keys, text) => pick(row, keys, text), attach);
  if (row.details && row.details.run) made.classList.add("run");
  if (choices) made.append(choices.element);
  return { row, element: made, choices };
}

function said(row, words, at, attachment) {
  const body = element("div", { class: "bubble", title: time(at) });
  body.append(element("span", { class: "away" }, [t("from_" + row.from)]));
  if (row.file) body.append(attachment(row));
  if (row.text) {
    body.append(element("p", { id: words, class: "text", dir: "auto" }, row.from === "me" ? [row.text] : linked(row.text)));
  }
  if (row.details && row.details.scan) body.append(drawn(row.details.scan));
  return body;
}

/** A link to scan, which has this code in it: asked for by POST, so that no address has the code. */
function drawn(code) {
  const image = element("img", { class: "scan", alt: "", width: "180", height: "180" });
  const hide = () => { image.hidden = true; };
  image.addEventListener("load", () => URL.revokeObjectURL(image.src));
  fetch(new URL("chat/scan", document.baseURI).href, { method: "POST", body: code })
    .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error("HTTP " + answer.status))))
    .then((svg) => { image.src = URL.createObjectURL(svg); })
    .catch(hide);
  return image;
}

/** Shows day and time where the talk paused, and the name once for what was said in one go. */
export function neighbours(before, here) {
  const pause = !before || apart(new Date(before.row.at), new Date(here.row.at));
  here.element.querySelector(".day").hidden = !pause;
  here.element.classList.toggle("follows", !pause && before.row.from === here.row.from);
}
