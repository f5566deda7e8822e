/** Files and photos: sent beside the socket, so that their progress can be shown. */

import { drawing, element } from "./dom.js";

const HEADER = "X-Talk";
const NEVER = [400, 409, 413, 415];
const pictures = /^image\/(png|jpeg|gif|webp)$/;

/**
 * Sends `file`; `moved(part)` hears how far it is. Rejects with the server's reason ("" when it did not get there) and
 * whether that is final.
 */
export function upload({ id, file, token, seen, moved }) {
  const form = new FormData();
  form.append("id", id);
  form.append("seen", String(seen));
  form.append("file", file, file.name);
  const request = new XMLHttpRequest();
  request.upload.onprogress = (event) => event.lengthComputable && moved(event.loaded / event.total);
  request.open("POST", new URL("chat/files", document.baseURI).href);
  request.setRequestHeader(HEADER, token);
  return new Promise((done, failed) => {
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300) done(answer);
      else failed({ text: answer.text || "", final: NEVER.indexOf(request.status) >= 0 });
    };
    request.onerror = () => failed({ text: "", final: false });
    request.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text) || {};
  } catch (garbled) {
    return {};
  }
}

/** A file that the customer has just chosen. */
export function preview(entry) {
  const { name, size, type } = entry.file;
  return card(name, size, pictures.test(type) ? URL.createObjectURL(entry.file) : "");
}

/** A file of the transcript: `file.url` is a link of our own that the server signed for this talk. */
export function attachment(row) {
  const file = row.file;
  return card(file.name, file.size, pictures.test(file.kind) ? file.url : "", file.url);
}

function card(name, size, picture, url) {
  const link = url ? { href: url, target: "_blank", rel: "noopener" } : {};
  const made = element(url ? "a" : "span", Object.assign({ class: "file" }, link));
  if (picture) {
    made.classList.add("photo");
    const shown = element("img", { src: picture, alt: name });
    shown.addEventListener("error", () => {
      made.classList.remove("photo");
      shown.replaceWith(...named(name, size));
    });
    made.append(shown);
  } else {
    made.append(...named(name, size));
  }
  return made;
}

function named(name, size) {
  const words = [element("span", { class: "filename", dir: "auto" }, [name]), element("small", {}, [weight(size)])];
  return [drawing("0 0 24 24", ["M6 3h8l4 4v14H6zM14 3v4h4"]), element("span", {}, words)];
}

function weight(size) {
  if (size < 1000000) return Math.ceil(size / 1000) + " kB";
  return (size / 1000000).toFixed(1) + " MB";
}

/** `take(files)` gets what is chosen, dropped or pasted. */
export function intake({ input, area, sign, field, take }) {
  const offered = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0;
  input.addEventListener("change", () => {
    take(Array.from(input.files));
    input.value = "";
  });
  field.addEventListener("paste", (event) => {
    const files = event.clipboardData ? Array.from(event.clipboardData.files) : [];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  ["dragenter", "dragover"].forEach((kind) => area.addEventListener(kind, (event) => {
    if (!offered(event)) return;
    event.preventDefault();
    sign.hidden = false;
  }));
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) sign.hidden = true;
  });
  area.addEventListener("drop", (event) => {
    if (!offered(event)) return;
    event.preventDefault();
    sign.hidden = true;
    take(Array.from(event.dataTransfer.files));
  });
}
