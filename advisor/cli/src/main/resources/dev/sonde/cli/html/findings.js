// Findings: what was found, drawn as what it is, with its proof and what to do.

const LOOPS = ["n-plus-one", "under-batched", "duplicate-read", "repetition"];

/** Evidence that the drawing, the message or other lines tell. */
const TOLD = ["statement", "parentColumn", "childKey", "coverage", "rowOrder"];

function findingArticle(report, finding) {
  const id = "finding-" + finding.identity;
  const loop = LOOPS.includes(finding.rule);
  return el("article", { class: "finding", id, "aria-labelledby": id + "-title" },
    el("header", {},
      mark(finding.severity),
      el("span", {}, el("code", {}, finding.rule), " ", finding.kind === finding.rule ? "" : finding.kind),
      el("span", { class: "muted", title: "how sure it is" }, finding.verdict),
      finding.route ? el("span", {}, routeLink(finding.route)) : null,
      el("span", { class: "muted" }, finding.service),
      el("h3", { id: id + "-title" }, el("a", { href: "#" + id }, headline(finding)))),
    loop ? null : el("p", {}, visible(finding.message)),
    loop ? loopDrawing(report, finding) : statementOf(report, finding),
    facts([
      ["cost", finding.fingerprint ? costWords(finding) : ""],
      ["evidence", evidenceWords(finding)],
      ...lists(finding, "timeSpent", "time"),
      ...lists(finding, "limits", "but"),
      ["also in loop", (finding.evidence.alsoInLoop || []).map((text) => sql(text))],
    ].filter(([, value]) => value && value.length !== 0)),
    el("div", { class: "fix" }, el("p", { class: "label" }, "Fix"), el("p", {}, prose(finding.fix))),
    report.rewrites.filter((rewrite) => rewrite.identity === finding.identity).map(rewriteOf),
    planLink(report, finding),
    cachingOf(report, finding));
}

/** The message without its statement, which is shown in full below. */
function headline(finding) {
  if (!LOOPS.includes(finding.rule)) {
    return shortened(finding.message.replace(finding.rule + ": ", ""), 160);
  }
  const most = /^[^:]*: (at least )?(\d+) × /.exec(finding.message);
  const times = most ? (most[1] || "") + count(Number(most[2])) + " × " : "";
  const place = finding.loopFrame ? " in " + method(finding.loopFrame) : "";
  return times + statementName(finding.evidence.sql || "") + place + " within one unit of work";
}

