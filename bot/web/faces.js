/** A sign for each level: a face whose mouth and colour both tell, so that either alone is enough. */

import { drawing } from "./dom.js";

/** `mood` from -1 (worst) to 1 (best). */
export function face(mood) {
  const bend = (mood * 5.5).toFixed(1);
  const mouth = "M8.6 " + (18.8 - bend / 3).toFixed(1) + "q5.4 " + bend + " 10.8 0";
  const made = drawing("0 0 28 28", ["M14 2.5a11.5 11.5 0 100 23 11.5 11.5 0 100-23", "M10 10.5v2M18 10.5v2", mouth]);
  made.setAttribute("class", "face " + tone(mood));
  return made;
}

function tone(mood) {
  if (mood < -0.6) return "worst";
  if (mood < -0.1) return "bad";
  if (mood <= 0.1) return "middle";
  return mood > 0.6 ? "best" : "good";
}

export function tick() {
  const made = drawing("0 0 18 18", ["M4 9.5l3.5 3.5 6.5-7.5"]);
  made.setAttribute("class", "tick");
  return made;
}

export function star() {
  return drawing("0 0 28 28", ["M14 3.2l3.3 6.9 7.5 1-5.5 5.2 1.4 7.5-6.7-3.7-6.7 3.7 1.4-7.5L3.2 11.1l7.5-1z"]);
}
