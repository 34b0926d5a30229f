// What is known of one statement, or of one route, table or call site, in a panel of its own with an address.

const PARTS = {
  route: { list: "routes", none: "(no route)" },
  table: { list: "tables", none: "(no table)" },
  site: { list: "callSites", none: "(no call site)" },
};

/** The address of a panel: what it is of, and its name. */
const PANEL = /^#(statement|route|table|site)-(.*)$/;

function address(kind, name) {
  return "#" + kind + "-" + encodeURIComponent(name);
}

function routeLink(route) {
  return partLink("route", route);
}

function partLink(kind, name) {
  return el("a", { href: address(kind, name) }, name === "" ? PARTS[kind].none : visible(name));
}

function statementLink(statement, text) {
  return el("a", { href: address("statement", statement.id) }, text || "statement " + statement.id);
}

/** A statement by its identifier, or the first of a fingerprint. */
function findStatement(report, name) {
  return report.statements.find((of) => of.id === name) || report.statements.find((of) => of.fingerprint === name);
}

function statementPanel(report, statement) {
  const known = (value) => (value === null ? null : millis(value));
  const parts = (kind) => report.where[PARTS[kind].list]
    .filter((part) => part.service === statement.service && part.version === statement.version)
    .map((part) => ({ part, own: part.statements.find((of) => of.statement === statement.id) }))
    .filter(({ own }) => own);
  const partTable = (kind, title) => {
    const rows = parts(kind);
    return rows.length === 0 ? null : plainTable(title, [kind === "site" ? "call site" : kind, "calls", "time"],
      rows.map(({ part, own }) => [partLink(kind, part.name), approximate(part, count(own.calls)),
        approximate(part, millis(own.totalMillis))]), [1, 2]);
  };
  const findings = report.findings.filter((finding) => finding.evidence.statement === statement.id
    || (finding.fingerprint === statement.fingerprint && finding.service === statement.service));
  const caching = report.caches.find((of) => of.statement === statement.id && of.service === statement.service
    && of.version === statement.version);
  return {
    title: "Statement " + statement.id,
    content: [
      copyable(statement.sql, "the statement"),
      facts([
        ["service", visible((statement.service + " " + statement.version).trim())],
        ["fingerprint", el("code", {}, statement.fingerprint)],
        ["calls", count(statement.calls)],
        ["failed", statement.errors > 0 ? count(statement.errors) : null],
        ["rows per call", rowsPerCall(report, statement)],
        ["time in all", known(statement.totalMillis)],
        ["share of all time", share(statement.totalMillis, report.session.totalMillis)],
        ["average", known(statement.averageMillis)],
        ["P50, P95, P99", [statement.p50Millis, statement.p95Millis, statement.p99Millis].map(millis).join(", ")],
        ["longest", known(statement.maxMillis)],
        ["tables", visible(statement.tables.join(", "))],
      ]),
      statement.times.length > 0 ? histogram("Time of an execution, measured", statement.times, "execution", 50) : null,
      findings.length > 0 ? [el("p", { class: "label" }, "Findings"), el("ul", { class: "plain" }, findings.map((finding) =>
        el("li", {}, mark(finding.severity), " ", el("a", { href: "#finding-" + finding.identity },
          headline(finding)))))] : null,
      plansOf(report, statement.id, statement.fingerprint),
      partTable("route", "Routes"),
      partTable("site", "Call sites, sampled"),
      caching ? [el("p", { class: "label" }, "Caches"), cacheGrid(caching), obstacle(caching)] : null,
    ],
  };
}

function obstacle(caching) {
  return el("p", {}, caching.advised ? "Advised." : caching.obstacle
    ? "Not advised: " + visible(caching.obstacle) + "." : "Not advised: it would not save enough.",
  caching.limits.length > 0 ? " " + visible(caching.limits.join("; ")) + "." : "");
}

function approximate(part, text) {
  return part.estimated ? "about " + text : text;
}

/** A source that does not tell rows leaves their sum at 0. */
function rowsPerCall(report, statement) {
  const unknown = statement.rows === 0 && report.session.imports.length > 0;
  return statement.calls === 0 || unknown ? "-" : number(statement.rows / statement.calls);
}

