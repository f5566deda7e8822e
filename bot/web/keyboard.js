/**
 * The soft keyboard. Some built-in browsers (WeChat on iOS, X5 on Android) lay it over the page instead of making the
 * page smaller, and leave the page moved up when it goes: then the talk takes just the part that is left.
 */

const KEYBOARD = 120;

/** `moved()` is called when the height has changed. */
export function keyboard(area, moved) {
  const view = window.visualViewport;
  let covered = false;

  function fit() {
    const now = window.innerHeight - view.height > KEYBOARD && view.scale < 1.1;
    if (!now && !covered) return;
    covered = now;
    area.style.height = now ? view.height + "px" : "";
    area.style.marginTop = now ? "0" : "";
    if (now) window.scrollTo(0, 0);
    moved();
  }

  if (view) ["resize", "scroll"].forEach((kind) => view.addEventListener(kind, fit));
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea, input:not([type=file]):not([type=range])")) setTimeout(() => reveal(event.target), 300);
  });
  document.addEventListener("focusout", () => setTimeout(() => window.scrollTo(0, 0), 100));
}

/** In the talk, what is written into stays in sight. */
function reveal(field) {
  if (field === document.activeElement) field.scrollIntoView({ block: "nearest" });
}
