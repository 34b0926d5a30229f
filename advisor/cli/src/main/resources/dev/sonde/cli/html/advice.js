// The advice: what it would cost and save, index by index.

/** Sections of the page about the advice, in their order. */
function adviceSections(advice) {
  const { workload } = advice;
  const found = advice.advice.length;
  return [
    advice.statisticsAdvice.length > 0 ? { id: "statistics", title: "Statistics first", count: advice.statisticsAdvice.length,
      content: advice.statisticsAdvice.map(statistics) } : null,
    advice.codeFixes.length > 0 ? { id: "code", title: "To mend in the code", count: advice.codeFixes.length,
      content: advice.codeFixes.map(codeFix) } : null,
    { id: "indexes", title: "Indexes to create", count: found, content: found === 0
      ? el("p", {}, workload.statements === 0
        ? "No index advised: there is no statement that the server can plan."
        : "No index advised: none of the examined ones is worth its cost.")
      : [adviceFacts(advice), advice.advice.map((index) => indexArticle(index, MIGRATIONS[index.id] || []))] },
    advice.selection.budgets.length > 1
      ? { id: "budget", title: "What a budget buys", content: budgets(advice.selection.budgets, workload) } : null,
    advice.onClone ? { id: "clone", title: "Measured on the clone", content: onClone(advice.onClone) } : null,
    advice.hygiene.length > 0
      ? { id: "hygiene", title: "Indexes there are", count: advice.hygiene.length, content: hygiene(advice.hygiene) } : null,
  ];
}

function adviceTiles(advice) {
  const { workload, selection } = advice;
  const bytesNow = d3.sum(advice.advice.filter((index) => index.action !== "drop"), (index) => index.sizeBytes);
  const tiles = [
    ["cost of the workload, estimated", number(workload.costBefore) + " → " + number(workload.costAfter),
      workload.lowerBound === null ? "" : "no set of the examined indexes gets below " + number(workload.lowerBound)],
    ["indexes advised", count(advice.advice.length), bytes(bytesNow) + " of predicted size"],
    ["distance from the best set", selection.gap === null ? "not known" : "at most " + percent(selection.gap),
      "in the planner's model, among the examined candidates, by " + visible(selection.solver)],
  ];
  return el("ul", { class: "tiles" }, tiles.map(([name, value, basis]) => el("li", { class: "tile" },
    el("div", { class: "name" }, name), el("div", { class: "value" }, value), el("p", { class: "basis" }, basis))));
}

function adviceFacts(advice) {
  const { workload, calibration } = advice;
  return [
    facts([
      ["planner", (advice.planner === "twin" ? "plan twin" : visible(advice.planner)) + ", PostgreSQL "
        + visible(advice.serverVersion) + ", " + counted(advice.whatIfCalls, "plan") + " examined"],
      ["workload", counted(workload.statements, "statement") + ", " + counted(Math.round(workload.executions), "execution")
        + ", weighted as after the loops are mended"],
      ["a unit of cost", calibration ? "took " + micros(calibration.millisPerCost)
        + " in the capture, measured; in the middle half of " + counted(calibration.statements, "statement") + " "
        + micros(calibration.lowerQuartile) + " to " + micros(calibration.upperQuartile) : ""],
    ]),
    el("p", { class: "muted" },
      "Costs and sizes are estimates of the planner; what was measured is in milliseconds and says so."),
  ];
}

/** The advised indexes that pay most, as rows of what to do first. */
function advisedFirst(advice) {
  return advice.advice.slice(0, 5).map((index) => [
    el("a", { href: "#advice-" + index.id }, el("code", {}, breakable(shortened(index.statement, 160)))),
    "estimated cost " + number(index.costBefore) + " → " + number(index.costAfter)
      + change(index.costBefore, index.costAfter) + ", size " + bytes(index.sizeBytes),
    visible(index.table)]);
}

