// Loops, drawn as what they are: rows of a parent, the frame that turns, a child for each row, and what proves it.

/** So many children are drawn; the last of them is the last of all. */
const DRAWN = 5;

function loopPicture(finding) {
  const loop = loopOf(finding);
  return el("div", { class: "loop" },
    chart(loop.title, loop.words, 44 + 26 * loop.slots.length + (loop.proof ? 22 : 0),
      (svg, width) => drawLoop(svg, width, loop)),
    el("div", { class: "asked" },
      loop.parent ? el("div", {}, el("p", { class: "label" }, "parent, asked for once"), sql(loop.parent)) : null,
      el("div", {}, el("p", { class: "label" }, loop.perUnit + " times in a unit of work, on average"), sql(loop.child))),
    frames(finding));
}

/** What the picture says. */
function loopOf(finding) {
  const { evidence } = finding;
  const perUnit = number(finding.executions / Math.max(1, finding.units));
  const children = Math.max(2, Math.round(finding.executions / Math.max(1, finding.units)));
  const parent = evidence.parentSql || "";
  const key = "$" + (evidence.childKey || (evidence.varying || [])[0] || 1);
  const same = !parent && (evidence.varying || []).length === 0;
  const childName = statementName(evidence.sql || "");
  const frame = finding.loopFrame ? visible(finding.loopFrame).split(".").slice(-3).join(".") : "place in the code not known";
  const coverage = parent ? evidence.coverage : 0;
  const column = parent ? visible(evidence.parentColumn).replace(/^(?=\d+$)/, "column ") : "";
  const proof = parent ? share(coverage, 1) + " of the values of " + key + " were read from " + column
    + (evidence.rowOrder ? ", in the order of the rows" : ", not in the order of the rows") : "";
  const from = parent ? "1 × " + statementName(parent) : same ? "the same values" : "values from elsewhere";
  const many = perUnit + " × " + childName;
  return {
    parent, child: evidence.sql || "", perUnit, key, same, frame, coverage, from, many,
    ordered: Boolean(evidence.rowOrder), column,
    slots: children <= DRAWN ? d3.range(1, children + 1) : [1, 2, 3, null, children],
    proof: proof ? "proof: " + proof : "",
    title: "One unit of work, on average",
    words: "One unit of work: " + (parent ? from + " is asked for, and for each of its rows " : "")
      + (finding.loopFrame ? frame : "some code") + " asks for " + childName + ", " + perUnit + " times in all"
      + (parent ? "; " + proof : same ? ", each time with the same values" : "; " + key + " changes each time"
        + ", and what it is read from is not in the capture") + ".",
  };
}

function drawLoop(svg, width, loop) {
  const top = 34, line = 26;
  const side = Math.min(230, Math.max(86, width * 0.26));
  const bottom = top + line * loop.slots.length;
  const frameFrom = side + (width - 2 * side) * 0.18, frameTo = width - frameFrom;
  const letters = (room) => Math.max(4, Math.floor(room / 6.4));
  const y = (slot) => top + line * slot + line / 2;
  const text = (x, at, words, room, name, anchor) => svg.append("text").attr("class", name || null)
    .attr("x", x).attr("y", at).attr("text-anchor", anchor || "start").text(shortened(words, letters(room)));

  text(0, 20, loop.from, side, "strong");
  text(width, 20, loop.many, side + 40, "strong", "end");
  // The frame that turns stands between the two, and every line goes through it
  const lines = svg.append("g");
  svg.append("rect").attr("class", "frame").attr("x", frameFrom).attr("width", Math.max(1, frameTo - frameFrom))
    .attr("y", top).attr("height", bottom - top).attr("rx", 6);
  turning(svg, (frameFrom + frameTo) / 2, (top + bottom) / 2);
  text((frameFrom + frameTo) / 2, 20, loop.frame, frameTo - frameFrom + 60, "turns", "middle");

  const known = Math.round(loop.coverage * loop.slots.filter(Boolean).length);
  const rows = [];
  loop.slots.forEach((number, slot) => {
    if (number === null) {
      (loop.parent ? [side / 2, width - side / 2] : [width - side / 2]).forEach((x) => svg.append("text").attr("class", "dots").attr("x", x).attr("y", y(slot) + 5)
        .attr("text-anchor", "middle").text("⋮"));
      return;
    }
    rows.push(slot);
    if (loop.parent) {
      box(svg, 0, y(slot), side, "row");
      text(9, y(slot) + 4, "row " + count(number) + ": " + loop.column, side - 14);
    }
    box(svg, width - side, y(slot), side, "child");
    text(width - side + 9, y(slot) + 4, count(number) + ". with " + loop.key + (loop.same ? " unchanged" : ""), side - 14);
  });
  rows.forEach((slot, i) => {
    // Which row a value came from is known only where all came in their order: otherwise lines cross
    const row = loop.parent ? (loop.ordered ? slot : rows[rows.length - 1 - i]) : rows[Math.floor((rows.length - 1) / 2)];
    const proved = loop.parent && i < known;
    const middle = (top + bottom) / 2;
    const start = loop.parent ? side : frameFrom;
    const path = d3.path();
    path.moveTo(start, loop.parent ? y(row) : middle);
    path.bezierCurveTo(frameFrom + 20, loop.parent ? y(row) : middle, frameTo - 20, y(slot), width - side - 7, y(slot));
    lines.append("path").attr("class", proved ? "key" : "key unproved").attr("d", path.toString());
    lines.append("path").attr("class", "head").attr("d",
      "M" + (width - side - 8) + " " + (y(slot) - 4) + "l8 4l-8 4z");
  });
  if (!loop.parent) {
    box(svg, 0, (top + bottom) / 2, side, "row unknown");
    text(9, (top + bottom) / 2 + 4, loop.same ? "nothing changes" : loop.key + " changes each time", side - 14);
    lines.append("path").attr("class", "key unproved").attr("d", "M" + side + " " + (top + bottom) / 2 + "H" + frameFrom);
  }
  if (loop.proof) {
    text(width / 2, bottom + 24, loop.proof, width, loop.coverage === 1 ? "proof" : null, "middle");
  }
}

function box(svg, x, middle, width, name) {
  svg.append("rect").attr("class", name).attr("x", x + 0.5).attr("y", middle - 10.5).attr("width", width - 1).attr("height", 21)
    .attr("rx", 3);
}

/** An arrow that comes back to where it began. */
function turning(svg, x, y) {
  svg.append("circle").attr("class", "around").attr("cx", x).attr("cy", y).attr("r", 19);
  svg.append("path").attr("class", "turn").attr("d",
    "M" + (x + 9) + " " + (y - 7) + "A11.4 11.4 0 1 0 " + (x + 11.2) + " " + (y + 2.5));
  svg.append("path").attr("class", "turn point").attr("d", "M" + (x + 10.5) + " " + (y - 13) + "l0 8l-8 -1z");
}

/** Who called whom, with the frame that turns. */
function frames(finding) {
  const path = finding.evidence.callPath || [];
  if (path.length === 0 && !finding.loopFrame) {
    return el("p", { class: "muted" }, "Where in the code is not known: no call site was captured.");
  }
  return el("div", {},
    el("p", { class: "label" }, "called from, innermost first"),
    el("ol", { class: "frames" }, (path.length > 0 ? path : [finding.loopFrame]).map((frame) =>
      el("li", { class: frame === finding.loopFrame && "turns" }, visible(frame),
        frame === finding.loopFrame ? " — this is what turns" : ""))));
}
