package dev.sonde.cli.history;

import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.history.HistoryPage.Subject;
import dev.sonde.cli.history.store.HistoryReader;
import dev.sonde.cli.history.store.Rows;
import dev.sonde.cli.history.store.Rows.FindingRow;
import dev.sonde.cli.output.NearNames;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked a history for.
 *
 * @param rows which rows are about it
 * @param finding null if it is not one finding
 */
record Asked(Subject subject, Rows.Subject rows, @Nullable FindingRow finding) {

    private static final Pattern IDENTIFIER = Pattern.compile("[0-9a-f]{6,16}");

    /**
     * Recognises a route by its name, and statements and findings by the first digits of what reports show.
     *
     * @param text null for everything
     * @param service null for all
     */
    static Asked of(@Nullable String text, @Nullable String service, HistoryReader reader) {
        if (service != null
                && reader.releases().stream()
                        .noneMatch(row -> row.release().service().equals(service))) {
            throw unknown("--service " + service, near(service, services(reader)));
        }
        if (text == null) {
            return new Asked(
                    new Subject("everything", service, null, null, null, null),
                    new Rows.Subject(service, null, null),
                    null);
        }
        List<String> routes = reader.routes();
        if (routes.contains(text)) {
            return new Asked(
                    new Subject("route", service, null, null, text, null), new Rows.Subject(service, null, text), null);
        }
        if (!IDENTIFIER.matcher(text).matches()) {
            throw unknown(text, near(text, routes));
        }
        List<FindingRow> findings = reader.findings().stream()
                .filter(finding -> service == null || finding.service().equals(service))
                .filter(finding -> ContentHash.hex(finding.id()).startsWith(text)
                        || finding.sightings().stream()
                                .anyMatch(row -> ContentHash.hex(row.identity()).startsWith(text)))
                .toList();
        List<Long> statements = reader.fingerprints().stream()
                .filter(id -> ContentHash.hex(id).startsWith(text))
                .toList();
        if (findings.size() + statements.size() > 1) {
            throw CommandFailure.badInput(text + ": there are " + statements.size() + " statements and "
                    + findings.size() + " findings that begin so: give more digits");
        }
        if (statements.size() == 1) {
            return ofStatement(statements.get(0), service, null, reader);
        }
        if (findings.size() == 1) {
            FindingRow finding = findings.get(0);
            return ofStatement(finding.statement(), finding.service(), finding, reader);
        }
        throw unknown(text, "; sonde history show without an argument names the dearest statements and the findings");
    }

    private static Asked ofStatement(
            long statement, @Nullable String service, @Nullable FindingRow finding, HistoryReader reader) {
        return new Asked(
                new Subject(
                        finding == null ? "statement" : "finding",
                        service,
                        ContentHash.hex(statement),
                        reader.statements(List.of(statement)).getOrDefault(statement, ""),
                        null,
                        finding == null ? null : ContentHash.hex(finding.id())),
                new Rows.Subject(service, statement, null),
                finding);
    }

    private static List<String> services(HistoryReader reader) {
        return reader.releases().stream()
                .map(row -> row.release().service())
                .distinct()
                .toList();
    }

    private static String near(String text, List<String> names) {
        List<String> near = NearNames.of(text, names);
        return near.isEmpty()
                ? ""
                : " (the nearest: " + near.stream().map(Names::route).collect(Collectors.joining(", ")) + ")";
    }

    private static CommandFailure unknown(String text, String hint) {
        return CommandFailure.badInput(text + ": not in the history" + hint);
    }

    /** Whether a finding belongs on the page. */
    boolean isAbout(FindingRow other) {
        if (finding != null) {
            return finding.id() == other.id();
        }
        return (rows.service() == null || rows.service().equals(other.service()))
                && (rows.statement() == null || rows.statement() == other.statement())
                && (rows.route() == null || rows.route().equals(other.route()));
    }
}
