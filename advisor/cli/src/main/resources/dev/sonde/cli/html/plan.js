// Plans as trees, from what EXPLAIN (FORMAT JSON) gives.

const PLAN_DETAILS = ["Index Cond", "Recheck Cond", "TID Cond", "Order By", "Filter", "Hash Cond", "Merge Cond", "Join Filter",
  "One-Time Filter", "Sort Key", "Presorted Key", "Group Key", "Cache Key", "Conflict Resolution", "Workers Planned"];
const AGGREGATES = { Sorted: "GroupAggregate", Hashed: "HashAggregate", Mixed: "MixedAggregate" };
const DEEPEST = 200;

function planTree(explain) {
  const root = explain[0] && explain[0].Plan;
  return root ? el("ul", { class: "plan" }, planNode(root, Math.max(root["Total Cost"], 1e-9), 0)) : null;
}

function planNode(node, whole, depth) {
  const children = node.Plans || [];
  // Of a limit, a node's cost is less than its child's: what it adds is then nothing
  const own = Math.max(0, node["Total Cost"] - d3.sum(children, (child) => child["Total Cost"]));
  const bar = el("span", { class: "share-bar", "aria-hidden": "true" });
  bar.style.width = Math.max(2, (120 * Math.min(own, whole)) / whole) + "px";
  return el("li", {},
    el("div", { class: "node" },
      el("strong", {}, visible(planName(node))),
      el("span", { class: "muted" }, "cost ", number(node["Total Cost"]), ", rows ", number(node["Plan Rows"]),
        ", own cost ", share(own, whole))),
    bar.style.width && own > 0 ? bar : null,
    PLAN_DETAILS.filter((name) => name in node)
      .map((name) => el("div", { class: "detail" }, name, ": ", visible([].concat(node[name]).join(", ")))),
    children.length > 0 && depth < DEEPEST
      ? el("ul", {}, children.map((child) => planNode(child, whole, depth + 1))) : null);
}

function planName(node) {
  const type = node.Operation || node["Node Type"];
  const join = node["Join Type"] && node["Join Type"] !== "Inner" ? node["Join Type"] + " " : "";
  const relation = node["Relation Name"] || node["CTE Name"] || node["Function Name"] || "";
  const alias = node.Alias && node.Alias !== relation ? " " + node.Alias : "";
  return (node["Subplan Name"] ? node["Subplan Name"] + ": " : "")
    + (node["Parallel Aware"] ? "Parallel " : "") + join
    + (type === "Aggregate" ? AGGREGATES[node.Strategy] || "Aggregate" : type)
    + (node["Index Name"] ? " using " + node["Index Name"] : "")
    + (relation ? " on " + relation + alias : "");
}
