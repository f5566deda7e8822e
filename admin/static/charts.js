// Draws the charts of a page and lets the keyboard walk through their points.
// A chart's spec stands in the page as JSON; colours are our CSS variables, so light and dark need no second drawing.

let library = null; // the promise of the chart library, asked for when a page has its first chart

function load() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = document.querySelector("[data-vega]").dataset.vega;
    script.onload = () => done(globalThis.vegaEmbed);
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

const OPTIONS = {
  mode: "vega-lite",
  ast: true, // expressions are interpreted: our policy forbids compiling them
  actions: false,
  renderer: "svg",
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true, theme: "own" },
};

async function draw(figure) {
  const source = figure.querySelector("script[type='application/json']");
  const canvas = figure.querySelector(".canvas");
  if (!source || figure.drawn === source) return;
  if (!figure.drawn) figure.querySelector("details").open = false; // it came open, for who has no scripts
  figure.drawn = source;
  const embed = await load();
  const { view } = await embed(canvas, JSON.parse(source.textContent), OPTIONS);
  canvas.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the table behind it is what is read
  if (figure.drawn === source) walk(figure, canvas, view);
  else view.finalize();
}

// A point leads where the cell behind it does; Enter follows the row that the keyboard stands on.
function follow(row, column) {
  const link = row?.cells[column]?.querySelector("a") ?? row?.querySelector("a");
  link?.click();
}

// Arrow keys move through the rows of the table behind the chart; each is shown in the chart and read out.
function walk(figure, canvas, view) {
  const rows = [...figure.querySelectorAll("tbody tr")];
  const names = [...figure.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const spoken = figure.querySelector("[aria-live]");
  let at = -1;
  view.addEventListener("click", (event, item) => follow(rows[item?.datum?.i], item?.datum?.c ?? 0));
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  canvas.onkeydown = (event) => {
    if (event.key === "Escape") at = -1;
    else if (event.key === "Enter") return follow(rows[at], 0);
    else if (event.key === "Home") at = 0;
    else if (event.key === "End") at = rows.length - 1;
    else if (event.key in steps) at = Math.min(rows.length - 1, Math.max(0, at + steps[event.key]));
    else return;
    event.preventDefault();
    view.signal("point", at).run();
    const cells = at < 0 ? [] : [...rows[at].cells];
    spoken.textContent = cells.map((cell, i) => `${names[i]} ${cell.textContent.trim()}`).join("，");
  };
  canvas.onblur = () => {
    at = -1;
    view.signal("point", -1).run();
    spoken.textContent = "";
  };
}

export function drawAll() {
  for (const figure of document.querySelectorAll("figure.chart")) {
    draw(figure).catch(() => {
      figure.querySelector(".canvas").hidden = true; // no chart: the table says it all
      figure.querySelector("details").open = true;
    });
  }
}
