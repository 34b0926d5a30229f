package dev.sonde.junit;

import dev.sonde.analysis.budget.Limit;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.text.FindingText;
import dev.sonde.analysis.text.VisibleLine;
import dev.sonde.capture.sql.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/**
 * What is expected of a profile, and one message for all that is not so. A profile of nothing meets no expectation but that
 * of nothing: it mostly means that the test does not reach what is captured.
 */
final class Expectations {

    private static final int SHOWN_STATEMENTS = 20;
    private static final int SHOWN_FRAMES = 3;
    private static final int SQL_CHARS = 200;

    private static final String NOT_CAPTURED = """
            no connection of this test was captured, so nothing can be said about its queries. Do one of these:
              JDBC         connect to jdbc:sonde:postgresql://… instead of jdbc:postgresql://…
              DataSource   wrap the pool: SondeDataSource.wrap(pool, name, settings), and give what it returns to what is tested
              Spring Boot  add sonde-spring-boot-starter, and sonde.enabled=true to the test's properties""";

    private final Profile profile;
    private final List<String> problems = new ArrayList<>();
    private final Set<Finding> shown = new LinkedHashSet<>();
    private boolean showsStatements;
    private boolean needsExecutions;

    Expectations(Profile profile) {
        this.profile = profile;
    }

    void atMost(long max) {
        needsExecutions |= max > 0;
        count(profile.queries() <= max, "at most " + queries(max), profile.queries());
    }

    void atLeast(long min) {
        needsExecutions |= min > 0;
        count(profile.queries() >= min, "at least " + queries(min), profile.queries());
    }

    void exactly(long count) {
        needsExecutions |= count > 0;
        count(profile.queries() == count, "exactly " + queries(count), profile.queries());
    }

    void atMost(long max, Verb verb) {
        needsExecutions |= max > 0;
        String name = verb.name().toLowerCase(Locale.ROOT) + (max == 1 ? "" : "s");
        count(profile.queries(verb) <= max, "at most " + max + " " + name, profile.queries(verb));
    }

    void within(Limit limit, String route) {
        needsExecutions = true;
        String budget = " in the budget of " + VisibleLine.shortened(route, SQL_CHARS);
        if (limit.roundTrips() != Limit.NONE) {
            count(
                    profile.queries() <= limit.roundTrips(),
                    "at most " + limit.roundTrips() + (limit.roundTrips() == 1 ? " round trip" : " round trips")
                            + budget,
                    profile.queries());
        }
        if (limit.statements() != Limit.NONE) {
            count(
                    profile.differentStatements() <= limit.statements(),
                    "at most " + limit.statements() + (limit.statements() == 1 ? " statement" : " different statements")
                            + budget,
                    profile.differentStatements());
        }
    }

    private static String queries(long count) {
        return count + (count == 1 ? " query" : " queries");
    }

    private void count(boolean met, String expected, long executed) {
        if (!met) {
            problems.add(
                    "expected " + expected + ", but " + executed + (executed == 1 ? " was" : " were") + " executed");
            showsStatements = true;
            shown.addAll(profile.nPlusOnes(5, Verdict.LIKELY));
        }
    }

    void noNPlusOne(int min, Verdict from) {
        needsExecutions = true;
        List<Finding> found = profile.nPlusOnes(min, from);
        if (!found.isEmpty()) {
            problems.add("expected no N+1 pattern, but found " + (found.size() == 1 ? "one" : found.size()));
            shown.addAll(found);
        }
    }

    void noSlowQueries(Duration threshold) {
        needsExecutions = true;
        List<ProfiledStatement> slow = profile.statements().stream()
                .filter(statement -> statement.slowest().compareTo(threshold) >= 0)
                .toList();
        if (slow.isEmpty()) {
            return;
        }
        StringBuilder problem =
                new StringBuilder("expected no execution of " + threshold.toMillis() + " ms or more, but ");
        problem.append(slow.size() == 1 ? "one statement was slower:" : slow.size() + " statements were slower:");
        for (ProfiledStatement statement : slow) {
            problem.append(String.format(
                    Locale.ROOT,
                    "\n  %.1f ms  %s",
                    statement.slowest().toNanos() / 1e6,
                    VisibleLine.shortened(statement.sql(), SQL_CHARS)));
            frames(problem, statement);
        }
        problems.add(problem.toString());
    }

    /** Throws if something is not as expected, or if that cannot be told. */
    void verify() {
        if (!profile.isCaptured()) {
            throw new AssertionFailedError(NOT_CAPTURED);
        }
        if (needsExecutions && profile.queries() == 0 && profile.lost() == 0) {
            throw new AssertionFailedError(nothingExecuted());
        }
        if (profile.lost() > 0) {
            problems.add(
                    "the details of " + profile.lost() + " executions were lost, so that the counts are \"at least\""
                            + " and patterns may be missing: set sonde.ring-size higher, or execute less in one test");
        }
        if (problems.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(String.join("\n", problems));
        if (showsStatements) {
            statements(message);
        }
        for (Finding finding : shown) {
            message.append('\n').append(FindingText.of(finding));
        }
        throw new AssertionFailedError(message.toString());
    }

    private String nothingExecuted() {
        String message =
                "no statement of this test was captured: nothing was executed on its thread, or on a connection"
                        + " that is not captured. To expect that nothing is executed say @ExpectQueries(exact = 0)";
        if (profile.foreign().executions() == 0) {
            return message;
        }
        List<String> routes = profile.foreign().routes().stream()
                .filter(route -> !route.isEmpty())
                .map(route -> VisibleLine.shortened(route, SQL_CHARS))
                .toList();
        return message + ".\nMeanwhile " + profile.foreign().executions()
                + " executions belonged to other units of work"
                + (routes.isEmpty() ? "" : " (" + String.join(", ", routes) + ")")
                + ": a request over HTTP is a unit of its own, with MockMvc it is a part of the test; a thread of the test's"
                + " own takes the unit along by UnitOfWork.wrap";
    }

    private void statements(StringBuilder message) {
        List<ProfiledStatement> statements = profile.statements();
        for (ProfiledStatement statement : statements.subList(0, Math.min(SHOWN_STATEMENTS, statements.size()))) {
            message.append(String.format(
                    "\n%5d × %s", statement.executions(), VisibleLine.shortened(statement.sql(), SQL_CHARS)));
            frames(message, statement);
        }
        if (statements.size() > SHOWN_STATEMENTS) {
            message.append("\n      and ")
                    .append(statements.size() - SHOWN_STATEMENTS)
                    .append(" more statements");
        }
    }

    private static void frames(StringBuilder message, ProfiledStatement statement) {
        statement.frames().stream()
                .limit(SHOWN_FRAMES)
                .forEach(frame -> message.append("\n          at ").append(VisibleLine.of(frame)));
    }
}
