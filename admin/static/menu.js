// The rest of the menu, unfolded over the page of a phone, is folded away by a tap beside it or by Escape.
const unfolded = () => document.querySelector(".menu .more[open]");

document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu")) unfolded()?.removeAttribute("open");
});

document.addEventListener("keydown", (event) => {
  const more = event.key === "Escape" && unfolded();
  if (!more) return;
  more.removeAttribute("open");
  more.querySelector("summary").focus();
});
