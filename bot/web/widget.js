/**
 * The chat on somebody else's page: `<script src="https://…/widget.js" data-survey="…" async></script>`.
 *
 * A launcher and a panel in a shadow root of their own; the talk itself is our page in a frame, so that neither page
 * can read or break the other. It keeps to a policy without unsafe-inline: the page around needs
 * `script-src` and `frame-src` with our address. `told` is what the server puts in: the words and the styles.
 */
(function (told) {
  const WAIT = 12000;
  const FULL = "(max-width: 520px), (max-height: 480px)";
  const script = document.currentScript;
  if (!script || document.querySelector("[data-manyi]")) return;
  const base = new URL(".", script.src);
  const { survey, place, side, label } = script.dataset;
  const host = element("div", { "data-manyi": "", "data-side": side === "left" ? "left" : "right" });
  const root = host.attachShadow({ mode: "open" });
  const name = label || told.words.open;
  const badge = element("b", { hidden: "", "aria-hidden": "true" });
  const launcher = element("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-label": name }, [
    drawing("M4 5h16v11H11l-4 4v-4H4z"), element("span", {}, [name]), badge,
  ]);
  const frame = element("iframe", { title: told.words.title, referrerpolicy: "strict-origin-when-cross-origin" });
  const close = element("button", { class: "close", type: "button", "aria-label": told.words.close }, [drawing("M6 6l12 12M18 6L6 18")]);
  const trouble = element("p", { class: "trouble", role: "status", hidden: "" });
  const panel = element("div", { class: "panel", role: "dialog", "aria-label": told.words.title, hidden: "" }, [frame, trouble, close]);
  let timer = 0;

  function element(kind, attributes, children) {
    const made = document.createElement(kind);
    Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
    (children || []).forEach((child) => made.append(child));
    return made;
  }

  function drawing(d) {
    const space = "http://www.w3.org/2000/svg";
    const made = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    made.setAttribute("viewBox", "0 0 24 24");
    made.setAttribute("aria-hidden", "true");
    path.setAttribute("d", d);
    made.append(path);
    return made;
  }

  /** A sheet made by script needs no leave of the page's policy; who can't (Safari before 16.4) fetches it. */
  function dress() {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(told.css);
      root.adoptedStyleSheets = [sheet];
    } catch (old) {
      root.append(element("link", { rel: "stylesheet", href: new URL("static/widget.css", base).href }));
    }
  }

  /** Where our storage is closed on this website, its own has the key to the talk. */
  function address(inFrame) {
    const url = new URL(base.href);
    if (inFrame) {
      url.searchParams.set("widget", "1");
      url.hash = recall(() => localStorage, "talk");
    }
    if (survey) url.searchParams.set("survey", survey);
    if (place) url.searchParams.set("place", place);
    return url.href;
  }

  function remember(shelf, key, value) {
    try {
      shelf().setItem("manyi." + key, value);
    } catch (closed) { /* the next page begins anew */ }
  }

  function recall(shelf, key) {
    try {
      return shelf().getItem("manyi." + key) || "";
    } catch (closed) {
      return "";
    }
  }

  function tell(manyi) {
    if (frame.src) frame.contentWindow.postMessage({ manyi }, base.origin);
  }

  function show() {
    panel.hidden = false;
    launcher.hidden = true;
    remember(() => sessionStorage, "open", "1");
    fit();
    news(0);
    if (frame.src) tell("shown");
    else ask();
  }

  /**
   * Whether this website may show the chat, before a browser says so in its own way. A script may ask wherever this
   * one was let in, and says from where (crossorigin).
   */
  function ask() {
    const question = element("script", { crossorigin: "anonymous" });
    question.nonce = script.nonce;
    question.onload = load;
    question.onerror = refused;
    try {
      question.src = new URL("widget/here.js", base).href;
      document.head.append(question);
      question.remove();
    } catch (trusted) { // Trusted Types: the frame will tell
      load();
    }
  }

  function load() {
    if (frame.src) return;
    trouble.hidden = true;
    frame.src = address(true);
    timer = setTimeout(() => excuse(told.words.trouble), WAIT);
  }

  function refused() {
    excuse(told.words.unlisted);
    console.warn("Manyi: " + told.words.hint.replace("{origin}", location.origin));
  }

  function hide() {
    panel.hidden = true;
    launcher.hidden = false;
    remember(() => sessionStorage, "open", "");
    tell("hidden");
  }

  /** Our page does not come: this site may not frame it, or the line is down. */
  function excuse(why) {
    const link = element("a", { href: address(false), target: "_blank", rel: "noopener" }, [told.words.elsewhere]);
    trouble.textContent = why;
    trouble.append(element("br", {}), link);
    trouble.hidden = false;
    if (root.activeElement === frame) close.focus(); // an empty frame hears no keys
  }

  function news(count) {
    badge.hidden = !count;
    badge.textContent = String(count);
    launcher.setAttribute("aria-label", count ? name + " · " + told.words.news.replace("{n}", count) : name);
  }

  /** On a phone it fills what the keyboard leaves. */
  function fit() {
    const view = window.visualViewport;
    const full = view && !panel.hidden && matchMedia(FULL).matches;
    panel.style.height = full ? view.height + "px" : "";
    panel.style.top = full ? view.offsetTop + "px" : "";
  }

  function heard(event) {
    if (event.origin !== base.origin || event.source !== frame.contentWindow || !event.data) return;
    const { manyi, count, token } = event.data;
    if (manyi === "ready") {
      clearTimeout(timer);
      trouble.hidden = true;
      tell(panel.hidden ? "hidden" : "shown");
    }
    if (manyi === "token") remember(() => localStorage, "talk", String(token));
    if (manyi === "close") leave();
    if (manyi === "unread" && panel.hidden) news(Number(count) || 0);
  }

  function leave() {
    hide();
    launcher.focus();
  }

  function begin() {
    dress();
    root.append(launcher, panel);
    document.body.append(host);
    if (recall(() => sessionStorage, "open")) show();
  }

  launcher.addEventListener("click", () => {
    show();
    if (trouble.hidden) frame.focus();
    else close.focus();
  });
  close.addEventListener("click", leave);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  window.addEventListener("message", heard);
  if (window.visualViewport) ["resize", "scroll"].forEach((kind) => window.visualViewport.addEventListener(kind, fit));
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})