function partPanel(report, kind, name) {
  const parts = report.where[PARTS[kind].list].filter((part) => part.name === name);
  if (parts.length === 0) {
    return null;
  }
  const statements = new Map(report.statements.map((of) => [of.id, of])); // one text has one identifier, whatever the version
  const units = kind === "route" ? report.units.filter((of) => of.route === name) : [];
  const durations = kind === "route" ? report.durations.filter((of) => of.route === name) : [];
  const title = { route: "Route ", table: "Table ", site: "Call site " }[kind] + (name ? visible(name) : PARTS[kind].none);
  return {
    title,
    content: [
      parts.map((part) => facts([
        ["service", visible((part.service + " " + part.version).trim())],
        ["calls", approximate(part, count(part.calls))],
        ["time in all", approximate(part, millis(part.totalMillis))],
        ["share of all time", share(part.totalMillis, report.session.totalMillis)],
      ])),
      parts.some((part) => part.estimated) ? el("p", { class: "muted" },
        "Estimated: statements that were executed at several call sites are divided as their sampled executions are.") : null,
      durations.map((of) => facts([["units of work, begin to end", count(of.units)],
        ["P50, P95, P99", [of.p50Millis, of.p95Millis, of.p99Millis].map(millis).join(", ")]])),
      units.map((unit) => [
        facts([["units of work", count(unit.units)], ["statements in each", number(unit.executions / unit.units)],
          ["P50, P95, P99", [unit.p50Millis, unit.p95Millis, unit.p99Millis].map(millis).join(", ")]]),
        histogram("Units of work, first statement to end of last", unit.times, "unit", 200),
      ]),
      dataTable([
        { name: "calls", number: true, value: ({ own }) => own.calls,
          cell: ({ own, part }) => approximate(part, count(own.calls)) },
        { name: "time", number: true, value: ({ own }) => own.totalMillis,
          cell: ({ own, part }) => approximate(part, millis(own.totalMillis)) },
        { name: "share", number: true, class: "share", value: ({ own }) => own.totalMillis,
          cell: ({ own, part }) => shareCell(share(own.totalMillis, part.totalMillis), own.totalMillis, part.totalMillis) },
        { name: "statement", class: "text", value: ({ statement }) => statement.sql,
          cell: ({ statement }) => statementLink(statement, el("code", {}, breakable(shortened(statement.sql, 140)))) },
      ], parts.flatMap((part) => part.statements.map((own) => ({
        part, own, statement: statements.get(own.statement) || { id: own.statement, sql: own.statement },
      }))), { caption: title + ": statements", noun: "statement", sort: 1, filter: ({ statement }) => statement.sql }),
    ],
  };
}

/** The panel: a dialog over the page, which Escape closes and whose address can be kept. */
function panels(report) {
  const title = el("h2", { id: "panel-title", tabindex: "-1" });
  const body = el("div");
  const close = el("button", { type: "button" }, "Close");
  const dialog = el("dialog", { "aria-labelledby": "panel-title" }, el("header", {}, title, close), body);
  let cameFrom = null;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog && event.clientX < dialog.getBoundingClientRect().left) {
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => {
    if (PANEL.test(location.hash)) {
      history.replaceState(null, "", location.pathname + location.search);
    }
    if (cameFrom && cameFrom.isConnected) {
      cameFrom.focus();
    }
  });

  function panelOf(hash) {
    const [, kind, encoded] = PANEL.exec(hash) || [];
    if (!kind) {
      return null;
    }
    const name = decoded(encoded);
    if (kind !== "statement") {
      return partPanel(report, kind, name);
    }
    const statement = findStatement(report, name);
    return statement ? statementPanel(report, statement) : null;
  }

  function follow() {
    const panel = panelOf(location.hash);
    if (panel) {
      if (!dialog.open) {
        cameFrom = document.activeElement;
        dialog.showModal();
      }
      title.textContent = panel.title;
      body.replaceChildren();
      append(body, panel.content);
      dialog.scrollTop = 0;
      title.focus();
      return;
    }
    if (dialog.open) {
      cameFrom = null;
      dialog.close();
    }
    const [, id, words] = /^#([^?]*)\??(.*)$/s.exec(location.hash) || [];
    const target = id && document.getElementById(decoded(id));
    if (target) {
      target.dispatchEvent(new Event("sonde-show"));
      filterBy(target, decoded(words));
      target.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", follow);
  return { dialog, follow };
}

/** A hash may hold anything that somebody typed. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    return text;
  }
}
