package dev.sonde.cli.compare;

import dev.sonde.analysis.compare.RouteChange;
import dev.sonde.analysis.compare.StatementChange;
import dev.sonde.analysis.compare.StatementChange.Outcome;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tables of a comparison, regressions first. */
final class CompareSections {

    /** More rows are in the JSON. */
    private static final int ROWS = 50;

    record Section(String title, TextTable table) {}

    private final CompareReport report;
    private final UnaryOperator<String> name;
    private final UnaryOperator<String> sql;
    private final List<Section> sections = new ArrayList<>();

    /**
     * @param name how a route is shown in a cell
     * @param sql how a statement is shown in a cell
     */
    CompareSections(CompareReport report, UnaryOperator<String> name, UnaryOperator<String> sql) {
        this.report = report;
        this.name = name;
        this.sql = sql;
    }

    List<Section> all() {
        times(
                "Slower",
                Outcome.SLOWER,
                Comparator.comparingDouble(StatementChange::factor).reversed());
        roundTrips("More round trips per unit of work", RouteChange.Outcome.MORE);
        perUnit();
        if (report.budget() != null && !report.budget().overruns().isEmpty()) {
            sections.add(new Section("Over budget", report.budget().table(name)));
        }
        goneLoops();
        times("Faster", Outcome.FASTER, Comparator.comparingDouble(StatementChange::factor));
        roundTrips("Fewer round trips per unit of work", RouteChange.Outcome.FEWER);
        present("New statements", report.statements(Outcome.NEW), true);
        present("Gone statements", report.statements(Outcome.GONE), false);
        others();
        return sections;
    }

    private void times(String title, Outcome outcome, Comparator<StatementChange> order) {
        List<StatementChange> changes =
                report.statements(outcome).stream().sorted(order).toList();
        if (changes.isEmpty()) {
            return;
        }
        TextTable table = TextTable.of(
                ">times", ">base", ">head", ">p95 base", ">p95 head", ">p", ">windows", "route", "statement");
        for (StatementChange change : shown(changes)) {
            table.row(
                    Figures.number(change.factor()),
                    millis(change.base(), StatementChange.Side::medianMillis),
                    millis(change.head(), StatementChange.Side::medianMillis),
                    millis(change.base(), StatementChange.Side::p95Millis),
                    millis(change.head(), StatementChange.Side::p95Millis),
                    Figures.number(change.probability()),
                    windows(change.base()) + "/" + windows(change.head()),
                    name.apply(change.route()),
                    sql.apply(change.sql()));
        }
        add(title, changes.size(), table);
    }

    private void roundTrips(String title, RouteChange.Outcome outcome) {
        List<RouteChange> changes = report.routes(outcome);
        if (changes.isEmpty()) {
            return;
        }
        TextTable table =
                TextTable.of(">base", ">head", ">most base", ">most head", ">units base", ">units head", "route");
        for (RouteChange change : changes.subList(0, Math.min(ROWS, changes.size()))) {
            RouteChange.Side base = change.base();
            RouteChange.Side head = change.head();
            if (base != null && head != null) {
                table.row(
                        Figures.number(base.roundTrips()),
                        Figures.number(head.roundTrips()),
                        Figures.count(base.maxRoundTrips()),
                        Figures.count(head.maxRoundTrips()),
                        Figures.count(base.units()),
                        Figures.count(head.units()),
                        name.apply(change.route()));
            }
        }
        add(title, changes.size(), table);
    }

    /** Which statements the round trips came from, or went with. */
    private void perUnit() {
        List<StatementChange> changes = report.statements().stream()
                .filter(change -> change.differs().contains("per-unit"))
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        TextTable table = TextTable.of(">base", ">head", "route", "statement");
        for (StatementChange change : shown(changes)) {
            table.row(
                    number(change.base(), StatementChange.Side::perUnit),
                    number(change.head(), StatementChange.Side::perUnit),
                    name.apply(change.route()),
                    sql.apply(change.sql()));
        }
        add("Executions per unit of work that changed", changes.size(), table);
    }

    private void goneLoops() {
        if (report.goneLoops().isEmpty()) {
            return;
        }
        TextTable table = TextTable.of(">executions", ">units", "route", "was");
        for (CompareReport.Loop loop : report.goneLoops()) {
            table.row(
                    Figures.count(loop.executions()),
                    Figures.count(loop.units()),
                    name.apply(loop.route()),
                    sql.apply(loop.message()));
        }
        sections.add(new Section("N+1 patterns that are gone", table));
    }

    private void present(String title, List<StatementChange> changes, boolean isNew) {
        if (changes.isEmpty()) {
            return;
        }
        TextTable table = TextTable.of(">calls", ">mean", ">p95", ">rows", ">per unit", "route", "statement");
        for (StatementChange change : shown(changes)) {
            StatementChange.Side side = isNew ? change.head() : change.base();
            table.row(
                    side == null ? "-" : Figures.count(side.calls()),
                    millis(side, StatementChange.Side::meanMillis),
                    millis(side, StatementChange.Side::p95Millis),
                    number(side, StatementChange.Side::rowsPerCall),
                    number(side, StatementChange.Side::perUnit),
                    name.apply(change.route()),
                    sql.apply(change.sql()));
        }
        add(title, changes.size(), table);
    }

    private void others() {
        List<StatementChange> changes = report.statements().stream()
                .filter(change ->
                        change.differs().contains("rows") || change.differs().contains("errors"))
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        TextTable table =
                TextTable.of(">rows base", ">rows head", ">errors base", ">errors head", "route", "statement");
        for (StatementChange change : shown(changes)) {
            StatementChange.Side base = change.base();
            StatementChange.Side head = change.head();
            table.row(
                    number(base, StatementChange.Side::rowsPerCall),
                    number(head, StatementChange.Side::rowsPerCall),
                    base == null ? "-" : Figures.count(base.errors()),
                    head == null ? "-" : Figures.count(head.errors()),
                    name.apply(change.route()),
                    sql.apply(change.sql()));
        }
        add("Other rows per execution, or errors", changes.size(), table);
    }

    private void add(String title, int count, TextTable table) {
        sections.add(new Section(
                title + (count > ROWS ? ": " + ROWS + " of " + Figures.count(count) + ", all are in the JSON" : ""),
                table));
    }

    private static List<StatementChange> shown(List<StatementChange> changes) {
        return changes.subList(0, Math.min(ROWS, changes.size()));
    }

    private static String windows(StatementChange.@Nullable Side side) {
        return side == null ? "0" : Integer.toString(side.windows());
    }

    private static String millis(StatementChange.@Nullable Side side, ToDoubleFunction<StatementChange.Side> value) {
        return side == null ? "-" : Figures.millis(value.applyAsDouble(side));
    }

    private static String number(StatementChange.@Nullable Side side, ToDoubleFunction<StatementChange.Side> value) {
        return side == null ? "-" : Figures.number(value.applyAsDouble(side));
    }
}
