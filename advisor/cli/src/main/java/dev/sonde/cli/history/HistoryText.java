package dev.sonde.cli.history;

import dev.sonde.cli.history.HistoryPage.FindingHistory;
import dev.sonde.cli.history.HistoryPage.FindingRelease;
import dev.sonde.cli.history.HistoryPage.Load;
import dev.sonde.cli.history.HistoryPage.Subject;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A page for people. */
final class HistoryText {

    private static final List<String> WHOLE_LOAD =
            List.of(">executions", ">per unit", ">mean", ">P95", ">max", ">rows", ">errors", ">total");

    /** Leaves room for a statement. */
    private static final List<String> SHORT_LOAD = List.of(">executions", ">per unit", ">mean", ">P95", ">total");

    private final HistoryPage page;
    private final HistorySheet sheet;

    private HistoryText(HistoryPage page, HistorySheet sheet) {
        this.page = page;
        this.sheet = sheet;
    }

    static String text(HistoryPage page, int width) {
        return new HistoryText(page, HistorySheet.text(width)).write();
    }

    static String markdown(HistoryPage page) {
        return new HistoryText(page, HistorySheet.markdown()).write();
    }

    static String text(ServiceList list, int width) {
        return write(list, HistorySheet.text(width));
    }

    static String markdown(ServiceList list) {
        return write(list, HistorySheet.markdown());
    }

    private static String write(ServiceList list, HistorySheet sheet) {
        if (list.services().isEmpty()) {
            return sheet.line("the history is empty").toString();
        }
        TextTable table = TextTable.of(
                "first seen", "last seen", ">executions", ">statements", ">routes", ">findings", "version", "service");
        list.services()
                .forEach(service -> service.versions()
                        .forEach(version -> table.row(
                                Times.day(version.first()),
                                Times.day(version.last()),
                                Figures.count(version.executions()),
                                Figures.count(version.statements()),
                                Figures.count(version.routes()),
                                Figures.count(version.findings()),
                                sheet.name(Names.version(version.version())),
                                sheet.name(Names.service(service.service())))));
        return sheet.table(table).toString();
    }

    private String write() {
        subject();
        findings();
        releases();
        periods();
        routes();
        statements();
        return sheet.toString();
    }

    private void subject() {
        Subject about = page.about();
        if (about.fingerprint() != null) {
            sheet.sql("statement " + about.fingerprint(), about.sql() == null ? "" : about.sql());
        } else if (about.route() != null) {
            sheet.line("route " + Names.route(about.route()));
        } else {
            sheet.line(about.service() == null ? "all services" : "service " + Names.service(about.service()));
        }
        page.seen()
                .forEach(seen -> sheet.line("in " + Names.service(seen.service()) + ": first seen "
                        + Times.day(seen.first()) + " in " + Names.version(seen.firstVersion()) + ", last seen "
                        + Times.day(seen.last()) + " in " + Names.version(seen.lastVersion())));
        if (page.releases().isEmpty()) {
            sheet.line("no executions since " + Times.day(page.since()) + ": look further back with --since");
        }
    }

    private void findings() {
        if (page.findings().isEmpty()) {
            return;
        }
        sheet.heading("Findings");
        for (FindingHistory finding : page.findings()) {
            sheet.line(sentence(finding));
            if (page.about().kind().equals("everything")) {
                continue;
            }
            sheet.line(finding.message());
            if (finding.loopMethod() != null) {
                sheet.line("in " + finding.loopMethod());
            }
            TextTable table = TextTable.of(
                    "first",
                    "last",
                    ">executions",
                    ">units",
                    ">saved round trips",
                    ">statement's executions",
                    "release");
            for (FindingRelease release : finding.releases()) {
                table.row(
                        Times.day(release.first()),
                        Times.day(release.last()),
                        release.seen() ? Figures.count(release.executions()) : "not seen",
                        release.seen() ? Figures.count(release.units()) : "",
                        release.seen() ? Figures.count(release.savedRoundTrips()) : "",
                        Figures.count(release.statementExecutions()),
                        sheet.name(Names.version(release.version())));
            }
            sheet.table(table);
        }
    }

