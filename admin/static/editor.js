// The editor of a survey: the sheet on the left, the chat to try it out on the right, what is wrong at its field.
import { build, note, say } from "./editor-bar.js";
import { first, look, show } from "./editor-check.js";
import { button, data, t } from "./editor-dom.js";
import { save, tryOut } from "./editor-saving.js";
import { draw, sheet } from "./editor-sheet.js";
import { forget, listen, restore, store, undo } from "./editor-store.js";

function undone() {
  if (undo()) say(t("undone"));
}

// Ctrl+S saves; Ctrl+Z undoes what was done with buttons, in a field it is the browser's own.
function keys(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const typing = event.target.matches("textarea, input:not([type=checkbox])");
  if (event.key.toLowerCase() === "s") save();
  else if (event.key.toLowerCase() === "z" && !typing) undone();
  else return;
  event.preventDefault();
}

function begin() {
  restore();
  const root = document.getElementById("editor");
  build(root, sheet, { save, try: tryOut, undo: undone, problem: first });
  if (store.restored) note(t("kept"), [button(t("kept_drop"), () => { forget(); note(); }, { className: "button small" })]);
  draw();
  listen((whole) => {
    if (whole) {
      draw();
      show();
    }
    for (const each of sheet.querySelectorAll(".share")) each.tell();
    look();
  });
  root.addEventListener("filled", show);
  document.addEventListener("keydown", keys);
  look();
  if (location.hash === "#begun") sheet.querySelector("input").focus();
}

if (data) begin();
