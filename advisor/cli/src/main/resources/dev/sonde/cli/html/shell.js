// The frame of every page: title, sections with links to them, and what to do about the part that needed no script.

/**
 * Shows the sections, given as { id, title, count?, content }, and returns once all is in the page.
 * What is in the page without scripts goes only then, so that a failure leaves it readable.
 */
function showPage(title, subtitle, sections, beyond = []) {
  const theme = el("button", { type: "button" }, "Theme: as the system");
  const themes = [["light dark", "as the system"], ["light", "light"], ["dark", "dark"]];
  theme.addEventListener("click", () => {
    themes.push(themes.shift());
    document.documentElement.style.colorScheme = themes[0][0];
    theme.textContent = "Theme: " + themes[0][1];
  });
  const shown = sections.filter(Boolean);
  const page = [
    el("a", { class: "skip", href: "#main" }, "To the content"),
    el("header", { class: "page" }, el("div", {}, el("h1", {}, title), el("p", {}, subtitle)), theme),
    el("div", { class: "frame" },
      el("nav", { class: "sections", "aria-label": "Sections" }, el("ul", {}, shown.map((of) =>
        el("li", {}, el("a", { href: "#" + of.id }, of.title, of.count === undefined ? null
          : el("span", { class: "muted" }, count(of.count))))))),
      el("main", { id: "main", tabindex: "-1" }, shown.map((of) => section(of.id, of.title, of.content)))),
    el("footer", { class: "page" }, el("p", {}, el("kbd", {}, "/"), " goes to the filter, ", el("kbd", {}, "Esc"),
      " closes a panel. Figures say whether they are measured, estimated or simulated. Charts: D3 7, ISC licence, ",
      "in the source of this page.")),
    beyond,
  ];
  const without = document.getElementById("without-scripts");
  append(document.body, page);
  without.remove();
  openForPrint();
}

/** On paper nothing can be opened, turned or scrolled to. */
function openForPrint() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("main details:not([open])"));
    opened.forEach((details) => (details.open = true));
    tell("sonde-print");
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((details) => (details.open = false));
    tell("sonde-printed");
  });
}

function tell(event) {
  document.querySelectorAll("main .printed").forEach((element) => element.dispatchEvent(new Event(event)));
}

/** What the page holds: { report, advice, migrations }, the latter two null if no advice was asked for. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const ADVICE = DATA.advice;
const MIGRATIONS = DATA.migrations || {};
