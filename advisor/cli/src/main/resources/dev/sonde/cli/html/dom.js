// Elements. Text from the data becomes a text node and nothing else: no script here makes HTML of a string.

/** `el("p", { class: "muted" }, "text", node)`; a key that begins with "on" is a listener. */
function el(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  append(element, content);
  return element;
}

function append(element, content) {
  for (const part of content.flat(Infinity)) {
    if (part !== null && part !== undefined && part !== false) {
      element.append(part instanceof Node ? part : document.createTextNode(String(part)));
    }
  }
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** The text with what cannot be seen spelled out, as in the other formats; tabs and line ends are a space. */
function visible(text) {
  let line = "";
  for (const character of String(text).replace(/[ \n\r\t]+/g, " ").trim()) {
    line += UNSEEN.test(character)
      ? "<U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + ">"
      : character;
  }
  return line;
}

function shortened(text, length) {
  const characters = Array.from(visible(text));
  return characters.length <= length ? characters.join("") : characters.slice(0, length - 1).join("") + "…";
}

/** SQL that may be broken after each comma. */
function breakable(text) {
  return visible(text).split(/(?<=,)(?! )/).flatMap((part, i) => (i === 0 ? [part] : [el("wbr"), part]));
}

function sql(text) {
  return el("pre", { class: "sql", tabindex: "0" }, breakable(text));
}

/** Prose with names between backticks. */
function prose(text) {
  return visible(text).split("`").map((part, i) => (i % 2 === 1 ? el("code", {}, part) : part));
}

/** The lines of a text, each as `visible` shows it. */
function visibleLines(text) {
  return String(text).trimEnd().split("\n").map((line) => /^ */.exec(line)[0] + visible(line)).join("\n");
}

/** Text to copy, with a button that does it. */
function copyable(text, what, lines = false) {
  const shown = lines ? visibleLines(text) : visible(text);
  const button = el("button", { type: "button", "aria-label": "Copy " + what }, "Copy");
  button.addEventListener("click", async () => {
    button.textContent = (await copy(shown)) ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return el("div", { class: "copy" }, lines ? el("pre", { class: "sql", tabindex: "0" }, shown) : sql(text), button);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refused) {
    const area = el("textarea", { class: "hidden", readonly: true });
    area.value = text;
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function facts(pairs) {
  return el(
    "dl",
    { class: "facts" },
    pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])
  );
}

function section(id, title, ...content) {
  return el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title" }, title), content);
}

function mark(severity) {
  return el("span", { class: "mark " + severity }, severity);
}

/** Tabs by the pattern of WAI-ARIA: arrow keys move, one panel is shown; in print all are. */
function tabs(label, entries) {
  const list = el("div", { role: "tablist", "aria-label": label });
  const root = el("div", {}, list);
  const all = entries.map(({ id, title, content }) => ({
    tab: el("button", { type: "button", role: "tab", id: id + "-tab", "aria-controls": id }, title),
    panel: el("div", { role: "tabpanel", id, "aria-labelledby": id + "-tab" }, content),
  }));
  const select = (chosen, focus) => {
    all.forEach(({ tab, panel }, i) => {
      tab.setAttribute("aria-selected", String(i === chosen));
      tab.tabIndex = i === chosen ? 0 : -1;
      panel.hidden = i !== chosen;
    });
    if (focus) {
      all[chosen].tab.focus();
    }
  };
  all.forEach(({ tab, panel }, i) => {
    tab.addEventListener("click", () => select(i, false));
    tab.addEventListener("keydown", (event) => {
      const last = all.length - 1;
      const moves = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i === 0 ? last : i - 1, Home: 0, End: last };
      if (event.key in moves) {
        event.preventDefault();
        select(moves[event.key], true);
      }
    });
    panel.addEventListener("sonde-show", () => select(i, false));
    list.append(tab);
    root.append(panel);
  });
  select(0, false);
  return root;
}
