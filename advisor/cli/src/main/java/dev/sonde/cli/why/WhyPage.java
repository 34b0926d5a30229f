package dev.sonde.cli.why;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.hygiene.IndexUse;
import dev.sonde.engine.why.WhyReport;
import dev.sonde.engine.why.WhyReport.Considered;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.NotConsidered;
import dev.sonde.engine.why.WhyReport.Plan;
import dev.sonde.engine.why.WhyReport.Query;
import dev.sonde.engine.why.WhyReport.User;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts answers on a page. */
final class WhyPage {

    private static final int SQL_LENGTH = 300;
    private static final int CALL_SITES = 3;

    private final WhyReport report;
    private final Page page;

    private WhyPage(WhyReport report, Page page) {
        this.report = report;
        this.page = page;
    }

    static String of(WhyReport report, Page page) {
        WhyPage why = new WhyPage(report, page);
        why.head();
        report.queries().forEach(why::query);
        report.indexes().forEach(why::index);
        if (!report.notes().isEmpty()) {
            page.part("Notes", "");
            report.notes().forEach(note -> page.fact("note", note));
        }
        return page.text();
    }

    private void head() {
        WhyReport.Workload workload = report.workload();
        page.fact(
                "planner",
                (report.planner().equals("twin") ? "plan twin" : report.planner()) + ", PostgreSQL "
                        + report.serverVersion() + ", " + Figures.count(report.whatIfCalls())
                        + " plans examined; costs are the planner's estimates");
        page.fact(
                "workload",
                Figures.count(workload.statements()) + (workload.statements() == 1 ? " statement, " : " statements, ")
                        + Figures.count(Math.round(workload.executions())) + " executions; estimated cost "
                        + Figures.number(workload.costBefore()) + " to " + Figures.number(workload.costAfter())
                        + " with the advised set");
        if (workload.advised().isEmpty()) {
            page.fact("advised", "no index");
        }
        workload.advised().forEach(statement -> page.fact("advised", statement));
    }

    private void query(Query query) {
        page.part("Query", query.fingerprint());
        page.code(VisibleText.shortened(query.sql(), SQL_LENGTH));
        page.fact("calls", calls(query));
        String refusal = query.notPlanned();
        if (refusal != null) {
            page.fact("plan", "the server does not plan it: " + refusal);
        } else {
            page.fact(
                    "cost",
                    "estimated " + figure(query.costBefore()) + " each, "
                            + Figures.share(zero(query.costShare()), 1) + " of the workload's; with the advised set "
                            + figure(query.costAfter()));
        }
        query.callSites().stream().limit(CALL_SITES).forEach(site -> page.fact("called", "from " + site));
        if (!query.plans().isEmpty()) {
            page.table(cell -> plans(query.plans(), cell));
        }
        considered(query.considered());
        rejected(query.rejected());
    }

    private static String calls(Query query) {
        Double millis = query.measuredMs();
        Double share = query.timeShare();
        return Figures.count(query.calls())
                + (millis == null ? "" : ", measured " + Figures.millis(millis) + " each")
                + (share == null ? "" : ", " + Figures.share(share, 1) + " of the workload's time");
    }

    private static TextTable plans(List<Plan> plans, UnaryOperator<String> cell) {
        TextTable table = TextTable.of("plan for", ">calls", ">cost each", "plan");
        for (Plan plan : plans) {
            table.row(
                    kind(plan.kind()),
                    Figures.count(Math.round(plan.calls())),
                    Figures.number(plan.costBefore()),
                    cell.apply(plan.before()));
            if (!plan.before().equals(plan.after())) {
                table.row("with the advised set", "", Figures.number(plan.costAfter()), cell.apply(plan.after()));
            }
        }
        return table;
    }

    private static String kind(String kind) {
        return switch (kind) {
            case "custom" -> "its values";
            case "generic" -> "any values";
            default -> "a foreign key's look-up";
        };
    }

    private void considered(List<Considered> considered) {
        int count = considered.size();
        page.line(
                count == 0
                        ? "No index was examined for it"
                        : Figures.count(count) + (count == 1 ? " index was" : " indexes were") + " examined for it");
        int number = 0;
        for (Considered each : considered) {
            number++;
            List<String> details = new ArrayList<>();
            details.add(each.because());
            if (each.costAlone() != null) {
                details.add(costs(each));
            }
            details.add("estimated size " + Figures.bytes(each.sizeBytes()) + ", write cost "
                    + Figures.number(each.writeCost()) + "; asked for: " + each.trigger());
            page.entry(number, each.verdict().word(), each.index(), details);
        }
    }

