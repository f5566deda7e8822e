// Each problem stands at its field; where that is not to be seen, at what it is in.

function owner(root, where) {
  for (let path = where; path; path = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "") {
    const found = root.querySelector(`[data-where="${CSS.escape(path)}"]`);
    if (found) return found;
  }
  return root.querySelector("#notes");
}

export function problemsAt(root, problems) {
  for (const old of root.querySelectorAll(".problem")) old.remove();
  for (const field of root.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    describe(field, (id) => !id.startsWith("problem"));
  }
  problems.forEach((problem, number) => put(owner(root, problem.where), problem, number));
}

// What describes the field: what was there and is wanted still, and one more.
function describe(field, wanted, more = "") {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && wanted(id));
  if (more) ids.push(more);
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}

function put(at, problem, number) {
  const said = document.createElement("p");
  said.className = "problem";
  said.id = `problem${number}`;
  said.textContent = problem.why;
  const control = at.classList.contains("field") || at.classList.contains("cell") ? at.querySelector("input, textarea, select") : null;
  if (control) {
    control.setAttribute("aria-invalid", "true");
    describe(control, () => true, said.id);
  }
  const folded = at.classList.contains("card-question") ? at.querySelector("details.question") : null;
  if (folded) folded.after(said);
  else at.append(said);
}

// Lead the eye and the keyboard to this problem.
export function shown(root, problem) {
  const at = owner(root, problem.where);
  for (let inside = at.closest("details"); inside; inside = inside.parentElement.closest("details")) inside.open = true;
  at.scrollIntoView({ block: "center" });
  const control = at.querySelector("input, textarea, select, summary, button");
  control?.focus({ preventScroll: true });
}
