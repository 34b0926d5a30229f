// Tables that are sorted, filtered and read a page at a time, so that thousands of rows cost what fifty do.

const PAGE = 50;

/** Most rows of a table that are printed, unless all of them are on the screen: 5,000 statements are 200 sheets. */
const PRINTED = 500;

/**
 * Columns are { name, value(row), cell(row)?, number?, class?, title? }: value is what is sorted by, cell what is shown.
 * Options: caption, filter(row) for the text to search, noun, sort: index of the first column to sort by, page.
 */
function dataTable(columns, rows, options) {
  const ofPage = options.page || PAGE;
  let size = ofPage;
  let sorted = { column: options.sort ?? -1, descending: true };
  let words = [];
  let first = 0;
  let shown = rows;

  const body = el("tbody");
  const status = el("span", { class: "muted", role: "status" });
  const previous = el("button", { type: "button", onclick: () => turn(-size) }, "Previous");
  const next = el("button", { type: "button", onclick: () => turn(size) }, "Next");
  const all = el("button", { type: "button", "aria-pressed": "false", onclick: showAll }, "All rows");
  const headings = columns.map((column, i) =>
    el(
      "th",
      { scope: "col", class: column.number && "number", title: column.title },
      el("button", { type: "button", onclick: () => sortBy(i) }, column.name)
    )
  );
  const grid = el(
    "table",
    {},
    el("caption", {}, options.caption),
    el("thead", {}, el("tr", {}, headings)),
    body
  );

  function compare(a, b) {
    const { value } = columns[sorted.column];
    const [x, y] = [value(a), value(b)];
    const missing = (isMissing(x) ? 1 : 0) - (isMissing(y) ? 1 : 0);
    if (missing !== 0) {
      return missing; // what is not known comes last, whichever way is sorted
    }
    const order = isMissing(x) ? 0 : typeof x === "string" ? x.localeCompare(y) : x - y;
    return sorted.descending ? -order : order;
  }

  function isMissing(value) {
    return value === null || value === undefined || Number.isNaN(value);
  }

  function sortBy(column) {
    const descending = column === sorted.column ? !sorted.descending : Boolean(columns[column].number);
    sorted = { column, descending };
    first = 0;
    update();
  }

  function turn(by) {
    first = Math.max(0, Math.min(first + by, Math.max(0, shown.length - 1)));
    draw();
  }

  function showAll() {
    size = size === Infinity ? ofPage : Infinity;
    all.setAttribute("aria-pressed", String(size === Infinity));
    first = 0;
    draw();
  }

  function print() {
    const [pageSize, from] = [size, first];
    if (size < shown.length) {
      [size, first] = [Math.max(size, PRINTED), 0];
      draw();
      [size, first] = [pageSize, from];
    }
  }

  function update() {
    shown = words.length === 0 ? rows.slice() : rows.filter((row) => {
      const text = options.filter(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (sorted.column >= 0) {
      shown.sort(compare);
    }
    headings.forEach((heading, i) => {
      if (i === sorted.column) {
        heading.setAttribute("aria-sort", sorted.descending ? "descending" : "ascending");
      } else {
        heading.removeAttribute("aria-sort");
      }
    });
    draw();
  }

  function draw() {
    const visibleRows = shown.slice(first, first + size);
    body.replaceChildren(...visibleRows.map((row) =>
      el("tr", {}, columns.map((column) =>
        el("td", { class: [column.number && "number", column.class].filter(Boolean).join(" ") || null },
          column.cell ? column.cell(row) : String(column.value(row) ?? "-"))
      ))
    ));
    const many = shown.length > size;
    previous.hidden = next.hidden = !many;
    all.hidden = shown.length <= ofPage;
    previous.disabled = first === 0;
    next.disabled = first + size >= shown.length;
    status.textContent = shown.length === 0
      ? "nothing matches"
      : (many ? count(first + 1) + "–" + count(Math.min(first + size, shown.length)) + " of " : "")
        + counted(shown.length, options.noun || "row")
        + (shown.length < rows.length ? " (" + count(rows.length) + " in all)" : "");
  }

  const controls = el("div", { class: "controls" });
  if (options.filter && rows.length > 5) {
    const input = el("input", {
      type: "search",
      placeholder: "Filter",
      "aria-label": "Filter " + (options.noun || "row") + "s by words they hold",
      "aria-keyshortcuts": "/",
    });
    input.addEventListener("input", () => {
      words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      first = 0;
      update();
    });
    controls.append(input);
  }
  controls.append(status, el("span", { class: "grow" }), all, previous, next);
  update();
  return el(
    "div",
    { class: "printed", "onsonde-print": print, "onsonde-printed": draw },
    rows.length > 5 ? controls : null,
    el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": options.caption }, grid)
  );
}

/** A table of texts for a few rows; columns of numbers and of long texts are given by their position. */
function plainTable(caption, headings, rows, numbers = [], texts = []) {
  const kind = (column) => (numbers.includes(column) ? "number" : texts.includes(column) ? "text" : null);
  return el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": caption }, el(
    "table",
    {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, headings.map((heading, i) =>
      el("th", { scope: "col", class: kind(i) }, heading)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => el("td", { class: kind(i) }, cell)))))
  ));
}

/** A figure with a bar that shows its share of the largest. */
function shareCell(text, part, most) {
  const bar = el("span", { class: "share-bar", "aria-hidden": "true" });
  bar.style.width = most > 0 && part > 0 ? Math.max(1, (100 * part) / most) + "%" : "0";
  return [text, bar];
}

/** "/" goes to the filter that can be seen first, of the dialog if one is open. */
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const root = document.querySelector("dialog[open]") || document;
  const boxes = Array.from(root.querySelectorAll('input[type="search"]')).filter((box) => box.offsetParent !== null);
  const below = boxes.find((box) => box.getBoundingClientRect().bottom > 0) || boxes[0];
  if (below) {
    event.preventDefault();
    below.focus();
    below.select();
  }
});

/** The address of a filter is that of its part of the page, with the words behind a question mark. */
document.addEventListener("input", (event) => {
  const part = event.target.type === "search" && event.isTrusted && event.target.closest("main [role=tabpanel], main section");
  if (part) {
    const words = event.target.value.trim();
    history.replaceState(null, "", "#" + part.id + (words ? "?" + encodeURIComponent(words) : ""));
  }
});

function filterBy(part, words) {
  const box = words && part.querySelector('input[type="search"]');
  if (box) {
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