/** `AgentService.list` of `dev.agents.AgentService.list(AgentService.java:42)`. */
function method(frame) {
  return visible(frame).replace(/\(.*$/, "").split(".").slice(-2).join(".");
}

/** The verb and the first table: `select tasks`. */
function statementName(text) {
  const found = /^\s*(\w+)[\s\S]*?\b(?:from|into|update)\s+("[^"]+"|[\w.]+)/i.exec(text);
  return found ? found[1].toLowerCase() + " " + visible(found[2]) : shortened(text, 40);
}

function costWords(finding) {
  return counted(finding.executions, "execution")
    + (finding.units > 0 ? " in " + counted(finding.units, "unit") + " of work" : "")
    + (finding.savedRoundTrips > 0 ? "; the fix saves " + counted(finding.savedRoundTrips, "round trip") : "");
}

function evidenceWords(finding) {
  return Object.entries(finding.evidence)
    .filter(([name, value]) => !TOLD.includes(name) && !/sql$/i.test(name) && !Array.isArray(value))
    .map(([name, value]) => words(name) + " " + evidenceValue(value))
    .join(", ");
}

function evidenceValue(value) {
  return typeof value === "number" ? number(value) : typeof value === "boolean" ? (value ? "yes" : "no") : visible(value);
}

function words(name) {
  return visible(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase());
}

function lists(finding, name, label) {
  return (finding.evidence[name] || []).map((text) => [label, visible(text)]);
}

function statementOf(report, finding) {
  const statement = report.statements.find((of) => of.id === finding.evidence.statement)
    || report.statements.find((of) => finding.fingerprint && of.fingerprint === finding.fingerprint);
  return statement
    ? [sql(statement.sql), el("p", {}, statementLink(statement), figuresOf(statement))] : null;
}

function figuresOf(statement) {
  return " " + counted(statement.calls, "call") + ", " + millis(statement.averageMillis) + " on average, P95 "
    + millis(statement.p95Millis) + ", " + millis(statement.totalMillis) + " in all";
}

/** Parent, loop frame, children: what turns, and what it asks for each time. */
function loopDrawing(report, finding) {
  const { evidence } = finding;
  const perUnit = finding.units > 0 ? number(finding.executions / finding.units) : number(finding.executions);
  const path = evidence.callPath || [];
  const child = el("div", { class: "node children" },
    el("p", { class: "label" }, "asked for " + perUnit + " times in a unit, on average"),
    sql(evidence.sql || ""));
  const parent = evidence.parentSql
    ? el("div", { class: "node" }, el("p", { class: "label" }, "parent, asked for once"), sql(evidence.parentSql))
    : el("div", { class: "node" }, el("p", { class: "label" }, "parent"),
      el("p", { class: "muted" }, "not found in the capture: the keys come from elsewhere, or it is no loop over rows"));
  const key = evidence.parentSql
    ? [visible(evidence.parentColumn), el("br"), "of each row becomes $" + evidence.childKey]
    : (evidence.varying || []).length > 0
      ? ["$" + evidence.varying.join(", $"), " changes each time"] : ["the same values each time"];
  const proof = evidence.parentSql
    ? [el("p", { class: "label" }, "proof by the values"), el("p", {}, provenance(evidence))] : null;
  return el("div", { class: "loop" },
    parent, el("div", { class: "arrow" }, arrow(), key), child,
    path.length > 0 || finding.loopFrame
      ? el("div", { class: "around" },
        el("p", { class: "label" }, "called from, innermost first"),
        el("ol", { class: "frames" }, (path.length > 0 ? path : [finding.loopFrame]).map((frame) =>
          el("li", { class: frame === finding.loopFrame && "turns" }, visible(frame),
            frame === finding.loopFrame ? " — this is what turns" : ""))),
        proof)
      : el("div", { class: "around" },
        el("p", { class: "muted" }, "Where in the code is not known: no call site was captured."), proof)
);
}

function provenance(evidence) {
  return share(evidence.coverage, 1) + " of the keys bound to $" + evidence.childKey
    + " are values that the service had read from column " + visible(evidence.parentColumn) + " of the parent"
    + (evidence.rowOrder ? ", in the order of its rows." : ", not in the order of its rows.");
}

function arrow() {
  const svg = d3.create("svg").attr("viewBox", "0 0 64 16").attr("width", 64).attr("height", 16).attr("aria-hidden", "true");
  svg.append("path").attr("class", "line").attr("d", "M2 8H58M52 2.5L60 8L52 13.5");
  return svg.node();
}

function rewriteOf(rewrite) {
  if (rewrite.sql === null) {
    return el("p", { class: "muted" }, "No batch statement is given: ", visible(rewrite.reason));
  }
  return el("div", {},
    el("p", { class: "label" }, "One statement in its place"),
    copyable(rewrite.sql, "the batch statement"),
    el("p", { class: "muted" }, visible(rewrite.reading || "")),
    rewrite.verified ? el("p", {}, cloneWords(rewrite.verified)) : null);
}

function cloneWords(check) {
  if (check.outcome === "not-run") {
    return "Not verified: " + visible(check.explanation);
  }
  const verdict = check.outcome === "equal"
    ? "Equal" : "NOT EQUAL, do not use it: " + visible(check.explanation) + "; all the same";
  return verdict + ", measured there: " + counted(check.tripsBefore, "trip") + " " + millis(check.millisBefore) + " → "
    + counted(check.tripsAfter, "trip") + " " + millis(check.millisAfter) + " ("
    + (check.repetitions === 1 ? "one run" : "medians of " + check.repetitions + " runs in turns") + " on "
    + visible(check.database) + "); " + counted(check.keys, "key") + ": " + visible(check.keySource) + "; "
    + counted(check.rows, "row") + (check.constantSource ? "; other values: " + visible(check.constantSource) : "");
}

function planLink(report, finding) {
  const planned = report.plans.some((plan) => finding.rule === "slow-query" && plan.statement === finding.evidence.statement);
  return planned ? el("p", {}, el("a", { href: "#plan-" + finding.evidence.statement }, "Its plan")) : null;
}

function planBlock(plan) {
  const where = plan.source === "twin" ? "on the plan twin" : "of the database";
  if (plan.plan === null) {
    return el("p", { class: "muted" }, "No plan ", where, ", PostgreSQL ", visible(plan.serverVersion), ": ",
      visible(plan.reason));
  }
  const several = plan.plans > 1
    ? "; one of " + plan.plans + " plans, that of " + share(plan.share, 1) + " of the executions" : "";
  return el("div", {},
    el("p", { class: "label" }, "Plan " + where + ", PostgreSQL " + visible(plan.serverVersion) + ", estimated" + several),
    el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": "Plan" }, planTree(plan.plan)));
}

function cachingOf(report, finding) {
  const caching = report.caches.find((of) => finding.rule === "cacheable-read"
    && of.statement === finding.evidence.statement && of.service === finding.service);
  return caching ? cacheGrid(caching) : null;
}

/** Every cache of one read: sizes down, times to live across. */
function cacheGrid(caching) {
  const times = [...new Set(caching.caches.map((cache) => cache.timeToLiveMillis))];
  const sizes = [...new Set(caching.caches.map((cache) => cache.entries))];
  const cell = (entries, time) => {
    const cache = caching.caches.find((of) => of.entries === entries && of.timeToLiveMillis === time);
    const box = el("td", { class: "number heat" }, share(cache.hits, caching.reads),
      cache.staleHits > 0 ? el("span", { class: "muted" }, " (" + count(cache.staleHits) + " stale)") : null);
    box.style.setProperty("--share", (40 * cache.hits) / Math.max(1, caching.reads) + "%");
    return box;
  };
  return el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": "Simulated caches" }, el("table", {},
    el("caption", {}, "Simulated: share of " + counted(caching.reads, "read")
      + " that a cache of so many entries would have answered, by time to live"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "number" }, "entries"),
      times.map((time) => el("th", { scope: "col", class: "number" }, lifetime(time))))),
    el("tbody", {}, sizes.map((entries) => el("tr", {},
      el("th", { scope: "row", class: "number" }, entries === null ? "any" : count(entries)),
      times.map((time) => cell(entries, time)))))));
}

function lifetime(time) {
  return time % 60000 === 0 ? time / 60000 + " min" : millis(time);
}
