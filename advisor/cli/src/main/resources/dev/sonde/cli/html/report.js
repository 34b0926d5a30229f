// The page of `sonde report`.

const OUTCOMES = {
  met: "✓ met",
  missed: "✗ missed",
  "not-exceeded": "○ not exceeded",
  "not-shown": "○ not shown",
  "not-known": "○ not known",
};

function reportPage(report) {
  const { session } = report;
  const panel = panels(report);
  const pools = Object.keys(report.pool).length;
  showPage("Sonde report", subtitle(session), [
    { id: "overview", title: "Overview", content: overview(report) },
    { id: "findings", title: "Findings", count: report.findings.length, content: findings(report) },
    { id: "where", title: "Where the time goes", content: whereTimeGoes(report) },
    report.statements.some((of) => of.times.length > 0)
      ? { id: "latency", title: "Latency", content: latency(report) } : null,
    report.timeline.steps.length > 0 ? { id: "timeline", title: "Timeline", content: timeline(report) } : null,
    report.plans.length > 0 ? { id: "plans", title: "Slow statements", content: slow(report) } : null,
    report.caches.length > 0 ? { id: "caches", title: "Caches", content: caches(report) } : null,
    pools > 0 ? { id: "pools", title: "Pools and leases", content: poolsAndLeases(report) } : null,
    { id: "not-checked", title: "Not checked", count: report.notChecked.length, content: notChecked(report) },
  ], [panel.dialog]);
  panel.follow();
}

function subtitle(session) {
  const when = session.from && session.to
    ? ", " + session.from.replace(/\.\d+Z$/, "Z").replace("T", " ") + ", "
      + millis(Date.parse(session.to) - Date.parse(session.from)) : "";
  return visible((session.services.join(", ") || "service not named") + when);
}