    /** {@code n-plus-one 49fe090287df6a56 of shop: since 1.4 of 2026-11-03, still in 1.5 (last seen 2026-11-23)}. */
    static String sentence(FindingHistory finding) {
        String text = finding.rule() + " " + finding.id() + " (" + finding.kind() + ", " + finding.verdict() + ") of "
                + Names.service(finding.service()) + ": since " + Names.version(finding.firstVersion()) + " of "
                + Times.day(finding.first())
                + (finding.sinceBeginning() ? " or earlier, since the history begins with it" : "");
        String seen = Names.version(finding.lastVersion()) + " on " + Times.day(finding.last());
        String latest = Names.version(finding.latestVersion());
        return text
                + switch (finding.status()) {
                    case OPEN -> ", still in " + latest + " (last seen " + Times.day(finding.last()) + ")";
                    case GONE -> ", gone in " + latest + " (last seen in " + seen + ")";
                    case NOT_RUN -> ", last seen in " + seen + "; " + latest + " did not execute the statement";
                };
    }

    private void releases() {
        if (page.releases().isEmpty()) {
            return;
        }
        sheet.heading("By release, since " + Times.day(page.since()));
        TextTable table = table(List.of("first", "last"), WHOLE_LOAD, "release");
        page.releases()
                .forEach(release -> whole(
                        table,
                        List.of(Times.day(release.first()), Times.day(release.last())),
                        release.load(),
                        sheet.name(Names.release(release.service(), release.version()))));
        sheet.table(table);
    }

    private void periods() {
        if (page.periods().isEmpty()) {
            return;
        }
        boolean hourly = page.periods().get(0).hours() < Period.Length.DAY.hours();
        sheet.heading(hourly ? "By hour (UTC)" : "By day (UTC)");
        TextTable table = table(List.of(hourly ? "hour" : "day"), WHOLE_LOAD, "release");
        page.periods()
                .forEach(period -> whole(
                        table,
                        List.of(Times.period(new Period(period.starts(), period.hours()))),
                        period.load(),
                        sheet.name(Names.service(period.service()) + " "
                                + period.versions().stream().map(Names::version).collect(Collectors.joining(", ")))));
        sheet.table(table);
    }

    private void routes() {
        if (page.routes().isEmpty()) {
            return;
        }
        sheet.heading("By route");
        TextTable table = table(List.of("first seen", "in", ">units", ">unit P95"), SHORT_LOAD, "route");
        page.routes()
                .forEach(route -> brief(
                        table,
                        List.of(
                                Times.day(route.first()),
                                sheet.name(Names.version(route.firstVersion())),
                                Figures.count(route.units()),
                                Figures.millis(route.unitP95Millis())),
                        route.load(),
                        sheet.name(Names.service(route.service()) + "  " + Names.route(route.route()))));
        sheet.table(table);
    }

    private void statements() {
        if (page.statements().isEmpty()) {
            return;
        }
        sheet.heading("Statements by total time");
        TextTable table = table(List.of("first seen", "in", "fingerprint"), SHORT_LOAD, "statement");
        page.statements()
                .forEach(statement -> brief(
                        table,
                        List.of(
                                Times.day(statement.first()),
                                sheet.name(Names.version(statement.firstVersion())),
                                statement.fingerprint()),
                        statement.load(),
                        sheet.code(statement.sql())));
        sheet.table(table);
    }

    private static TextTable table(List<String> before, List<String> load, String last) {
        List<String> headings = new ArrayList<>(before);
        headings.addAll(load);
        headings.add(last);
        return TextTable.of(headings.toArray(String[]::new));
    }

    private static void whole(TextTable table, List<String> before, Load load, String last) {
        List<String> cells = new ArrayList<>(before);
        cells.addAll(times(load));
        cells.add(Figures.millis(load.maxMillis()));
        cells.add(Figures.count(load.rows()));
        cells.add(Figures.count(load.errors()));
        cells.add(Figures.millis(load.totalMillis()));
        cells.add(last);
        table.row(cells.toArray(String[]::new));
    }

    private static void brief(TextTable table, List<String> before, Load load, String last) {
        List<String> cells = new ArrayList<>(before);
        cells.addAll(times(load));
        cells.add(Figures.millis(load.totalMillis()));
        cells.add(last);
        table.row(cells.toArray(String[]::new));
    }

    private static List<String> times(Load load) {
        return List.of(
                Figures.count(load.executions()),
                Figures.number(load.roundTripsPerUnit()),
                Figures.millis(load.meanMillis()),
                Figures.millis(load.p95Millis()));
    }
}
