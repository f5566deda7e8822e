/** A photo or a file as an answer: by the camera, from the album, or from the device. */

import { element } from "./dom.js";
import { other } from "./fields.js";
import { t } from "./texts.js";

const WAYS = {
  photo: [["camera", { accept: "image/*", capture: "environment" }], ["album", { accept: "image/*" }]],
  file: [["document", {}]],
};

/** As `picker`; `attach(file)` gets what was chosen. */
export function evidence(row, labelled, pick, attach) {
  const group = element("div", { class: "picker own own-" + row.picker, role: "group", "aria-labelledby": labelled, tabindex: "-1" });
  let live = true;
  WAYS[row.picker].forEach(([name, attributes]) => group.append(...way(name, attributes, (file) => live && attach(file))));
  (row.choices || []).forEach((choice) => group.append(other(choice, (key, label) => live && pick([key], label))));
  return {
    element: group,
    show(now) {
      live = now;
      group.hidden = !now;
    },
  };
}

/** The button is what is seen and reached; some built-in browsers open no chooser for an input that is not displayed. */
function way(name, attributes, take) {
  const input = element("input", Object.assign({ type: "file", class: "away", tabindex: "-1", "aria-hidden": "true" }, attributes));
  const button = element("button", { type: "button", class: name }, [t(name)]);
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    Array.from(input.files).slice(0, 1).forEach(take);
    input.value = "";
  });
  return [button, input];
}
