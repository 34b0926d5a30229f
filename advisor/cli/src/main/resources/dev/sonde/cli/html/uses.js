// What caches would save, and who uses connections.

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
