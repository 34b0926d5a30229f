// Charts, drawn by D3 as SVG: the style sheet colours them, so that they follow light, dark and paper by themselves.

/** Width of a chart that is drawn for paper only. */
const PAPER = 680;

/**
 * A figure with a chart that is drawn again when its width changes. What it shows is told in `summary` to those who do not
 * see it, and in a table.
 */
function chart(caption, summary, height, draw, table) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", summary);
  svg.setAttribute("height", height); // before it is drawn, so that nothing below moves then
  const figure = el("figure", { class: "printed" }, el("figcaption", {}, caption), svg,
    table ? el("details", {}, el("summary", {}, "Figures"), table()) : null);
  let drawn = 0;
  const drawAt = (width) => {
    if (width > 0 && width !== drawn) {
      drawn = width;
      svg.setAttribute("viewBox", "0 0 " + width + " " + height);
      svg.replaceChildren();
      draw(d3.select(svg), width, height);
    }
  };
  new ResizeObserver(() => drawAt(Math.round(svg.parentNode.clientWidth))).observe(figure);
  // What was never scrolled to, or is in a tab that was not opened, was not laid out yet
  figure.addEventListener("sonde-print", () => drawn === 0 && drawAt(PAPER));
  return figure;
}

function tooltip(selection, text) {
  selection.append("title").text(text);
}

/** Labels of a logarithmic axis: powers of ten, and in between where there are few of them. */
function decades(from, to) {
  const powers = d3.range(Math.floor(Math.log10(from)), Math.ceil(Math.log10(to)) + 1).map((power) => Number("1e" + power));
  const within = (values) => values.filter((value) => value >= from && value <= to);
  return within(powers).length > 2 ? within(powers) : within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
}

/** How many took how long, over a logarithmic axis; from the limit on in the colour of errors. */
function histogram(caption, bars, noun, limit) {
  const total = d3.sum(bars, (bar) => bar.count);
  const over = d3.sum(bars.filter((bar) => limit && bar.fromMillis >= limit), (bar) => bar.count);
  const summary = caption + ": " + counted(total, noun) + ", most between "
    + mostFrequent(bars) + (limit ? "; " + counted(over, noun) + " at or above " + millis(limit) : "");
  return chart(caption, summary, 170, (svg, width, height) => {
    const left = 52, right = 10, top = 16, bottom = 24;
    const from = Math.min(d3.min(bars, (bar) => bar.fromMillis), limit || Infinity) * 0.9;
    const to = Math.max(d3.max(bars, (bar) => bar.toMillis), limit ? limit * 1.5 : 0) * 1.1;
    const x = d3.scaleLog([from, to], [left, width - right]);
    const y = d3.scaleLinear([0, d3.max(bars, (bar) => bar.count)], [height - bottom, top]).nice(4);
    horizontalRules(svg, y, left, width - right, 4);
    svg.selectAll("rect").data(bars).join("rect")
      .attr("class", (bar) => "bar" + (limit && bar.fromMillis >= limit ? " over" : ""))
      .attr("x", (bar) => x(bar.fromMillis) + 0.5)
      .attr("width", (bar) => Math.max(1, x(bar.toMillis) - x(bar.fromMillis) - 1))
      .attr("y", (bar) => Math.min(y(bar.count), y(0) - 1.5))
      .attr("height", (bar) => Math.max(1.5, y(0) - y(bar.count)))
      .call(tooltip, (bar) => span(bar) + ": " + counted(bar.count, noun) + ", " + share(bar.count, total));
    logAxis(svg, x, from, to, height - bottom);
    if (limit) {
      limitLine(svg, x(limit), top, height - bottom, millis(limit), x(limit) > width - 60);
    }
  }, () => plainTable(caption, ["took", noun + "s", "share"],
    bars.map((bar) => [span(bar), count(bar.count), share(bar.count, total)]), [1, 2]));
}

function span(bar) {
  return millis(bar.fromMillis) + " to " + millis(bar.toMillis);
}

function mostFrequent(bars) {
  const most = d3.greatest(bars, (bar) => bar.count);
  return most ? span(most).replace(" to ", " and ") : "-";
}

function horizontalRules(svg, y, left, right, ticks, format = count) {
  const rule = svg.append("g").selectAll("g").data(y.ticks(ticks).filter(Number.isInteger)).join("g")
    .attr("transform", (value) => "translate(0," + y(value) + ")");
  rule.append("line").attr("class", "rule").attr("x1", left).attr("x2", right);
  rule.append("text").attr("x", left - 6).attr("dy", "0.32em").attr("text-anchor", "end").text(format);
}