/** The queries of the advice that are this statement, each with the index they are told under. */
function advisedQueries(fingerprint) {
  return ADVICE ? ADVICE.advice.flatMap((index) => index.queries.filter((query) => query.fingerprint === fingerprint)
    .map((query) => ({ index, query }))) : [];
}

function advisedLinks(fingerprint) {
  const advised = advisedQueries(fingerprint);
  if (advised.length === 0) {
    return ADVICE ? el("p", { class: "muted" }, "No advised index changes its plan.") : null;
  }
  return el("p", {}, "Advised: ", advised.map(({ index }, i) => [i > 0 ? ", " : "",
    el("a", { href: "#advice-" + index.id }, el("code", {}, breakable(index.statement)))]));
}

/** Its plan before and after, as it is told under the first of its indexes; null if the advice leaves it as it is. */
function plansOfAdvice(fingerprint) {
  const [first] = advisedQueries(fingerprint);
  if (!first) {
    return null;
  }
  const { query } = first;
  const several = number(query.costBefore) !== number(query.treeBefore.cost)
    || number(query.costAfter) !== number(query.treeAfter.cost);
  return el("div", {},
    el("p", {}, "Estimated on ", ADVICE.planner === "twin" ? "the plan twin" : visible(ADVICE.planner), ", PostgreSQL ",
      visible(ADVICE.serverVersion), ": cost of an execution", several ? ", on average, " : " ", number(query.costBefore), " → ", number(query.costAfter),
      change(query.costBefore, query.costAfter),
      query.measuredAfterMs === null ? "" : "; measured on the clone: " + millis(query.measuredBeforeMs) + " → "
        + millis(query.measuredAfterMs),
      several ? ". Shown are the plans of the values that were bound most" : "",
      ". Shares and bars are parts of the dearer plan."),
    planChange(query.treeBefore, query.treeAfter),
    advisedLinks(fingerprint));
}

function micros(value) {
  return number(1000 * value) + " µs";
}

function percent(part) {
  return (100 * part).toFixed(1) + " %";
}

/** Cost over bytes, as steps: a budget buys what fits into it. */
function budgets(points, workload) {
  const all = [{ bytes: 0, cost: workload.costBefore }, ...points];
  const knee = points.find((point) => point.knee);
  const advised = points.find((point) => point.advised);
  const summary = "Estimated cost by budget: from " + number(workload.costBefore) + " without to "
    + number(points[points.length - 1].cost) + " for " + bytes(points[points.length - 1].bytes)
    + (knee ? "; the knee is at " + bytes(knee.bytes) : "") + (advised ? ", advised is " + bytes(advised.bytes) : "");
  return [
    chart("Estimated cost of the workload by bytes for new indexes", summary, 260, (svg, width, height) => {
      const left = 70, right = 30, top = 24, bottom = 30;
      const x = d3.scaleLinear([0, d3.max(all, (point) => point.bytes) * 1.05], [left, width - right]);
      const y = d3.scaleLinear([0, d3.max(all, (point) => point.cost)], [height - bottom, top]).nice(4);
      horizontalRules(svg, y, left, width - right, 4, number);
      const steps = d3.line((point) => x(point.bytes), (point) => y(point.cost)).curve(d3.curveStepAfter);
      svg.append("path").attr("class", "line").attr("d", steps(all));
      svg.append("g").selectAll("circle").data(points).join("circle").attr("class", "dot")
        .attr("r", (point) => (point.knee || point.advised ? 6 : 3.5))
        .attr("cx", (point) => x(point.bytes)).attr("cy", (point) => y(point.cost))
        .call(tooltip, (point) => bytes(point.bytes) + ": cost " + number(point.cost) + ", " + indexes(point.indexes));
      svg.append("g").selectAll("text").data(points.filter((point) => point.knee || point.advised)).join("text")
        .attr("x", (point) => x(point.bytes) + (x(point.bytes) > width / 2 ? -4 : 9))
        .attr("y", (point) => y(point.cost) + (x(point.bytes) > width / 2 ? 20 : -9))
        .attr("text-anchor", (point) => (x(point.bytes) > width / 2 ? "end" : "start"))
        .text(remark);
      const step = 2 ** Math.ceil(Math.log2(x.domain()[1] / Math.max(2, Math.floor(width / 130))));
      svg.append("g").selectAll("text").data(d3.range(0, x.domain()[1], step)).join("text")
        .attr("x", (value) => x(value)).attr("y", height - 8).attr("text-anchor", "middle").text(bytes);
    }),
    plainTable("What other budgets buy, all estimated",
      ["budget", "indexes", "size", "cost", "write cost", "from optimal", "remark"],
      points.map((point) => [bytes(point.bytes), count(point.indexes), bytes(point.sizeBytes), number(point.cost),
        number(point.writeCost), point.gap === null ? "-" : "at most " + percent(point.gap), remark(point)]), [0, 1, 2, 3, 4, 5]),
  ];
}

