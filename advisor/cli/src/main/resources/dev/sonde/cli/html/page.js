// The page: a report, and the advice beside it if there is one.

function page(report) {
  const panel = panels(report);
  const pools = Object.keys(report.pool).length;
  const plans = planArticles(report);
  showPage("Sonde report", subtitle(report.session), [
    { id: "overview", title: "Overview", content: overview(report) },
    { id: "findings", title: "Findings", count: report.findings.length, content: findings(report) },
    { id: "where", title: "Where the time goes", content: whereTimeGoes(report) },
    report.statements.some((of) => of.times.length > 0)
      ? { id: "latency", title: "Latency", content: latency(report) } : null,
    report.timeline.steps.length > 0 ? { id: "timeline", title: "Timeline", content: timeline(report) } : null,
    plans.length > 0 ? { id: "plans", title: "Slow statements", count: plans.length, content: plans } : null,
    ...(ADVICE ? adviceSections(ADVICE) : []),
    report.caches.length > 0 ? { id: "caches", title: "Caches", content: caches(report) } : null,
    pools > 0 ? { id: "pools", title: "Pools and leases", content: poolsAndLeases(report) } : null,
    { id: "not-checked", title: "Not checked",
      count: report.notChecked.length + (ADVICE ? ADVICE.notPlanned.length + ADVICE.notes.length : 0),
      content: [notChecked(report), ADVICE ? notPlanned(ADVICE) : null] },
  ], [panel.dialog]);
  panel.follow();
}

page(DATA.report);
