/** Times and days as the organisation's clock tells them, which its staff see too. */

import { t } from "./texts.js";

const PAUSE = 5 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;
const { lang: language, dataset: { timezone } } = document.documentElement;
const clock = told(language, { hour: "2-digit", minute: "2-digit", hour12: false });
const calendar = told("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
const sameYear = told(language, { month: "long", day: "numeric", weekday: "short" });
const otherYear = told(language, { year: "numeric", month: "long", day: "numeric" });

/** A browser that does not know the time zone tells its own. */
function told(spoken, parts) {
  try {
    return new Intl.DateTimeFormat(spoken, Object.assign({ timeZone: timezone || undefined }, parts));
  } catch (unknown) {
    return new Intl.DateTimeFormat(spoken, parts);
  }
}

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

/** Days since 1970. */
function dayOf(at) {
  return Date.parse(calendar.format(at)) / DAY;
}

function dayName(at) {
  const now = new Date();
  const since = dayOf(now) - dayOf(at);
  if (since === 0) return t("today");
  if (since === 1) return t("yesterday");
  return (yearOf(at) === yearOf(now) ? sameYear : otherYear).format(at);
}

function yearOf(at) {
  return calendar.format(at).slice(0, 4);
}