function indexes(many) {
  return count(many) + (many === 1 ? " index" : " indexes");
}

function remark(point) {
  return [point.advised ? "advised" : "", point.knee ? "knee" : ""].filter(Boolean).join(", ");
}

function change(before, after) {
  if (before <= 0 || after <= 0 || after > before) {
    return "";
  }
  return before > 10 * after ? " (" + number(before / after) + " times less)" : " (" + share(before - after, before) + " less)";
}

function indexArticle(index, migrations) {
  const known = (value) => (value === null ? "-" : millis(value));
  return el("article", { class: "finding", id: "advice-" + index.id, "aria-labelledby": "advice-" + index.id + "-title" },
    el("header", {},
      el("strong", {}, visible(index.action)), el("span", {}, visible(index.table)),
      el("span", { class: "muted" }, visible(index.method)),
      el("h3", { id: "advice-" + index.id + "-title" },
        el("a", { href: "#advice-" + index.id }, el("code", {}, breakable(index.statement))))),
    facts([
      ["why", visible(index.reason)],
      ["cost of its queries", "estimated " + number(index.costBefore) + " to " + number(index.costAfter)
        + change(index.costBefore, index.costAfter)],
      ["size", "estimated " + bytes(index.sizeBytes)],
      ["write cost", "estimated " + number(index.writeCost)],
      ["takes the place of", visible(index.replaces.join(", "))],
    ]),
    index.queries.length > 0 ? dataTable([
      { name: "calls", number: true, value: (of) => of.calls, cell: (of) => count(of.calls) },
      { name: "cost each", number: true, value: (of) => of.costBefore, cell: (of) => number(of.costBefore) },
      { name: "with index", number: true, value: (of) => of.costAfter, cell: (of) => number(of.costAfter) },
      { name: "measured before", number: true, value: (of) => of.measuredBeforeMs, cell: (of) => known(of.measuredBeforeMs) },
      { name: "after", number: true, value: (of) => of.measuredAfterMs, cell: (of) => known(of.measuredAfterMs) },
      { name: "query", class: "text", value: (of) => of.sql, cell: (of) => [
        el("code", {}, breakable(shortened(of.sql, 300))),
        of.callSites.length > 0 ? el("div", { class: "muted" }, "called from ", visible(of.callSites[0])) : null,
        el("div", {}, el("a", { href: planAddress(of.fingerprint) }, "plans before and after"))] },
    ], index.queries, { caption: "Its queries; costs are estimated, times measured", noun: "statement", sort: 0, page: 10,
      filter: (of) => of.sql + " " + of.callSites.join(" ") }) : null,
    migrations.map((migration) => el("details", {},
      el("summary", {}, "Migration ", visible(migration.words)),
      copyable(migration.text, "the migration", true),
      el("p", { class: "label" }, "To undo it"),
      copyable(migration.undo, "the statements that undo it", true))));
}

