// Slow statements and those that the advice changes, with their plans.

/** Statements with something to show, slowest finding first, by their fingerprints. */
function plannedStatements(report) {
  const planned = new Map();
  report.plans.forEach((plan) => {
    const statement = findStatement(report, plan.statement);
    planned.set(statement ? statement.fingerprint : plan.statement, plan.statement);
  });
  (ADVICE ? ADVICE.advice : []).flatMap((index) => index.queries).forEach((query) => {
    if (!planned.has(query.fingerprint)) {
      const statement = findStatement(report, query.fingerprint);
      planned.set(query.fingerprint, statement ? statement.id : query.fingerprint);
    }
  });
  return planned;
}

function planAddress(fingerprint) {
  const statement = findStatement(DATA.report, fingerprint);
  return "#plan-" + (statement ? statement.id : fingerprint);
}

/** One article a statement: its plan before and after the advice, or the plan there is. */
function planArticles(report) {
  return [...plannedStatements(report)].map(([fingerprint, id]) => {
    const statement = findStatement(report, id);
    const title = statement ? statement.sql : (advisedQueries(fingerprint)[0] || { query: { sql: id } }).query.sql;
    return el("article", { class: "finding", id: "plan-" + id, "aria-labelledby": "plan-" + id + "-title" },
      el("h3", { id: "plan-" + id + "-title" },
        statementLink(statement || { id }, el("code", {}, breakable(shortened(title, 240))))),
      statement ? el("p", { class: "muted" }, figuresOf(statement)) : null,
      plansOf(report, id, fingerprint));
  });
}

/** Before and after if the advice changes it; otherwise the plan of the twin, of the database, or both. */
function plansOf(report, id, fingerprint) {
  const changed = plansOfAdvice(fingerprint);
  const now = report.plans.filter((plan) => plan.statement === id);
  if (changed === null) {
    return [now.map(planBlock), now.length > 0 && ADVICE ? el("p", { class: "muted" }, "No advised index changes it.") : null];
  }
  return [changed, now.filter((plan) => plan.source === "database" || plan.plan === null).map(planBlock)];
}
