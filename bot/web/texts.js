/** The words of this page, in the language that the server chose. */

const words = JSON.parse(document.getElementById("texts").textContent);

/** The text under `key`, its {names} filled in. */
export function t(key, values) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name]);
}
