// Plans as trees. A node is { operation, relation, alias, index, cost, rows, details, children }, as the advice has it.

const DEEPEST = 200;

/** One plan. */
function planTree(root) {
  return treeOf(root, root.cost, () => null);
}

/** Plans before and after, to one scale; nodes that the other one has not are marked. */
function planChange(before, after) {
  const whole = Math.max(before.cost, after.cost);
  const gone = without(before, after);
  const added = without(after, before);
  const side = (title, root, marked, word) => el("div", {},
    el("p", { class: "label" }, title, ": cost ", number(root.cost)),
    el("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": "Plan " + title },
      treeOf(root, whole, (node) => (marked.has(node) ? word : null))));
  return el("div", { class: "plans" },
    side("before", before, gone, "gone"),
    side("with the advised indexes", after, added, "new"));
}

/** The nodes of a plan that have no equal in the other one: of two that do the same, one is taken for one. */
function without(plan, other) {
  const left = new Map();
  walk(other, (node) => left.set(nameOf(node), (left.get(nameOf(node)) || 0) + 1));
  const missing = new Set();
  walk(plan, (node) => {
    const many = left.get(nameOf(node)) || 0;
    left.set(nameOf(node), many - 1);
    if (many <= 0) {
      missing.add(node);
    }
  });
  return missing;
}

function walk(node, visit, depth = 0) {
  visit(node);
  if (depth < DEEPEST) {
    node.children.forEach((child) => walk(child, visit, depth + 1));
  }
}

/** What EXPLAIN (FORMAT JSON) gives, as such a node. */
function explained(node, depth = 0) {
  const join = node["Join Type"] && node["Join Type"] !== "Inner" ? node["Join Type"] + " " : "";
  const type = node.Operation || node["Node Type"];
  return {
    operation: (node["Subplan Name"] ? node["Subplan Name"] + ": " : "") + (node["Parallel Aware"] ? "Parallel " : "") + join
      + (type === "Aggregate" ? AGGREGATES[node.Strategy] || "Aggregate" : type),
    relation: node["Relation Name"] || node["CTE Name"] || node["Function Name"] || null,
    alias: node.Alias || "",
    index: node["Index Name"] || null,
    cost: node["Total Cost"],
    rows: node["Plan Rows"],
    details: Object.fromEntries(PLAN_DETAILS.filter((name) => name in node)
      .map((name) => [name, [].concat(node[name]).join(", ")])),
    children: depth < DEEPEST ? (node.Plans || []).map((child) => explained(child, depth + 1)) : [],
  };
}

const PLAN_DETAILS = ["Index Cond", "Recheck Cond", "TID Cond", "Order By", "Filter", "Hash Cond", "Merge Cond", "Join Filter",
  "One-Time Filter", "Sort Key", "Presorted Key", "Group Key", "Cache Key", "Conflict Resolution", "Workers Planned"];
const AGGREGATES = { Sorted: "GroupAggregate", Hashed: "HashAggregate", Mixed: "MixedAggregate" };

function treeOf(root, whole, markOf) {
  return el("ul", { class: "plan" }, branch(root, Math.max(whole, 1e-9), markOf, 0));
}

function branch(node, whole, markOf, depth) {
  // Of a limit, a node's cost is less than its child's: what it adds is then nothing
  const own = Math.max(0, node.cost - d3.sum(node.children, (child) => child.cost));
  const bar = el("span", { class: "share-bar", "aria-hidden": "true" });
  bar.style.width = (160 * Math.min(own, whole)) / whole + "px";
  const word = markOf(node);
  return el("li", {},
    el("div", { class: "node" + (word ? " " + word : "") },
      word ? [el("span", { class: "change" }, word), " "] : null,
      el("strong", {}, visible(nameOf(node)))),
    el("div", { class: "cost" }, "cost ", number(node.cost), ", rows ", number(node.rows),
      ", own cost ", share(own, whole), own > whole / 160 ? bar : null),
    Object.entries(node.details).map(([name, text]) => el("div", { class: "detail" }, name, ": ", visible(text))),
    node.children.length > 0 && depth < DEEPEST
      ? el("ul", {}, node.children.map((child) => branch(child, whole, markOf, depth + 1))) : null);
}

function nameOf(node) {
  return node.operation + (node.index ? " using " + node.index : "")
    + (node.relation ? " on " + node.relation + (node.alias && node.alias !== node.relation ? " " + node.alias : "") : "");
}
