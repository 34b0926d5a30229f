// How long executions and units of work took, and what happened when.

function summed(lists) {
  const sums = new Map();
  lists.flat().forEach((bar) => {
    const known = sums.get(bar.fromMillis);
    sums.set(bar.fromMillis, { ...bar, count: bar.count + (known ? known.count : 0) });
  });
  return [...sums.values()].sort((a, b) => a.fromMillis - b.fromMillis);
}

function slowestFirst(units) {
  return units.filter((of) => of.units > 0).map((of) => ({ ...of, name: of.route || "(no route)" }))
    .sort((a, b) => b.p95Millis - a.p95Millis);
}

/** Units of work by route, as a picture and as a table with the columns between the route and the times. */
function byRoute(report, units, what, columns) {
  const routes = slowestFirst(units);
  const withStatements = new Set(report.where.routes.map((part) => part.name));
  return routes.length === 0 ? null : [
    stretches(what + " by route: P50 to P99, the dot is P95" + (routes.length > 25 ? "; the 25 slowest" : ""), routes, [200, 500]),
    dataTable([
      { name: "route", class: "text", value: (of) => of.route,
        cell: (of) => (withStatements.has(of.route) ? routeLink(of.route) : visible(of.name)) },
      ...columns,
      ...[["P50", "p50Millis"], ["P95", "p95Millis"], ["P99", "p99Millis"], ["max", "maxMillis"]].map(([name, key]) =>
        ({ name, number: true, value: (of) => of[key], cell: (of) => millis(of[key]) })),
    ], routes, { caption: what + " by route, measured", noun: "route", sort: 4, filter: (of) => of.route }),
  ];
}

function latency(report) {
  const statements = summed(report.statements.map((of) => of.times));
  const units = summed(report.units.map((of) => of.times));
  const durations = summed(report.durations.map((of) => of.times));
  const countOfUnits = { name: "units", number: true, value: (of) => of.units, cell: (of) => count(of.units) };
  return [
    el("p", { class: "muted" }, "Measured, from sketches that are exact to 1 %. A line marks the target."),
    el("div", { class: "columns" },
      histogram("All executions", statements, "execution", 50),
      durations.length > 0 ? histogram("Requests, jobs and the like, begin to end", durations, "unit", 200) : null,
      units.length > 0 ? histogram("Units of work, first statement or wait to end of last", units, "unit", 200) : null),
    byRoute(report, report.durations, "Requests, jobs and the like, begin to end,", [
      { name: "kind", value: (of) => of.kind, cell: (of) => visible(of.kind) },
      countOfUnits,
    ]),
    byRoute(report, report.units, "Units of work", [
      countOfUnits,
      { name: "statements in each", number: true, value: (of) => of.executions / of.units,
        cell: (of) => number(of.executions / of.units) },
    ]),
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
