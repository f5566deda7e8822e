/** Options put in order by picking them one after another: by touch or by keyboard, nothing needs to be dragged. */

import { element } from "./dom.js";
import { t } from "./texts.js";

/** As `picker`. */
export function ranking(row, labelled, pick) {
  const { least = row.choices.length, most = row.choices.length } = row.details || {};
  const said = element("p", { class: "away", role: "status" });
  const buttons = row.choices.map(([key, label]) => option(key, label));
  const anew = element("button", { type: "button", class: "other" }, [t("rank_anew")]);
  const confirm = element("button", { type: "button", class: "confirm" });
  const group = element("div", { class: "picker ranking", role: "group", "aria-labelledby": labelled, tabindex: "-1" }, []);
  let order = [];
  let live = true;

  buttons.concat([anew, confirm, said]).forEach((made) => group.append(made));
  buttons.forEach((made) => made.addEventListener("click", () => {
    if (!live) return;
    place(made.dataset.key);
    draw();
    said.textContent = made.getAttribute("aria-label");
  }));
  anew.addEventListener("click", () => {
    order = [];
    draw();
    said.textContent = t("rank_some");
    buttons[0].focus();
  });
  confirm.addEventListener("click", () => {
    if (live && order.length >= least) pick(order);
  });

  /** One more at the end, or away again; the last one left falls into its place. */
  function place(key) {
    if (order.indexOf(key) >= 0) order = order.filter((other) => other !== key);
    else if (order.length < most) order = order.concat([key]);
    const left = buttons.filter((made) => order.indexOf(made.dataset.key) < 0);
    if (left.length === 1 && order.length + 1 === least && order.indexOf(key) >= 0) order = order.concat([left[0].dataset.key]);
  }

  function draw() {
    buttons.forEach((made) => {
      const at = order.indexOf(made.dataset.key) + 1;
      made.classList.toggle("chosen", at > 0);
      made.setAttribute("aria-pressed", String(at > 0));
      made.setAttribute("aria-label", at ? t("rank_at", { label: made.dataset.label, n: at }) : made.dataset.label);
      made.setAttribute("aria-disabled", String(!live || (!at && order.length >= most)));
      made.tabIndex = live ? 0 : -1;
      made.firstChild.textContent = at || "";
    });
    anew.hidden = !live || !order.length;
    confirm.hidden = !live;
    confirm.textContent = order.length >= least ? t("rank_confirm") : t("rank_some");
    confirm.setAttribute("aria-disabled", String(order.length < least));
  }

  draw();
  return {
    element: group,
    show(now, keys) {
      live = now;
      if (!now) order = keys;
      group.classList.toggle("quiet", !now);
      draw();
    },
  };
}

function option(key, label) {
  return element("button", { type: "button", "data-key": key, "data-label": label }, [
    element("span", { class: "place", "aria-hidden": "true" }), element("span", { dir: "auto" }, [label]),
  ]);
}
