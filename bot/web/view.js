/** How the talk stands: where it is scrolled to, who writes, how far the survey is, whether the line is up. */

import { t } from "./texts.js";

const NEAR = 80;
const BY_HAND = 500;
const BLINK = 1200;
const THINKING = 12000;
const THANKS = 4000;

const by = (id) => document.getElementById(id);

/** Keeps the newest in sight, unless the customer has scrolled up to read. */
export function sight() {
  const area = by("scroll");
  const newer = by("newer");
  let following = true;
  let moved = 0;
  const down = () => { area.scrollTop = area.scrollHeight; };
  const byHand = (event) => {
    moved = event.type !== "pointerdown" || event.target === area ? Date.now() : moved;
    if (event.deltaY < 0 && !event.ctrlKey && area.scrollTop > 0) following = false; // however late the area scrolls
  };
  ["wheel", "touchmove", "keydown", "pointerdown"].forEach((kind) => area.addEventListener(kind, byHand, { passive: true }));
  area.addEventListener("scroll", () => {
    const near = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR;
    if (near) newer.hidden = true;
    if (near || Date.now() - moved < BY_HAND) following = near;
  });
  newer.addEventListener("click", () => {
    following = true;
    down();
    area.focus();
  });
  window.addEventListener("resize", () => following && down());
  area.addEventListener("load", () => following && down(), true);
  return {
    /** Something new stands below. */
    grown() {
      if (following) down();
      else newer.hidden = false;
    },
    follow() {
      following = true;
      down();
    },
  };
}

/** The typing sign: from what the customer said until something is said back. */
export function typing(moved) {
  const sign = by("typing");
  let begin = 0;
  let end = 0;
  const stop = () => {
    clearTimeout(begin);
    clearTimeout(end);
    sign.hidden = true;
  };
  return {
    stop,
    start() {
      stop();
      begin = setTimeout(() => { sign.hidden = false; moved(); }, 250);
      end = setTimeout(stop, THINKING);
    },
  };
}

/** Shows how far the survey is: by the question asked last, or the one that what is asked now belongs to. */
export function progress(rows) {
  const last = rows.filter((row) => row.from === "bot").pop();
  const asked = rows.filter((row) => row.progress).pop();
  const at = asked && (last === asked || (last.of || "").startsWith(asked.of + ".")) ? asked.progress : null;
  by("count").hidden = by("way").hidden = !at;
  if (!at) return;
  by("count").textContent = t("progress", { n: at[0], total: at[1] });
  by("way").max = at[1];
  by("way").value = at[0];
}

/** Who answers: the bot, or a person by name. */
export function partner(rows) {
  const last = rows.filter((row) => row.from !== "me").pop();
  const person = last && last.from === "staff";
  by("with").textContent = person ? t("with_person", { name: last.name || t("staff") }) : t("subtitle");
}

/**
 * The banner: what the server is in trouble with, or that the line is down for longer than a blink, and what becomes
 * of what was written meanwhile: `waiting()` tells how much that is.
 */
export function line(waiting) {
  const banner = by("banner");
  let timer = 0;
  let kept = 0;

  function tellDown() {
    timer = 0;
    kept = waiting();
    banner.textContent = t(navigator.onLine ? "reconnecting" : "offline") + (kept ? t("kept", { n: kept }) : "");
  }

  function tellBack() {
    banner.textContent = t("back", { n: kept });
    kept = 0;
    timer = setTimeout(() => { banner.textContent = ""; }, THANKS);
  }

  return function (up, trouble) {
    if (!up && !trouble) {
      timer = timer || setTimeout(tellDown, banner.textContent ? 0 : BLINK);
      return;
    }
    clearTimeout(timer);
    timer = 0;
    if (kept && !trouble) tellBack();
    else banner.textContent = trouble || "";
  };
}
