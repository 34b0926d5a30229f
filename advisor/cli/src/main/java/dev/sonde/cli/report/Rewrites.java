package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.analysis.fix.BatchRewriter;
import dev.sonde.analysis.fix.KeyType;
import dev.sonde.analysis.fix.WalkRewriter;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.engine.rewrite.CapturedLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The statements that take the place of loops. */
final class Rewrites {

    private static final Set<String> KINDS = Set.of("keyed-loop", "nested-loop", "tree-walk");
    private static final String NO_KEY =
            "which parameter varies is not known: the capture holds no binds, or more than one varies";

    /** Runs a loop, or a walk through a tree, and its rewrite on a clone. */
    interface Check {
        Report.CloneCheck run(CapturedLoop loop, boolean walk);
    }

    private final List<StatementSummary> statements;
    private final @Nullable ValueHasher hasher;
    private final KeptBinds binds;

    Rewrites(WorkloadSummary summary, KeptBinds binds) {
        this.statements = summary.statements();
        this.binds = binds;
        List<String> keys = summary.sessions().stream()
                .map(CaptureRecord.Session::hashKey)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        this.hasher = keys.size() == 1 ? ValueHasher.of(keys.get(0)) : null;
    }

    /**
     * One for each loop that reads.
     *
     * @param check runs a loop on a clone, null if there is none
     */
    List<Report.Rewrite> of(List<Finding> findings, @Nullable Check check) {
        List<Report.Rewrite> rewrites = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.rule().equals("n-plus-one") && KINDS.contains(finding.kind())) {
                statement(finding).ifPresent(statement -> rewrites.add(of(finding, statement, check)));
            }
        }
        return rewrites;
    }

    private Optional<StatementSummary> statement(Finding finding) {
        Object sql = finding.evidence().get("sql");
        List<StatementSummary> same = statements.stream()
                .filter(statement -> statement.fingerprint().equals(finding.fingerprint()))
                .toList();
        Optional<StatementSummary> exact = same.stream()
                .filter(statement -> statement.statement().sql().equals(sql))
                .findFirst();
        return exact.or(() -> same.stream().findFirst());
    }

    private Report.Rewrite of(
            Finding finding, StatementSummary statement, @Nullable Check check) {
        int key = key(finding, statement);
        if (key == 0) {
            return new Report.Rewrite(finding.identity(), null, NO_KEY, null);
        } else if (statement.statement().truncated()) {
            return new Report.Rewrite(finding.identity(), null, "its text was cut by the capture", null);
        }
        boolean walk = finding.kind().equals("tree-walk");
        String parentColumn = text(finding, "parentColumn");
        BatchRewrite rewrite = walk
                ? WalkRewriter.of(statement.statement().sql(), key, parentColumn == null ? "" : parentColumn)
                : BatchRewriter.of(
                        statement.statement().sql(),
                        key,
                        KeyType.of(statement.statement().bindTypes(), key));
        Report.CloneCheck checked =
                check == null ? null : check.run(loop(finding, statement, key, parentColumn), walk);
        if (checked != null && checked.sql() != null) {
            return new Report.Rewrite(finding.identity(), checked.sql(), null, checked);
        }
        return rewrite instanceof BatchRewrite.Statement batch
                ? new Report.Rewrite(finding.identity(), batch.sql(), null, checked)
                : new Report.Rewrite(finding.identity(), null, ((BatchRewrite.None) rewrite).reason(), checked);
    }

    /** The position that varies: what the proof says, else what the sampled binds show. */
    private static int key(Finding finding, StatementSummary statement) {
        if (finding.evidence().get("childKey") instanceof Number position) {
            return position.intValue();
        }
        Set<Integer> varying = new TreeSet<>();
        List<StatementSummary.Variant> variants = statement.variants();
        for (StatementSummary.Variant variant : variants) {
            List<@Nullable Integer> first = variants.get(0).binds();
            for (int i = 0; i < Math.min(first.size(), variant.binds().size()); i++) {
                Integer hash = variant.binds().get(i);
                if (hash != null && !hash.equals(first.get(i))) {
                    varying.add(i + 1);
                }
            }
        }
        return varying.size() == 1 ? varying.iterator().next() : 0;
    }

    private CapturedLoop loop(Finding finding, StatementSummary statement, int key, @Nullable String parentColumn) {
        List<List<@Nullable Integer>> hashes = new ArrayList<>();
        if (hasher != null) {
            for (StatementSummary.Variant variant : new HashSet<>(statement.variants())) {
                hashes.add(variant.binds());
            }
        }
        return new CapturedLoop(
                statement.statement().sql(),
                statement.statement().bindTypes(),
                key,
                (int) Math.min(CapturedLoop.MAX_KEYS, finding.executions() / Math.max(1, finding.units())),
                text(finding, "parentSql"),
                parentColumn,
                hashes,
                binds.of(statement.statement().id()),
                hasher);
    }

    private static @Nullable String text(Finding finding, String name) {
        return finding.evidence().get(name) instanceof String text ? text : null;
    }
}
