/** The field to write in. What is written stays on the device until it is sent. */

import { passing } from "./keep.js";

const TALLEST = 160;

/** `say(text)` gets what was written and tells whether it took it. */
export function composer({ form, field, button, say }) {
  function fit() {
    field.style.height = "auto";
    field.style.height = Math.min(field.scrollHeight, TALLEST) + "px";
    button.disabled = !field.value.trim();
  }

  function put(text) {
    field.value = text;
    passing.set("draft", text);
    fit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value;
    if (!text.trim() || !say(text)) return;
    put("");
    if (button === document.activeElement) field.focus();
  });
  field.addEventListener("input", () => put(field.value));
  field.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    form.dispatchEvent(new Event("submit", { cancelable: true }));
  });
  put(field.value || passing.get("draft") || "");

  return {
    /** Words that came back: before what has been written since. */
    back(text) {
      put(field.value ? text + "\n" + field.value : text);
      field.focus();
    },
  };
}