function overview(report) {
  const { session } = report;
  const severities = ["error", "warning", "info"].map((severity) =>
    [severity, report.findings.filter((finding) => finding.severity === severity).length]);
  return [
    el("ul", { class: "tiles" }, report.targets.map(tile)),
    facts([
      ["findings", report.findings.length === 0
        ? (session.imports.length === 0 ? "No findings" : "No findings of what could be checked")
        : el("a", { href: "#findings" }, severities.filter(([, of]) => of > 0)
          .map(([severity, of], i) => [i > 0 ? ", " : "", severity === "info" ? count(of) + " info" : counted(of, severity)]))],
      ["executions", count(session.executions) + " of " + counted(report.statements.length, "statement")
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

function tile(target) {
  const format = (value) => (target.unit === "ms" ? millis(value) : number(value) + (isKnown(value) ? target.unit : ""));
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

function findings(report) {
  if (report.findings.length === 0) {
    return el("p", {}, "Nothing was found of what was looked for.");
  }
  const shown = new Map(report.findings.map((finding) => [finding, findingArticle(report, finding)]));
  const status = el("span", { class: "muted", role: "status" });
  const input = el("input", { type: "search", placeholder: "Filter", "aria-label": "Filter findings by words they hold",
    "aria-keyshortcuts": "/" });
  const boxes = ["error", "warning", "info"].filter((severity) => report.findings.some((of) => of.severity === severity))
    .map((severity) => {
      const box = el("input", { type: "checkbox" });
      box.checked = true;
      return { severity, box, label: el("label", {}, box, " ", mark(severity), " ",
        count(report.findings.filter((of) => of.severity === severity).length)) };
    });
  const update = () => {
    const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = boxes.filter(({ box }) => box.checked).map(({ severity }) => severity);
    let left = 0;
    shown.forEach((article, finding) => {
      const text = article.textContent.toLowerCase();
      article.hidden = !severities.includes(finding.severity) || !terms.every((term) => text.includes(term));
      left += article.hidden ? 0 : 1;
    });
    status.textContent = left === shown.size ? counted(left, "finding") : count(left) + " of " + counted(shown.size, "finding");
  };
  input.addEventListener("input", update);
  boxes.forEach(({ box }) => box.addEventListener("change", update));
  shown.forEach((article) => article.addEventListener("sonde-show", () => (article.hidden = false)));
  update();
  return [el("div", { class: "controls" }, input, boxes.map(({ label }) => label), status), [...shown.values()]];
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

function summed(lists) {
  const sums = new Map();
  lists.flat().forEach((bar) => {
    const known = sums.get(bar.fromMillis);
    sums.set(bar.fromMillis, { ...bar, count: bar.count + (known ? known.count : 0) });
  });
  return [...sums.values()].sort((a, b) => a.fromMillis - b.fromMillis);
}

function latency(report) {
  const statements = summed(report.statements.map((of) => of.times));
  const units = summed(report.units.map((of) => of.times));
  const routes = report.units.filter((of) => of.units > 0).map((of) => ({ ...of, name: of.route || "(no route)" }))
    .sort((a, b) => b.p95Millis - a.p95Millis);
  return [
    el("p", { class: "muted" }, "Measured, from sketches that are exact to 1 %. A line marks the target."),
    el("div", { class: "columns" },
      histogram("All executions", statements, "execution", 50),
      units.length > 0 ? histogram("Units of work, first statement or wait to end of last", units, "unit", 200) : null),
    routes.length > 0 ? [
      stretches("Units of work by route: P50 to P99, the dot is P95" + (routes.length > 25 ? "; the 25 slowest" : ""), routes,
        [200, 500]),
      dataTable([
        { name: "route", class: "text", value: (of) => of.route, cell: (of) => routeLink(of.route) },
        { name: "units", number: true, value: (of) => of.units, cell: (of) => count(of.units) },
        { name: "statements in each", number: true, value: (of) => of.executions / of.units,
          cell: (of) => number(of.executions / of.units) },
        ...[["P50", "p50Millis"], ["P95", "p95Millis"], ["P99", "p99Millis"], ["max", "maxMillis"]].map(([name, key]) =>
          ({ name, number: true, value: (of) => of[key], cell: (of) => millis(of[key]) })),
      ], routes, { caption: "Units of work by route, measured", noun: "route", sort: 4, filter: (of) => of.route }),
    ] : null,
  ];
}

function timeline(report) {
  const steps = report.timeline;
  const per = steps.stepSeconds;
  const rate = (value) => number(value) + "/s";
  const inSteps = [...new Set(steps.steps.flatMap((step) => Object.keys(step.pools)))].sort();
  return [
    el("p", { class: "muted" }, "Steps of ", counted(per, "second"),
      ", times UTC. Executions whose details were captured, where they started",
      report.drops.executions > 0 ? "; those of " + counted(report.drops.executions, "execution") + " are not in the capture" : "", "."),
    overTime("Executions per second", steps, (step) => step.executions / per, { format: rate }),
    overTime("Statements in progress, on average", steps, (step) => step.statementMillis / (1000 * per), { format: number }),
    overTime("Executions of 50 ms and more per second", steps, (step) => step.slow / per,
      { format: rate, over: () => true, height: 90 }),
    inSteps.map((pool) => poolOverTime(steps, pool)),
    inSteps.length === 0 ? el("p", { class: "muted" }, "No connection pool was sampled.") : null,
    el("details", {}, el("summary", {}, "Figures"), stepTable(steps, inSteps)),
  ];
}

function stepTable(timeline, pools) {
  const column = (name, value, format = count) => ({ name, number: true, value, cell: (step) => format(value(step)) });
  return dataTable([
    { name: "from", value: (step) => step.step, cell: (step) => clock(timeline, step.step) },
    column("executions", (step) => step.executions),
    column("failed", (step) => step.errors),
    column("of 50 ms and more", (step) => step.slow),
    column("units begun", (step) => step.units),
    column("time", (step) => step.statementMillis, millis),
    ...pools.flatMap((pool) => [
      column(visible(pool) + " in use", (step) => (step.pools[pool] ? step.pools[pool].active : null)),
      column("waiting", (step) => (step.pools[pool] ? step.pools[pool].pending : null)),
    ]),
  ], timeline.steps, { caption: "The timeline in figures", noun: "step" });
}

function poolOverTime(timeline, pool) {
  const states = timeline.steps.map((step) => step.pools[pool]).filter(Boolean);
  const all = d3.max(states, (state) => state.max) || undefined;
  const active = (step) => (step.pools[pool] ? step.pools[pool].active : 0);
  const pending = (step) => (step.pools[pool] ? step.pools[pool].pending : 0);
  const name = "Pool " + visible(pool);
  return [
    overTime(name + ": connections in use, at most" + (all ? " (line: all " + count(all) + ")" : ""), timeline, active,
      { format: (value) => counted(value, "connection"), limit: all, over: (step) => all && active(step) >= all }),
    d3.some(states, (state) => state.pending > 0)
      ? overTime(name + ": threads that waited for a connection, at most", timeline, pending,
        { format: (value) => counted(value, "thread"), over: () => true, height: 90 }) : null,
  ];
}

/** One article a statement, with the plan of the twin, of the database, or both. */
function slow(report) {
  return [...d3.group(report.plans, (plan) => plan.statement)].map(([id, plans]) => {
    const statement = findStatement(report, id);
    return el("article", { class: "finding", id: "plan-" + id },
      el("h3", {}, statement
        ? statementLink(statement, el("code", {}, breakable(shortened(statement.sql, 140)))) : visible(id)),
      statement ? el("p", { class: "muted" }, figuresOf(statement)) : null,
      plans.map(planBlock));
  });
}

function caches(report) {
  const largest = (caching) => d3.max(caching.caches, (cache) => cache.evictingSavedMillis) || 0;
  const best = (caching) => d3.greatest(caching.caches, (cache) => cache.evictingSavedMillis);
  const without = d3.sum(report.caches, (caching) => caching.withoutBinds);
  return [
    el("p", { class: "muted" }, "Simulated: what a cache in the service would have answered, of every read that came ten times ",
      "or more. Saved is the measured time of the executions behind the hits, if writes evict."),
    dataTable([
      { name: "reads", number: true, value: (of) => of.reads, cell: (of) => count(of.reads) },
      { name: "keys", number: true, value: (of) => of.keys, cell: (of) => count(of.keys) },
      { name: "hits at best", number: true, value: (of) => best(of).evictingHits / Math.max(1, of.reads),
        cell: (of) => share(best(of).evictingHits, of.reads) },
      { name: "saved at best", number: true, value: largest, cell: (of) => millis(largest(of)) },
      { name: "writes", number: true, value: (of) => of.writes, cell: (of) => count(of.writes) },
      { name: "advised", value: (of) => (of.advised ? "yes" : of.obstacle ? "no: " + visible(of.obstacle) : "no") },
      { name: "statement", class: "text", value: (of) => of.sql,
        cell: (of) => statementLink({ id: of.statement }, el("code", {}, breakable(shortened(of.sql, 120)))) },
    ], report.caches.filter((of) => of.caches.length > 0),
    { caption: "Reads by what caching them would save, simulated", noun: "read", sort: 3,
      filter: (of) => of.sql + " " + of.tables.join(" ") }),
    without > 0 ? el("p", { class: "muted" }, counted(without, "read"),
      " came without binds, so that nothing is said of caching them.") : null,
  ];
}

function poolsAndLeases(report) {
  const pools = Object.entries(report.pool);
  const holders = pools.flatMap(([pool, use]) => use.holders.map((holder) => ({ pool, ...holder })));
  return [
    plainTable("Pools, measured; the busiest each was",
      ["pool", "max", "most active", "most waiting", "full", "leases", "average wait", "P95 wait", "held", "busy", "time-outs"],
      pools.map(([pool, use]) => [visible(pool), count(use.max), count(use.maxActive), count(use.maxPending),
        share(use.fullSamples, use.samples), count(use.leases), millis(use.averageWaitMillis), millis(use.p95WaitMillis),
        millis(use.usageMillis), share(use.busyMillis, use.usageMillis), count(use.timeouts)]),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    holders.length > 0 ? [el("p", { class: "label" }, "Who held connections longest"), dataTable([
      { name: "recorded", number: true, value: (of) => of.leases, cell: (of) => count(of.leases) },
      { name: "held", number: true, value: (of) => of.heldMillis, cell: (of) => millis(of.heldMillis) },
      { name: "longest", number: true, value: (of) => of.maxHeldMillis, cell: (of) => millis(of.maxHeldMillis) },
      { name: "busy", number: true, value: (of) => of.busyMillis / of.heldMillis,
        cell: (of) => share(of.busyMillis, of.heldMillis) },
      { name: "pool", value: (of) => visible(of.pool) },
      { name: "held by", class: "text", value: (of) => of.frames[0] || "",
        cell: (of) => [el("code", {}, of.frames.length > 0 ? visible(of.frames[0]) : "(no frame of the service)"),
          of.routes.length > 0 ? [" in ", routeLink(of.routes[0])] : null] },
    ], holders, { caption: "Recorded leases by place: all of the slow threshold or longer and a sample of the others",
      noun: "place", sort: 1, filter: (of) => of.frames.join(" ") + " " + of.routes.join(" ") })] : null,
  ];
}

function notChecked(report) {
  return report.notChecked.length === 0
    ? el("p", {}, "Nothing that Sonde looks for was left out.")
    : el("ul", { class: "plain" }, report.notChecked.map((text) => el("li", {}, visible(text))));
}

reportPage(pageData());
