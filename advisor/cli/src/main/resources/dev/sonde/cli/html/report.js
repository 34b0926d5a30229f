// What was captured, and where the time goes.

const OUTCOMES = {
  met: "✓ met",
  missed: "✗ missed",
  "not-exceeded": "○ not exceeded",
  "not-shown": "○ not shown",
  "not-known": "○ not known",
  "not-captured": "○ not captured",
};

function subtitle(session) {
  const when = session.from && session.to
    ? ", " + session.from.replace(/\.\d+Z$/, "Z").replace("T", " ") + ", "
      + millis(Date.parse(session.to) - Date.parse(session.from)) : "";
  return visible((session.services.join(", ") || "service not named") + when);
}

/** Those of which only sums are kept are not one statement. */
function statementsOf(report) {
  const known = report.statements.filter((of) => of.sql !== "other statements").length;
  return counted(known, "statement") + (known < report.statements.length ? " and others" : "");
}

function overview(report) {
  const { session } = report;
  const severities = ["error", "warning", "info"].map((severity) =>
    [severity, report.findings.filter((finding) => finding.severity === severity).length]);
  return [
    el("ul", { class: "tiles" }, report.targets.map(tile)),
    ADVICE ? adviceTiles(ADVICE) : null,
    doFirst(report),
    facts([
      ["findings", report.findings.length === 0
        ? (session.imports.length === 0 ? "No findings" : "No findings of what could be checked")
        : el("a", { href: "#findings" }, severities.filter(([, of]) => of > 0)
          .map(([severity, of], i) => [i > 0 ? ", " : "", severity === "info" ? count(of) + " info" : counted(of, severity)]))],
      ["executions", count(session.executions) + " of " + statementsOf(report)
        + (session.units > 0 ? " in " + counted(session.units, "unit") + " of work" : "")],
      ["time", session.totalMillis > 0 ? millis(session.totalMillis) + " in all, measured" : ""],
      ["failed", session.errors > 0 ? counted(session.errors, "execution") : ""],
      ["database", visible(session.databases.join(", "))
        + (session.serverVersions.length > 0 ? ", PostgreSQL " + visible(session.serverVersions.join(", ")) : "")],
      ["hosts", visible(session.hosts.join(", "))],
      ["snapshot", session.snapshot ? visible(session.snapshot.database) + ", PostgreSQL "
        + visible(session.snapshot.serverVersion) + ", taken " + visible(session.snapshot.takenAt) + ", "
        + counted(session.snapshot.tables, "table") : ""],
      ["profiler", report.profiler ? share(report.profiler.callerMillis, report.profiler.statementMillis)
        + " of the statements' time (budget " + share(report.profiler.budget, 1) + "), "
        + (report.profiler.level === "full" ? "all was recorded" : "reduced at times to " + visible(report.profiler.level)) : ""],
      ["source", counted(session.files, "file") + ", " + counted(session.runs, "run")
        + session.imports.map((of) => ", imported from " + visible(of.source)).join("")],
    ]),
  ];
}

/** What pays most: loops by the round trips they cost, then what the advice says. */
function doFirst(report) {
  const loops = report.findings.filter((finding) => finding.savedRoundTrips > 0 && finding.severity !== "info")
    .sort((a, b) => b.savedRoundTrips - a.savedRoundTrips).slice(0, 5)
    .map((finding) => [el("a", { href: "#finding-" + finding.identity }, shortHeadline(finding)),
      counted(finding.savedRoundTrips, "round trip") + " fewer, " + share(finding.savedRoundTrips, report.session.executions)
        + " of all", visible(finding.route)]);
  const rows = [...loops, ...(ADVICE ? advisedFirst(ADVICE) : [])];
  return rows.length > 0 ? plainTable("What pays most: code first, then indexes", ["what", "effect", "where"], rows, [], [0, 1]) : null;
}

