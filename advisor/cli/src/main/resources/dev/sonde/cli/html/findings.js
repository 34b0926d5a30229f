// Findings: what was found, drawn as what it is, with its proof and what to do.

const LOOPS = ["n-plus-one", "under-batched", "duplicate-read", "repetition"];

/** Evidence that the drawing, the message or other lines tell; all of it is in the JSON. */
const TOLD = ["statement", "parentColumn", "childKey", "coverage", "rowOrder"];
const TOLD_OF = {
  "slow-query": ["calls", "meanMillis", "p50Millis", "p95Millis", "p99Millis", "maxMillis", "totalMillis", "slowExecutions",
    "executeMillis", "fetchMillis", "lockTimeouts", "deadlocks", "stuckExecutions", "stuckMillis", "waitedForConnection",
    "poolWaits", "poolWaitMillis"],
  "cacheable-read": ["reads", "hits", "hitRatio", "savedMillis", "entries", "timeToLiveMillis", "evictedOnWrite",
    "staleWithoutEviction"],
};

const LAID_OUT_AT_ONCE = 100;

function findings(report) {
  if (report.findings.length === 0) {
    return el("p", {}, report.session.executions === 0 ? "The capture holds no execution, so there was nothing to look at."
      : "Nothing was found of what was looked for" + (report.session.imports.length > 0 ? " and could be checked." : "."));
  }
  const shown = report.findings.map((finding) =>
    ({ finding, article: findingArticle(report, finding), row: findingRow(finding) }));
  shown.forEach(({ article }) => article.classList.toggle("of-many", shown.length > LAID_OUT_AT_ONCE));
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
    shown.forEach(({ finding, article, row }) => {
      const text = article.textContent.toLowerCase();
      article.hidden = row.hidden = !severities.includes(finding.severity) || !terms.every((term) => text.includes(term));
      left += article.hidden ? 0 : 1;
    });
    status.textContent = left === shown.length ? counted(left, "finding") : count(left) + " of " + counted(shown.length, "finding");
  };
  input.addEventListener("input", update);
  boxes.forEach(({ box }) => box.addEventListener("change", update));
  shown.forEach(({ article, row }) => article.addEventListener("sonde-show", () => (article.hidden = row.hidden = false)));
  update();
  return [
    el("div", { class: "controls" }, input, boxes.map(({ label }) => label), status),
    shown.length > 1 ? el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": "Findings in short" },
      el("table", { class: "short" }, el("thead", {}, el("tr", {}, ["severity", "finding", "route", "saves"].map((heading, i) =>
        el("th", { scope: "col", class: i === 3 && "number" }, heading)))),
      el("tbody", {}, shown.map(({ row }) => row)))) : null,
    shown.map(({ article }) => article),
  ];
}

function findingRow(finding) {
  return el("tr", {},
    el("td", {}, mark(finding.severity)),
    el("td", { class: "text" }, el("a", { href: "#finding-" + finding.identity }, shortHeadline(finding))),
    el("td", {}, visible(finding.route)),
    el("td", { class: "number" }, finding.savedRoundTrips > 0 ? counted(finding.savedRoundTrips, "round trip") : "-"));
}

function findingArticle(report, finding) {
  const id = "finding-" + finding.identity;
  const loop = LOOPS.includes(finding.rule);
  const message = visible(finding.message.replace(finding.rule + ": ", ""));
  return el("article", { class: "finding", id, "aria-labelledby": id + "-title" },
    el("header", {},
      mark(finding.severity),
      el("span", {}, el("code", {}, finding.rule), " ", finding.kind === finding.rule ? "" : finding.kind),
      el("span", { class: "muted", title: "how sure it is" }, finding.verdict),
      finding.route ? el("span", {}, routeLink(finding.route)) : null,
      el("span", { class: "muted" }, finding.service),
      el("h3", { id: id + "-title" }, el("a", { href: "#" + id }, headline(finding)))),
    loop || headline(finding).endsWith(message) ? null : el("p", {}, message),
    loop ? loopPicture(finding) : statementOf(report, finding),
    facts([
      ["cost", finding.fingerprint ? costWords(finding) : ""],
      ["evidence", evidenceWords(finding)],
      ...lists(finding, "timeSpent", "time"),
      ...lists(finding, "limits", "but"),
      ["also in loop", (finding.evidence.alsoInLoop || []).map((text) => sql(text))],
    ].filter(([, value]) => value && value.length !== 0)),
    el("div", { class: "fix" }, el("p", { class: "label" }, "Fix"), el("p", {}, prose(finding.fix)),
      finding.rule === "slow-query" ? advisedLinks(finding.fingerprint) : null),
    report.rewrites.filter((rewrite) => rewrite.identity === finding.identity).map(rewriteOf),
    planLink(report, finding),
    cachingOf(report, finding));
}

/** The message without its statement, which is shown in full below. */
function headline(finding) {
  if (!LOOPS.includes(finding.rule)) {
    const named = finding.rule === "slow-query" && finding.evidence.sql ? statementName(finding.evidence.sql) + ": " : "";
    return named + shortened(finding.message.replace(finding.rule + ": ", ""), 160);
  }
  const most = /^[^:]*: (at least )?(\d+) × /.exec(finding.message);
  const times = most ? (most[1] || "") + count(Number(most[2])) + " × " : "";
  const place = finding.loopFrame ? " in " + method(finding.loopFrame) : "";
  return times + statementName(finding.evidence.sql || "") + place + " within one unit of work";
}

/** The same for a line among others. */
function shortHeadline(finding) {
  return headline(finding).replace(/ within one unit of work$/, "");
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
    .filter(([name, value]) => !TOLD.includes(name) && !(TOLD_OF[finding.rule] || []).includes(name) && value !== false
      && !/sql$/i.test(name) && !Array.isArray(value))
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
  const planned = finding.rule === "slow-query" && (report.plans.some((plan) => plan.statement === finding.evidence.statement)
    || advisedQueries(finding.fingerprint).length > 0);
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
    el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": "Plan" }, planTree(explained(plan.plan[0].Plan))));
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