function logAxis(svg, x, from, to, at) {
  const ticks = svg.append("g").selectAll("text").data(decades(from, to)).join("text");
  ticks.attr("x", (value) => x(value)).attr("y", at + 16).attr("text-anchor", "middle").text(millis);
}

function limitLine(svg, x, top, bottom, label, end) {
  svg.append("line").attr("class", "limit").attr("x1", x).attr("x2", x).attr("y1", top - 4).attr("y2", bottom);
  svg.append("text").attr("x", x + (end ? -4 : 4)).attr("y", top - 4).attr("text-anchor", end ? "end" : "start").text(label);
}

/** Of each row the stretch from P50 to P99 with P95 in between, over one logarithmic axis. */
function stretches(caption, rows, limits) {
  const shown = rows.filter((row) => isKnown(row.p50Millis)).slice(0, 25);
  const summary = caption + ": " + shown.slice(0, 5).map((row) => row.name + " P50 " + millis(row.p50Millis) + ", P99 "
    + millis(row.p99Millis)).join("; ");
  const line = 22;
  return chart(caption, summary, 40 + line * shown.length, (svg, width, height) => {
    const left = Math.min(260, width * 0.42), right = 14, top = 22;
    const values = shown.flatMap((row) => [row.p50Millis, row.p99Millis]).concat(limits).filter((value) => value > 0);
    const from = d3.min(values) * 0.7, to = d3.max(values) * 1.4;
    const x = d3.scaleLog([from, to], [left, width - right]).clamp(true);
    limits.forEach((limit, i) => limitLine(svg, x(limit), top - 6, height - 18, millis(limit), i === 0));
    const rowOf = svg.append("g").selectAll("g").data(shown).join("g")
      .attr("transform", (row, i) => "translate(0," + (top + line * i + line / 2) + ")");
    rowOf.append("text").attr("x", left - 10).attr("dy", "0.32em").attr("text-anchor", "end")
      .text((row) => shortened(row.name, Math.floor(left / 7)));
    rowOf.append("line").attr("class", "range").attr("x1", (row) => x(row.p50Millis)).attr("x2", (row) => x(row.p99Millis));
    rowOf.append("circle").attr("class", "dot").attr("r", 3.6).attr("cx", (row) => x(row.p95Millis));
    rowOf.call(tooltip, (row) => row.name + ": P50 " + millis(row.p50Millis) + ", P95 " + millis(row.p95Millis) + ", P99 "
      + millis(row.p99Millis));
    logAxis(svg, x, from, to, height - 16);
  });
}

/** Values over time: bars or a line, with an optional limit; steps without a value are zero. */
function overTime(caption, timeline, value, options) {
  const steps = timeline.steps;
  const last = steps[steps.length - 1].step;
  const highest = d3.max(steps, value);
  const summary = caption + ": at most " + options.format(highest) + " over "
    + millis((last + 1) * timeline.stepSeconds * 1000);
  return chart(caption, summary, options.height || 120, (svg, width, height) => {
    const left = 52, right = 10, top = 12, bottom = 22;
    const x = d3.scaleLinear([0, last + 1], [left, width - right]);
    const y = d3.scaleLinear([0, Math.max(highest, options.limit || 0) || 1], [height - bottom, top]).nice(3);
    horizontalRules(svg, y, left, width - right, 3, number);
    svg.selectAll("rect").data(steps.filter((step) => value(step) > 0)).join("rect")
      .attr("class", (step) => "bar" + (options.over && options.over(step) ? " over" : ""))
      .attr("x", (step) => x(step.step))
      .attr("width", Math.max(0.8, x(1) - x(0) - 0.6))
      .attr("y", (step) => y(value(step)))
      .attr("height", (step) => y(0) - y(value(step)))
      .call(tooltip, (step) => clock(timeline, step.step) + ": " + options.format(value(step)));
    if (options.limit) {
      svg.append("line").attr("class", "limit").attr("x1", left).attr("x2", width - right)
        .attr("y1", y(options.limit)).attr("y2", y(options.limit));
    }
    const ticks = Math.max(2, Math.min(8, Math.floor(width / 110)));
    svg.append("g").selectAll("text").data(d3.range(ticks + 1).map((i) => Math.round((i * last) / ticks))).join("text")
      .attr("x", (step) => x(step + 0.5)).attr("y", height - 4)
      .attr("text-anchor", (step) => (step === 0 ? "start" : step === last ? "end" : "middle"))
      .text((step) => clock(timeline, step));
  });
}

/** Time of day of a step, UTC. */
function clock(timeline, step) {
  const time = new Date(Date.parse(timeline.from) + step * timeline.stepSeconds * 1000).toISOString();
  return timeline.stepSeconds >= 3600 ? time.slice(0, 16).replace("T", " ") : time.slice(11, 19);
}