    private static String costs(Considered each) {
        Double best = each.costBest();
        return "cost each: as the only new index " + figure(each.costAlone()) + ", beside the advised set "
                + figure(each.costBeside())
                + (best == null ? "" : ", by the best plan that uses it " + Figures.number(best));
    }

    private void rejected(List<NotConsidered> rejected) {
        if (rejected.isEmpty()) {
            return;
        }
        page.line("Nothing was examined for");
        int number = 0;
        for (NotConsidered each : rejected) {
            number++;
            List<String> details = new ArrayList<>(List.of(each.reason()));
            if (!each.hint().isEmpty()) {
                details.add("instead: " + each.hint());
            }
            page.entry(number, "on " + VisibleText.line(each.table()), each.condition(), details);
        }
    }

    private void index(Index index) {
        page.part(index.exists() ? "Index" : "What if", index.index());
        page.code(index.definition());
        page.fact("verdict", index.verdict().word() + ": " + index.because());
        Double with = index.costWith();
        Double without = index.costWithout();
        if (with != null) {
            page.fact(
                    index.exists() ? "losing" : "gaining",
                    "estimated cost of the workload " + Figures.number(with) + " with it, "
                            + (without == null
                                    ? "without it some of it is refused"
                                    : Figures.number(without) + " without")
                            + besideAdvice(index));
        }
        WhyReport.Upkeep writes = index.writes();
        page.fact(
                "keeping",
                Figures.bytes(index.sizeBytes()) + (index.exists() ? "" : ", estimated")
                        + "; captured writes, estimated: cost "
                        + Figures.number(writes.cost()) + ", " + Figures.number(writes.entries()) + " entries, "
                        + Figures.bytes(Math.round(writes.walBytes())) + " of WAL, " + Figures.number(writes.hotLost())
                        + " updates not HOT because of it");
        IndexUse use = index.use();
        if (use != null) {
            page.fact("counted", use.sentence() + "; read " + use.until());
        }
        if (index.constraint() != null) {
            page.fact("rule", index.constraint());
        }
        index.needs().forEach(need -> page.fact("needed", need));
        // What is counted stands above
        index.hygiene().stream()
                .filter(finding -> finding.certainty().equals("proved"))
                .forEach(finding -> page.fact("proved", finding.rule() + ": " + finding.reason()));
        users(index);
    }

    private static String besideAdvice(Index index) {
        Double loss = index.lossBesideAdvice();
        return loss == null
                ? ""
                : "; beside the advised set "
                        + (loss == 0
                                ? "the same"
                                : Figures.number(Math.abs(loss)) + (loss > 0 ? " less" : " more") + " with it");
    }

    private void users(Index index) {
        int count = index.users().size();
        page.line(
                count == 0
                        ? "No captured query's plan depends on it"
                        : "Captured queries whose plan depends on it: " + Figures.count(count));
        if (count > 0) {
            page.table(cell -> users(index.users(), cell));
        }
    }

    private static TextTable users(List<User> users, UnaryOperator<String> cell) {
        TextTable table = TextTable.of(
                ">calls", ">cost each with", ">without", ">measured", "id", "called from", "plan without", "query");
        for (User user : users) {
            Double millis = user.measuredMs();
            table.row(
                    Figures.count(Math.round(user.calls())),
                    Figures.number(user.costWith()),
                    user.costWithout() == null ? "refused" : Figures.number(user.costWithout()),
                    millis == null ? "-" : Figures.millis(millis),
                    user.fingerprint(),
                    user.callSites().isEmpty()
                            ? "-"
                            : cell.apply(VisibleText.shortened(user.callSites().get(0), 60)),
                    cell.apply(VisibleText.shortened(user.planWithout(), 60)),
                    cell.apply(VisibleText.shortened(user.sql(), SQL_LENGTH)));
        }
        return table;
    }

    private static String figure(@Nullable Double figure) {
        return figure == null ? "-" : Figures.number(figure);
    }

    private static double zero(@Nullable Double figure) {
        return figure == null ? 0 : figure;
    }
}
