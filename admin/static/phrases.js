// A phrase that was chosen goes into the answer at once, behind what already stands there.
// Without this script the page comes again with it.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-phrases]");
  if (!form) return;
  event.preventDefault();
  const chosen = form.elements.phrase.selectedOptions[0];
  const into = document.getElementById(form.dataset.phrases);
  if (!chosen?.dataset.text || !into) return;
  into.value = into.value.trim() ? `${into.value.trimEnd()}\n${chosen.dataset.text}` : chosen.dataset.text;
  into.focus();
});
