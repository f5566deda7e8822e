/** Times and days as the customer's device tells them. */

import { t } from "./texts.js";

const PAUSE = 5 * 60 * 1000;
const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
const sameYear = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "short" });
const otherYear = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", day: "numeric" });

export function time(at) {
  return clock.format(at);
}

/** Whether two moments stand so far apart that the second wants its own time: a pause, or another day. */
export function apart(before, after) {
  return after - before > PAUSE || dayOf(before) !== dayOf(after);
}

/** Day and time, the day by its name where it is near. */
export function moment(at) {
  return dayName(at) + " " + time(at);
}

function dayOf(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function dayName(at) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayOf(at) === dayOf(now)) return t("today");
  if (dayOf(at) === dayOf(yesterday)) return t("yesterday");
  return (at.getFullYear() === now.getFullYear() ? sameYear : otherYear).format(at);
}