function statistics(item) {
  return el("article", { class: "finding" },
    el("h3", {}, visible(item.table), " (", visible(item.columns.join(", ")), ")"),
    el("p", {}, visible(item.reason)),
    item.statements.map((statement) => copyable(statement + ";", "the statement")),
    plainTable("Misjudged queries", ["calls", "rows estimated", "rows captured", "query"], item.queries.map((of) =>
      [count(of.calls), number(of.estimatedRows), (of.atLeast ? "at least " : "") + number(of.capturedRows),
        el("code", {}, shortened(of.sql, 300))]), [0, 1, 2]));
}

function codeFix(fix) {
  return el("article", { class: "finding" },
    el("header", {}, el("code", {}, visible(fix.rule)), el("span", {}, visible(fix.column)), el("h3", {}, visible(fix.message))),
    sql(fix.sql),
    facts([["cost each", "estimated " + number(fix.costBefore) + " to " + number(fix.costAfter)
      + change(fix.costBefore, fix.costAfter) + ", " + counted(fix.calls, "call")],
    ["called from", visible(fix.callSites[0] || "")]]),
    el("div", { class: "fix" }, el("p", {}, prose(fix.fix))));
}

function onClone(clone) {
  return [
    el("p", {}, counted(clone.rounds, "round"), ", ", counted(clone.statementsRun, "text"), " run."),
    plainTable("Indexes that were built there, and dropped again; measured", ["built size", "build time", "verdict", "index"],
      clone.indexes.map((index) => [bytes(index.bytes), millis(index.buildMillis),
        index.rejection === null ? "confirmed" : "rejected: " + visible(index.rejection),
        el("code", {}, visible(index.statement))]), [0, 1]),
    clone.drops.length > 0
      ? plainTable("Indexes that texts were run without; the clone has them still; measured",
        ["with it", "without", "texts", "verdict", "index"],
        clone.drops.map((drop) => [drop.beforeMillis === null ? "" : millis(drop.beforeMillis),
          drop.afterMillis === null ? "" : millis(drop.afterMillis), count(drop.statementsRun),
          drop.rejection === null ? "can go" : "stays: " + visible(drop.rejection),
          el("code", {}, visible(drop.index))]), [0, 1, 2]) : null,
    Object.keys(clone.statementsNotRun).length > 0
      ? plainTable("Texts that were not run", ["texts", "reason"], Object.entries(clone.statementsNotRun)
        .map(([reason, texts]) => [count(texts), visible(reason)]), [0]) : null,
  ];
}

function hygiene(findings) {
  return dataTable([
    { name: "rule", value: (of) => visible(of.rule) },
    { name: "certainty", value: (of) => visible(of.certainty) },
    { name: "index", class: "text", value: (of) => of.table + " " + of.index, cell: (of) => visible(of.table + " " + of.index) },
    { name: "size", number: true, value: (of) => of.bytes, cell: (of) => (of.bytes === 0 ? "-" : bytes(of.bytes)) },
    { name: "why", class: "text", value: (of) => of.reason, cell: (of) => visible(of.reason) },
    { name: "would be mended by", class: "text", value: (of) => of.statements.join("; "),
      cell: (of) => el("code", {}, visible(of.statements.join("; "))) },
  ], findings, { caption: "What is wrong with the indexes there are", noun: "finding",
    filter: (of) => [of.rule, of.table, of.index, of.reason].join(" ") });
}

function notPlanned(advice) {
  return [
    advice.notPlanned.length > 0 ? plainTable("Statements that the server does not plan",
      ["calls", "of the time", "reason", "statement"], advice.notPlanned.map((of) => [count(of.calls),
        of.timeShare === null ? "-" : share(of.timeShare, 1), visible(of.reason),
        el("code", {}, shortened(of.statement, 300))]), [0, 1]) : null,
    advice.notes.length > 0 ? el("ul", { class: "plain" }, advice.notes.map((note) => el("li", {}, visible(note)))) : null,
    advice.notPlanned.length + advice.notes.length === 0 ? el("p", {}, "Every statement was planned.") : null,
  ];
}
