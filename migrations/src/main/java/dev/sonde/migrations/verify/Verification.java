package dev.sonde.migrations.verify;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.explain.LiveDatabase;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.workload.Workload;
import dev.sonde.migrations.verify.DefinitionCheck.Words;
import dev.sonde.migrations.verify.VerifyReport.Build;
import dev.sonde.migrations.verify.VerifyReport.Checked;
import dev.sonde.migrations.verify.VerifyReport.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks into a database whether the expected indexes are what they should be. Writes nothing there. */
public final class Verification {

    private static final Duration CATALOG_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PLAN_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final ExpectedIndexes expected;
    private final Optional<Workload> workload;
    private final Connection connection;
    private final LiveIndexes live;
    private final List<String> notes;

    private Verification(ExpectedIndexes expected, Optional<Workload> workload, Connection connection)
            throws SQLException {
        this.expected = expected;
        this.workload = workload;
        this.connection = connection;
        this.notes = new ArrayList<>(expected.notes());
        TreeSet<String> names = new TreeSet<>();
        expected.present().forEach(index -> names.add(index.name().name()));
        expected.gone().keySet().forEach(name -> names.add(name.name()));
        this.live = LiveIndexes.read(connection, names, CATALOG_TIMEOUT, LOCK_TIMEOUT);
    }

    /**
     * Verifies.
     *
     * @param workload what was captured, empty to go by the queries of the advice alone
     * @param connection nobody else's, outside of a transaction, with the simple query protocol
     */
    public static VerifyReport of(ExpectedIndexes expected, Optional<Workload> workload, Connection connection)
            throws SQLException {
        return new Verification(expected, workload, connection).run();
    }

    private VerifyReport run() throws SQLException {
        Map<ExpectedIndex, LiveIndex> usable = new LinkedHashMap<>();
        for (ExpectedIndex index : expected.present()) {
            live.find(index.name()).filter(LiveIndex::usable).ifPresent(found -> usable.put(index, found));
        }
        Map<ExpectedIndex, Words> words = new LinkedHashMap<>();
        Map<ExpectedIndex, List<Query>> queries = new LinkedHashMap<>();
        if (!usable.isEmpty()) {
            CatalogSnapshot snapshot = SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
            words.putAll(definitions(usable, snapshot));
            if (ChosenIndexes.known(expected.present(), workload)) {
                ChosenIndexes chosen =
                        new ChosenIndexes(LiveDatabase.of(connection, PLAN_TIMEOUT, LOCK_TIMEOUT), snapshot, workload);
                usable.forEach((index, found) ->
                        queries.put(index, chosen.of(index, found, live.tables(found), live.withParts(found))));
            }
        }
        List<Checked> checked = new ArrayList<>();
        VerifyFindings findings = new VerifyFindings(live);
        for (ExpectedIndex index : expected.present()) {
            Optional<LiveIndex> found = live.find(index.name());
            Words definition = words.get(index);
            List<Query> asked = queries.get(index);
            checked.add(checked(index, found, definition, asked == null ? List.of() : asked));
            findings.expected(index, found, Optional.ofNullable(definition), Optional.ofNullable(asked));
        }
        findings.gone(expected.gone());
        findings.leftovers();
        return new VerifyReport(
                VerifyReport.VERSION,
                live.database(),
                live.serverVersion(),
                checked,
                findings.sorted(),
                live.builds().stream().map(Verification::build).toList(),
                notes);
    }

    private Map<ExpectedIndex, Words> definitions(Map<ExpectedIndex, LiveIndex> usable, CatalogSnapshot snapshot) {
        Map<ExpectedIndex, Words> words = new LinkedHashMap<>();
        try (DefinitionCheck check = DefinitionCheck.start(snapshot)) {
            usable.forEach((index, found) -> {
                Words compared = check.compare(index, found, live.searchPath());
                if (compared.problem().isEmpty()) {
                    words.put(index, compared);
                } else {
                    notes.add("the definition of " + found.name() + " is not compared, since the throw-away server"
                            + " cannot build it: " + compared.problem());
                }
            });
        } catch (AdvisorException e) {
            notes.add("definitions are not compared, since no throw-away PostgreSQL starts here: " + e.getMessage());
        }
        return words;
    }

    private Checked checked(
            ExpectedIndex index, Optional<LiveIndex> found, @Nullable Words words, List<Query> queries) {
        String state = "missing";
        if (found.isPresent()) {
            state = found.get().usable() ? "valid" : live.underWay(found.get()) ? "building" : "invalid";
        }
        return new Checked(
                found.map(actual -> actual.name().toString())
                        .orElse(index.name().toString()),
                found.map(actual -> actual.table().toString())
                        .orElse(index.table().toString()),
                index.origins(),
                state,
                words == null ? index.create(index.name().name(), false) : words.expected(),
                words == null ? found.map(LiveIndex::definition).orElse(null) : words.actual(),
                words == null ? null : words.same(),
                queries);
    }

    private static Build build(LiveIndex.Build build) {
        return new Build(
                known(build.indexName()), known(build.tableName()), known(build.command()), known(build.phase()));
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