function tile(target) {
  const suffix = target.unit === "MB" ? " MB" : target.unit;
  const format = (value) => (target.unit === "ms" ? millis(value) : number(value) + (isKnown(value) ? suffix : ""));
  const reach = Math.max(target.limit * 1.25, isKnown(target.value) ? target.value : 0);
  const fill = el("span", { class: "fill" });
  fill.style.width = isKnown(target.value) ? Math.min(100, (100 * target.value) / reach) + "%" : "0";
  const limit = el("span", { class: "limit" });
  limit.style.left = (100 * target.limit) / reach + "%";
  return el("li", { class: "tile" },
    el("div", { class: "name" }, visible(target.name)),
    el("div", { class: "value" }, format(target.value)),
    el("div", { class: "scale", "aria-hidden": "true" }, fill, limit),
    el("div", {}, el("strong", { class: target.outcome }, OUTCOMES[target.outcome]),
      el("span", { class: "muted" }, " target ", target.relation === ">=" ? "≥" : target.relation, " ", format(target.limit))),
    el("p", { class: "basis" }, visible(target.basis)));
}

function whereTimeGoes(report) {
  const all = report.session.totalMillis;
  const part = (kind, title) => {
    const rows = report.where[PARTS[kind].list];
    const most = d3.max(rows, (row) => row.totalMillis) || 0;
    const services = new Set(rows.map((row) => row.service + " " + row.version)).size > 1;
    return dataTable([
      { name: title, class: "text", value: (row) => row.name, cell: (row) => partLink(kind, row.name) },
      ...(services ? [{ name: "service", value: (row) => visible((row.service + " " + row.version).trim()) }] : []),
      { name: "calls", number: true, value: (row) => row.calls, cell: (row) => approximate(row, count(row.calls)) },
      { name: "time", number: true, value: (row) => row.totalMillis, cell: (row) => approximate(row, millis(row.totalMillis)) },
      { name: "share", number: true, class: "share", value: (row) => row.totalMillis,
        cell: (row) => shareCell(share(row.totalMillis, all), row.totalMillis, most) },
      { name: "average", number: true, value: (row) => (row.calls > 0 ? row.totalMillis / row.calls : null),
        cell: (row) => millis(row.calls > 0 ? row.totalMillis / row.calls : null) },
      { name: "statements", number: true, value: (row) => row.statements.length },
    ], rows, { caption: PART_CAPTIONS[kind], noun: title, sort: services ? 3 : 2, filter: (row) => row.name });
  };
  return tabs("Where the time goes, by", [
    { id: "where-statements", title: "Statement", content: statementTable(report) },
    { id: "where-routes", title: "Route", content: part("route", "route") },
    { id: "where-tables", title: "Table", content: part("table", "table") },
    { id: "where-sites", title: "Call site", content: part("site", "call site") },
  ]);
}

const PART_CAPTIONS = {
  route: "Statements' time by route, measured",
  table: "Statements' time by table, measured; a statement counts in full for each table it names, so shares may add up to"
    + " more than 100 %",
  site: "Statements' time by innermost call site; \"about\" is estimated from a sample of the executions",
};

function statementTable(report) {
  const all = report.session.totalMillis;
  const most = d3.max(report.statements, (of) => of.totalMillis) || 0;
  const time = (name, key) => ({ name, number: true, value: (of) => of[key], cell: (of) => millis(of[key]) });
  return dataTable([
    { name: "calls", number: true, value: (of) => of.calls, cell: (of) => count(of.calls) },
    time("total", "totalMillis"),
    { name: "share", number: true, class: "share", value: (of) => of.totalMillis,
      cell: (of) => shareCell(share(of.totalMillis, all), of.totalMillis, most) },
    time("average", "averageMillis"),
    time("P95", "p95Millis"),
    time("P99", "p99Millis"),
    time("max", "maxMillis"),
    { name: "rows", number: true, title: "per call", value: (of) => (of.calls > 0 ? of.rows / of.calls : null),
      cell: (of) => rowsPerCall(report, of) },
    { name: "statement", class: "text", value: (of) => of.sql,
      cell: (of) => statementLink(of, el("code", {}, breakable(shortened(of.sql, 140)))) },
  ], report.statements, {
    caption: "Statements, times measured", noun: "statement", sort: 1,
    filter: (of) => [of.sql, of.id, of.fingerprint, of.routes.join(" "), of.callSites.join(" ")].join(" "),
  });
}

function notChecked(report) {
  return report.notChecked.length === 0
    ? el("p", {}, "Nothing that Sonde looks for was left out.")
    : el("ul", { class: "plain" }, report.notChecked.map((text) => el("li", {}, visible(text))));
}
