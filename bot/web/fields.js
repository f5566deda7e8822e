/**
 * Questions that are answered in a field of their own: a day, a number, a telephone number, a name. What is entered is
 * bound to its question like a choice; whoever would rather write it as a message can.
 */

import { element } from "./dom.js";
import { t } from "./texts.js";

const SLIDES = 100;

/** As `picker`: `pick(keys, text)` is called with what was entered and how it reads. */
export function field(row, labelled, pick) {
  const made = kinds[row.picker](row.details || {}, labelled);
  const hint = element("p", { class: "hint", role: "alert" });
  const confirm = element("button", { type: "submit", class: "confirm" }, [t(made.confirm)]);
  const others = (row.choices || []).map((choice) => other(choice, (key, label) => live && pick([key], label)));
  const body = element("div", { class: "fields", role: "group", "aria-labelledby": labelled }, made.parts);
  const form = element("form", { class: "picker own own-" + row.picker, novalidate: "" }, [body, hint, confirm].concat(others));
  let live = true;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!live) return;
    const wrong = made.wrong();
    hint.textContent = wrong;
    made.input.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) made.input.focus();
    else pick([made.value()], made.text());
  });
  return {
    element: form,
    show(now) {
      live = now;
      form.hidden = !now;
    },
  };
}

/** A choice beside the field: to skip it. */
export function other([key, label], pick) {
  const made = element("button", { type: "button", class: "other" }, [label]);
  made.addEventListener("click", () => pick(key, label));
  return made;
}

function input(labelled, attributes) {
  return element("input", Object.assign({ "aria-labelledby": labelled, autocomplete: "off" }, attributes));
}

/** A field that takes what `fits`; else `missing` says what is wanted. */
function plain(made, missing, confirm, fits) {
  const value = () => made.value.trim();
  return { input: made, parts: [made], confirm, value, text: value, wrong: () => (fits(value()) ? "" : t(missing)) };
}

const kinds = {
  date: (details, labelled) => plain(input(labelled, { type: "date", max: "9999-12-31" }), "date_missing", "date_confirm", Boolean),
  phone: (details, labelled) => plain(
    input(labelled, { type: "tel", inputmode: "tel", autocomplete: "tel", maxlength: "40" }),
    "phone_missing", "phone_confirm", (value) => value.replace(/\D/g, "").length >= 5,
  ),
  signature(details, labelled) {
    const made = plain(input(labelled, { type: "text", autocomplete: "name", maxlength: "60" }), "signature_missing", "signature_confirm", Boolean);
    return Object.assign(made, { parts: [made.input, element("p", { class: "says" }, [t("signature_says")])] });
  },
  number,
};

function number(details, labelled) {
  const { low, high } = details;
  const unit = details.unit || "";
  const field = input(labelled, { type: "number", step: "any", inputmode: low >= 0 ? "decimal" : "text" });
  const parts = [element("div", { class: "measure" }, [field, element("span", { class: "unit" }, [unit])])];
  if (high - low <= SLIDES) parts.unshift(slider(field, low, high, unit));
  if (low !== undefined) field.min = low;
  if (high !== undefined) field.max = high;
  const value = () => field.value.trim();
  const outside = () => (low !== undefined && Number(value()) < low) || (high !== undefined && Number(value()) > high);
  return {
    input: field, parts, value, confirm: "number_confirm",
    text: () => value() + (/^[\x20-\x7e]/.test(unit) ? " " : "") + unit,
    wrong() {
      if (!value()) return t("number_missing");
      return outside() ? t("number_outside", { low: low === undefined ? "…" : low, high: high === undefined ? "…" : high }) : "";
    },
  };
}

/** Beside the field: both say the same, and nothing is chosen until one of them was touched. */
function slider(field, low, high, unit) {
  const made = element("input", { type: "range", min: low, max: high, step: "1", "aria-label": t("slide"), class: "untouched" });
  const tell = () => made.setAttribute("aria-valuetext", field.value ? field.value + unit : t("not_chosen"));
  made.addEventListener("input", () => {
    field.value = made.value;
    made.classList.remove("untouched");
    tell();
  });
  field.addEventListener("input", () => {
    if (field.value) made.value = field.value;
    made.classList.toggle("untouched", !field.value);
    tell();
  });
  tell();
  const ends = element("div", { class: "ends", "aria-hidden": "true" }, [
    element("span", {}, [String(low)]), element("span", {}, [String(high)]),
  ]);
  return element("div", { class: "slide" }, [made, ends]);
}
