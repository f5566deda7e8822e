// Typing in: Enter goes on to the next line, Ctrl+Enter keeps and begins the next; each line is read when it is
// left. Without this script the form shows what it read before it keeps anything.
const form = document.querySelector("form.entering");
const lines = form ? [...form.querySelectorAll("[data-question]")] : [];

// What the server reads the line as: shown beside it, and noted as seen.
async function read(line) {
  const output = document.getElementById(`${line.id}-read`);
  const seen = form.elements[`seen.${line.dataset.question}`];
  const sent = new FormData();
  for (const name of ["csrf", "version", "on"]) sent.set(name, form.elements[name].value);
  sent.set("question", line.dataset.question);
  sent.set("words", line.value);
  const answer = await fetch(form.dataset.read, { method: "POST", body: sent });
  if (!answer.ok || answer.redirected) return; // keeping it tells what is wrong
  const found = await answer.json();
  if (sent.get("words") !== line.value) return; // typed on meanwhile
  const told = document.createElement("span");
  told.className = found.wrong ? "wrong" : "";
  told.textContent = found.wrong || (found.told && form.dataset.readAs.replace("{label}", found.told));
  output.replaceChildren(told);
  line.setAttribute("aria-invalid", String(Boolean(found.wrong)));
  line.closest("li").classList.toggle("unread", Boolean(found.wrong));
  seen.value = found.told ? found.typed : "";
}

function onward(line) {
  const next = lines[lines.indexOf(line) + 1] ?? form.querySelector('[name="next"]');
  next.focus();
  next.select?.();
}

for (const line of lines) {
  line.addEventListener("change", () => read(line).catch(() => {}));
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (line.localName === "textarea" && event.shiftKey) return;
    event.preventDefault();
    onward(line);
  });
}

form?.addEventListener("keydown", (event) => {
  const box = event.target.id === "q";
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    document.activeElement.blur(); // what was typed last is read first
    form.requestSubmit(form.querySelector('[name="next"]'));
  } else if (box) {
    event.preventDefault();
    form.requestSubmit(form.querySelector('[name="find"]'));
  } else if (event.target.matches("input:not([data-question])")) {
    event.preventDefault();
    lines[0]?.focus();
  }
});

for (const hint of document.querySelectorAll(".with-script")) hint.hidden = false;
