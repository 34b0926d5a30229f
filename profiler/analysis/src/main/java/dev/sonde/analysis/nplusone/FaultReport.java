package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Location;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.fix.Fixes;
import dev.sonde.analysis.fix.Repeated;
import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts a fault into words. */
final class FaultReport {
    private static final int SHOWN_CHARS = 100;
    private static final int CONFIRMED = 5;
    private static final int LIKELY = 3;

    private final Fault fault;
    private final FaultEvidence evidence;
    private final Dictionary dictionary;
    private final Sighting sighting;
    private final Statement statement;
    private final @Nullable Statement parent;
    private final boolean uncertain;

    /**
     * @param dropped sessions some of whose details were lost, so that a pattern seen in them may be another
     */
    FaultReport(Fault fault, FaultEvidence evidence, Dictionary dictionary, Set<Long> dropped) {
        this.fault = fault;
        this.evidence = evidence;
        this.dictionary = dictionary;
        this.sighting = evidence.strongest();
        this.statement = Objects.requireNonNull(dictionary.statement(sighting.statement()), "a group has a text");
        this.parent = namesParent() ? dictionary.statement(sighting.provenance().parentStatement()) : null;
        this.uncertain = evidence.lastUnits().keySet().stream().anyMatch(dropped::contains);
    }

    /** A parent that is only plausible is named if there is more that speaks for a loop. */
    private boolean namesParent() {
        return sighting.kind() != Kind.SEQUENCE_LOOP
                && (sighting.proven() || (sighting.provenance().isPlausible() && score() >= LIKELY));
    }

    Finding finding(boolean coldCache) {
        Kind kind = kind(coldCache);
        Verdict verdict = verdict(kind);
        Frames frames = sighting.frames();
        String frame = frames.loop();
        String label = kind == Kind.KEYED_LOOP && sighting.chain() ? "nested-loop" : kind.label();
        return new Finding(
                kind.rule(),
                label,
                verdict,
                severity(kind, verdict),
                fault.identity(),
                fault.service(),
                evidence.routes().entrySet().stream()
                        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .orElse(""),
                ContentHash.hex(statement.fingerprint()),
                parent == null || kind == Kind.TREE_WALK ? null : ContentHash.hex(parent.fingerprint()),
                frame,
                evidence.executions(),
                evidence.units(),
                kind == sighting.kind() ? evidence.savedRoundTrips() : 0,
                message(kind),
                fix(label),
                frame == null ? null : Location.of(frame),
                details());
    }

    private Kind kind(boolean coldCache) {
        if (coldCache) {
            return Kind.COLD_CACHE;
        }
        boolean keyed = sighting.kind() == Kind.KEYED_LOOP && !sighting.proven();
        return keyed && evidence.hasFixedKeys() ? Kind.FIXED_FAN_OUT : sighting.kind();
    }

    private Verdict verdict(Kind kind) {
        if (kind == Kind.DUPLICATE_READ) {
            return isDoubtful() ? Verdict.LIKELY : Verdict.CONFIRMED;
        }
        if (kind == Kind.UNDER_BATCHED) {
            return Verdict.LIKELY;
        }
        if (!kind.isLoop()) {
            return Verdict.SUSPECT;
        }
        int score = score();
        if (score >= CONFIRMED && sighting.proven() && !isDoubtful()) {
            return Verdict.CONFIRMED;
        }
        return score >= LIKELY ? Verdict.LIKELY : Verdict.SUSPECT;
    }

    private int score() {
        return sighting.score() + (evidence.scales() ? 2 : 0);
    }

    private static Severity severity(Kind kind, Verdict verdict) {
        if (kind == Kind.UNDER_BATCHED) {
            return Severity.WARNING;
        }
        if (!kind.isLoop() || verdict == Verdict.SUSPECT) {
            return Severity.INFO;
        }
        return verdict == Verdict.CONFIRMED ? Severity.ERROR : Severity.WARNING;
    }

    /** Whether it may be another pattern: some of it was lost, or several units were taken for one. */
    private boolean isDoubtful() {
        return uncertain || evidence.isUnbounded();
    }

    private boolean isAtLeast() {
        return uncertain || evidence.isCut();
    }

    private String message(Kind kind) {
        String sql = statement.sql();
        return kind.rule() + ": " + (isAtLeast() ? "at least " : "") + evidence.most() + " × "
                + (sql.length() > SHOWN_CHARS ? sql.substring(0, SHOWN_CHARS) + "…" : sql)
                + switch (kind) {
                    case DUPLICATE_READ -> " with the same values in one unit of work";
                    case TREE_WALK -> ", each with a key that the one before had read, in one unit of work";
                    case WRITE_LOOP, IDENTITY_LOOP, CASCADE_LOOP -> " row by row in one unit of work";
                    case UNDER_BATCHED -> " with few keys or rows each, in one unit of work";
                    case RE_READ -> " with the same values in one unit of work, between writes";
                    case PAGING_OFFSET, PAGING_KEYSET -> ", page by page";
                    case CHUNKED -> " with many keys or rows each";
                    case POLLING -> ", as a poll";
                    case RETRY -> ", as retries after errors";
                    case COLD_CACHE -> " in the first units of work, and then no more";
                    case FIXED_FAN_OUT -> " with the same keys in every unit of work";
                    case KEYED_LOOP, SEQUENCE_LOOP -> " in one unit of work";
                };
    }

    private String fix(String label) {
        return Fixes.of(new Repeated(
                label,
                sighting.frames().hints(),
                sighting.singleRows(),
                statement.sql(),
                parent != null
                        ? sighting.provenance().bind()
                        : sighting.varying().size() == 1 ? sighting.varying().get(0) : 0,
                parent == null ? null : parent.sql(),
                parent == null ? null : parentColumn(parent)));
    }

    private String parentColumn(Statement from) {
        int column = sighting.provenance().column();
        return column >= 1 && column <= from.columns().size() ? from.columns().get(column - 1) : String.valueOf(column);
    }

    private Map<String, Object> details() {
        Provenance provenance = sighting.provenance();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sql", statement.sql());
        details.put("distinctBinds", sighting.distinct());
        if (parent != null) {
            details.put("parentSql", parent.sql());
            details.put("parentColumn", parentColumn(parent));
            details.put("childKey", provenance.bind());
            details.put("coverage", provenance.coverage());
            details.put("rowOrder", provenance.order());
        }
        details.put("scales", evidence.scales());
        details.put("score", score());
        details.put("atLeast", isAtLeast());
        details.put("varying", sighting.varying());
        details.put("singleRows", sighting.singleRows());
        if (evidence.isUnbounded()) {
            details.put("unknownUnits", true);
        }
        details.put("callPath", sighting.frames().path());
        details.put("leafFrames", sighting.frames().leaves());
        details.put("hints", sighting.frames().hints());
        SortedSet<String> others = new TreeSet<>();
        for (long member : sighting.others()) {
            Statement other = dictionary.statement(member);
            if (other != null && other.fingerprint() != statement.fingerprint()) {
                others.add(other.sql());
            }
        }
        if (!others.isEmpty()) {
            details.put("alsoInLoop", List.copyOf(others));
        }
        if (evidence.routes().size() > 1) {
            details.put("routes", List.copyOf(evidence.routes().keySet()));
        }
        return details;
    }
}
