package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.analysis.fix.BatchRewrite.Form;
import dev.sonde.analysis.fix.BatchRewriter;
import dev.sonde.analysis.fix.KeyType;
import dev.sonde.analysis.fix.WalkRewriter;
import dev.sonde.analysis.reduction.KeptValues;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.StatementShape;
import dev.sonde.capture.sql.Verb;
import dev.sonde.engine.rewrite.CapturedLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that take the place of loops. */
final class Rewrites {

    private static final Set<String> KINDS = Set.of("keyed-loop", "nested-loop", "tree-walk");
    /** Runs a loop, or a walk through a tree, and its rewrite on a clone. */
    interface Check {
        Report.CloneCheck run(CapturedLoop loop, boolean walk);
    }

    private final List<StatementSummary> statements;
    private final @Nullable ValueHasher hasher;
    private final KeptValues values;

    Rewrites(WorkloadSummary summary, KeptValues values) {
        this.statements = summary.statements();
        this.values = values;
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
                head(finding).ifPresent(statement -> rewrites.add(of(finding, statement, true, check)));
                for (StatementSummary sibling : siblings(finding)) {
                    rewrites.add(of(finding, sibling, false, check));
                }
            }
        }
        return rewrites;
    }

    private Optional<StatementSummary> head(Finding finding) {
        List<StatementSummary> same = statements.stream()
                .filter(statement -> statement.fingerprint().equals(finding.fingerprint()))
                .toList();
        Optional<StatementSummary> exact = same.stream()
                .filter(statement ->
                        statement.statement().sql().equals(finding.evidence().get("sql")))
                .findFirst();
        return exact.or(() -> same.stream().findFirst());
    }

    /** The other queries of the same loop. */
    private List<StatementSummary> siblings(Finding finding) {
        if (!(finding.evidence().get("alsoInLoop") instanceof Collection<?> texts)) {
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        return statements.stream()
                .filter(statement -> texts.contains(statement.statement().sql()))
                .filter(statement ->
                        StatementShape.of(statement.statement().sql()).verb() == Verb.SELECT)
                .filter(statement -> seen.add(statement.statement().sql()))
                .toList();
    }

    private Report.Rewrite of(Finding finding, StatementSummary statement, boolean head, @Nullable Check check) {
        String captured = statement.statement().sql();
        Optional<Integer> known = LoopKey.of(finding, statement, head);
        if (known.isEmpty()) {
            return new Report.Rewrite(finding.identity(), captured, null, null, LoopKey.UNKNOWN, null);
        } else if (statement.statement().truncated()) {
            return new Report.Rewrite(
                    finding.identity(), captured, null, null, "its text was cut by the capture", null);
        }
        int key = known.get();
        boolean walk = head && finding.kind().equals("tree-walk");
        String parentColumn = head ? text(finding, "parentColumn") : null;
        BatchRewrite rewrite = walk
                ? WalkRewriter.of(captured, key, parentColumn == null ? "" : parentColumn)
                : BatchRewriter.of(
                        captured, key, KeyType.of(statement.statement().bindTypes(), key));
        Report.CloneCheck checked = check == null
                ? null
                : check.run(
                        loop(finding, statement, key, head ? text(finding, "parentSql") : null, parentColumn), walk);
        String sql = rewrite instanceof BatchRewrite.Statement batch ? batch.sql() : null;
        if (checked != null && checked.sql() != null) {
            sql = checked.sql();
        }
        if (sql == null) {
            String reason = ((BatchRewrite.None) rewrite).reason();
            return new Report.Rewrite(finding.identity(), captured, null, null, reason, checked);
        }
        // The clone knows the key's type, without which there is no LATERAL; the other forms need no type
        Form form = rewrite instanceof BatchRewrite.Statement batch ? batch.form() : Form.LATERAL;
        return new Report.Rewrite(finding.identity(), captured, sql, form.reading(), null, checked);
    }

    private CapturedLoop loop(
            Finding finding,
            StatementSummary statement,
            int key,
            @Nullable String parentSql,
            @Nullable String parentColumn) {
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
                parentSql,
                parentColumn,
                hashes,
                KeptBinds.of(values, statement.statement().id()),
                hasher);
    }

    private static @Nullable String text(Finding finding, String name) {
        return finding.evidence().get(name) instanceof String text ? text : null;
    }
}
