package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.OutageExamples;
import dev.sonde.migrations.finding.RuleExample;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.MigrationTracer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule about locks, rewrites and scans: the harm on a real server with rows, and the proposed form without it. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutageProofTest {

    private static final Set<MigrationRule> OTHERS =
            EnumSet.of(MigrationRule.MIGRATION_FAILS, MigrationRule.NOT_REVIEWED, MigrationRule.BAD_SUPPRESSION);

    @Test
    void everyRuleAboutLocksHasAnExample() {
        assertThat(OutageExamples.all().stream().map(RuleExample::rule))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MigrationRule.values())
                        .filter(rule -> !rule.ofFlyway() && !rule.ofWorkload() && !OTHERS.contains(rule))
                        .toList());
    }

    static List<RuleExample> examples() {
        return OutageExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void harmsAndIsFoundAndTheProposedFormDoesNotAndIsNot(RuleExample example) throws Exception {
        assertThat(harmed(example, example.bad())).as("harm of the bad form").isTrue();
        assertThat(harmed(example, example.good())).as("harm of the good form").isFalse();
        assertThat(found(example, example.bad())).containsExactly(example.rule());
        assertThat(found(example, example.good())).isEmpty();
    }

    private static boolean harmed(RuleExample example, Map<String, String> files) throws Exception {
        TestServer server = TestServer.freshDatabase();
        for (String sql : example.base().values()) {
            server.execute(sql);
        }
        OutageHarm harm = new OutageHarm(server);
        boolean harmed = false;
        for (MigrationScript script : scripts(files)) {
            harmed |= switch (example.rule()) {
                case CREATE_INDEX_BLOCKING, REINDEX_BLOCKING ->
                    harm.blocks(script, "orders", "insert into orders (id) values (-1)");
                case DROP_INDEX_BLOCKING, VACUUM_FULL, CLUSTER ->
                    harm.blocks(script, "orders", "select 1 from orders limit 1");
                case REFRESH_MATVIEW_BLOCKING -> harm.blocks(script, "totals", "select 1 from totals limit 1");
                case DETACH_PARTITION_BLOCKING -> harm.blocks(script, "days", "select 1 from days limit 1");
                case CIC_ON_PARTITIONED_PARENT -> harm.fails(script);
                case EXPLICIT_LOCK_TABLE -> harm.blocks(script, "orders", "insert into orders (id) values (-1)");
                case CREATE_TRIGGER_WAITS ->
                    harm.blocksWhileItWaits(script, "orders", "insert into orders (id) values (-1)");
                case DDL_WITHOUT_LOCK_TIMEOUT ->
                    harm.blocksWhileItWaits(script, "documents", "select 1 from documents limit 1");
                case CONCURRENT_BUILD_UNDER_SHORT_TIMEOUT -> harm.isCutOff(script, "idx_orders_customer");
                case DML_WITHOUT_WHERE ->
                    harm.blocksAll(
                            script,
                            "update orders set status = 'x' where id = 1",
                            "update orders set status = 'x' where id = 5000");
                case DROP_COLUMN, RENAME_COLUMN -> harm.breaks(script, "select status from orders");
                case DROP_TABLE -> harm.breaks(script, "select 1 from orders");
                case RENAME_TABLE -> harm.breaks(script, "insert into orders (id) values (-1)");
                case ADD_REQUIRED_COLUMN -> harm.breaks(script, "insert into invoices (id) values (1)");
                case TRUNCATE_TABLE -> harm.breaks(script, "select 1 / count(*) from orders where id > 100");
                case DROP_CASCADE -> harm.breaks(script, "select 1 from open_orders");
                default -> harm.worksUnderLock(script);
            };
        }
        return harmed;
    }

    private static TreeSet<MigrationRule> found(RuleExample example, Map<String, String> files) throws Exception {
        TestServer server = TestServer.freshDatabase();
        MigrationTracer tracer = new MigrationTracer(server.url(""), Map.of());
        assertThat(tracer.apply(scripts(example.base()))).isEmpty();
        TreeSet<MigrationRule> rules = new TreeSet<>();
        TableSizes sizes = TableSizes.of(Optional.of(snapshot(server)));
        OutageRules outage = new OutageRules(sizes, List.of());
        WaitRules waits = new WaitRules(sizes, Optional.empty());
        List<FileTrace> traces = tracer.trace(scripts(files), List.of());
        CompatibilityRules.check(traces).forEach(finding -> rules.add(finding.rule()));
        for (FileTrace trace : traces) {
            List<MigrationFinding> findings = new ArrayList<>(outage.check(trace));
            findings.addAll(waits.check(trace, findings));
            for (MigrationFinding finding : findings) {
                rules.add(finding.rule());
            }
            trace.failure().ifPresent(failure -> rules.add(Review.ruleOf(failure)));
        }
        return rules;
    }

    private static CatalogSnapshot snapshot(TestServer server) throws Exception {
        try (Connection connection = server.open()) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    private static List<MigrationScript> scripts(Map<String, String> files) {
        List<MigrationScript> scripts = new ArrayList<>();
        files.forEach((name, text) -> {
            if (!name.endsWith(".conf")) {
                scripts.add(MigrationScript.of(name, text, Optional.ofNullable(files.get(name + ".conf"))));
            }
        });
        return scripts;
    }
}
