package dev.sonde.engine.advice;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an index costs the captured writes. A model, not a measurement: each row inserted makes an entry; an UPDATE that
 * assigns a column of the index, of its INCLUDE list or its predicate makes an entry too and can no longer be HOT, so
 * that every other index of the table gets an entry for it as well; an UPDATE that was not HOT before makes an entry in
 * any case. An entry costs a descent, two index tuples, a tenth of a random page, and its WAL at the price of a
 * sequential page for each 8 kB. DELETE makes no entry; what VACUUM does later is not counted.
 *
 * @param entries index entries made over the workload, in this index and, for updates no longer HOT, in all others
 * @param walBytes bytes of WAL for them, without images of full pages after a checkpoint
 * @param hotLost updates that were HOT and would no longer be
 * @param cost in units of planner cost
 */
public record Upkeep(double entries, double walBytes, double hotLost, double cost) {

    private static final double DESCENT_PER_LEVEL = 50 * 0.0025;
    private static final double TUPLES = 2 * 0.005;
    private static final double PAGE = 0.1 * 4;
    private static final double PAGE_BYTES = 8192;

    /**
     * WAL record of an entry without the tuple: 76 bytes less 16 were measured on PostgreSQL 18 with 20,000 rows inserted by
     * one statement and two indexes, page splits included; UpkeepTest measures it again.
     */
    private static final double WAL_RECORD = 60;

    private static final double SMALLEST_TUPLE = 16;

    /** From here on an index that only summarises pages does not keep an UPDATE from being HOT. */
    private static final int HOT_BESIDE_BRIN = 160000;

    private static final Pattern SET =
            Pattern.compile("(?is)\\bupdate\\b.*?\\bset\\b(.*?)(?:\\bwhere\\b|\\bfrom\\b|\\breturning\\b|$)");
    private static final Pattern ASSIGNED = Pattern.compile("(?:\"([^\"]+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*))\\s*=");
    private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

    /**
     * The upkeep of an index over the workload.
     *
     * @param others indexes of the table beside it
     * @param serverVersion of the source, as {@code server_version_num}
     */
    static Upkeep of(
            WhatIfIndex index,
            PartitionedTables tables,
            List<IndexSnapshot> others,
            List<PlannedStatement> statements,
            List<PlanNode> plans,
            int serverVersion) {
        TableSnapshot table = tables.whole(index.definition().table()).orElseThrow();
        boolean summarising = index.definition().method().equals("brin");
        Set<String> columns = columns(index);
        double ofRows = shareOfRows(table, index, tables);
        double share = Math.min(
                1, index.size().tuples() / Math.max(1, ofRows * table.size().estimatedTuples()));
        double inserted = 0;
        double entered = 0;
        double hotLost = 0;
        for (int i = 0; i < statements.size(); i++) {
            double rows = ofRows * statements.get(i).calls() * written(table, tables, plans.get(i), "Insert");
            inserted += rows;
            double updates = ofRows * statements.get(i).calls() * written(table, tables, plans.get(i), "Update");
            if (updates > 0) {
                Set<String> assigned = assigned(statements.get(i).sql());
                double hot = hotShare(table, others, assigned);
                boolean enters = assigned.stream().anyMatch(columns::contains);
                boolean blocks = enters && !(summarising && serverVersion >= HOT_BESIDE_BRIN);
                entered += updates * (enters ? 1 : 1 - hot);
                hotLost += blocks ? updates * hot : 0;
            }
        }
        // A summary is changed where a page's values leave its range, which is rare.
        double own = summarising ? 0 : (inserted + entered) * share;
        double inOthers = hotLost * others.size();
        double perEntry = (index.size().height() + 1) * DESCENT_PER_LEVEL + TUPLES + PAGE;
        double tuple = Math.max(
                SMALLEST_TUPLE, index.size().bytes() / Math.max(1, index.size().tuples()));
        double wal = (own + inOthers) * (WAL_RECORD + Math.min(tuple, PAGE_BYTES / 3));
        return new Upkeep(own + inOthers, wal, hotLost, (own + inOthers) * perEntry + wal / PAGE_BYTES);
    }

    /** Of an index on one partition its rows' share: writes are taken to be spread as the rows are. */
    private static double shareOfRows(TableSnapshot whole, WhatIfIndex index, PartitionedTables tables) {
        QualifiedName name = index.definition().table();
        if (whole.name().equals(name)) {
            return 1;
        }
        double rows = tables.table(name).orElseThrow().size().estimatedTuples();
        return Math.min(1, rows / Math.max(1, whole.size().estimatedTuples()));
    }

    private static double written(TableSnapshot table, PartitionedTables tables, PlanNode plan, String operation) {
        double[] rows = {0};
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null
                    && node.type().equals(operation)
                    && tables.top(relation).equals(table.name())) {
                rows[0] += Math.max(
                        1, node.children().stream().mapToDouble(PlanNode::rows).sum());
            }
        });
        return rows[0];
    }

    /** Columns that an UPDATE must not assign if it is to be HOT beside the index. */
    private static Set<String> columns(WhatIfIndex index) {
        Set<String> columns = new HashSet<>(index.definition().include());
        index.definition().keys().forEach(key -> {
            if (key.isColumn()) {
                columns.add(key.expression());
            } else {
                columns.addAll(words(key.expression()));
            }
        });
        columns.addAll(words(index.definition().predicate()));
        return columns;
    }

    /** The share of such updates that are HOT today: as counted, or all where nothing was counted and no index has the columns. */
    private static double hotShare(TableSnapshot table, List<IndexSnapshot> others, Set<String> assigned) {
        for (IndexSnapshot index : others) {
            boolean blocked = index.include().stream().anyMatch(assigned::contains)
                    || words(index.predicate()).stream().anyMatch(assigned::contains)
                    || index.keys().stream()
                            .anyMatch(key -> key.column() != null
                                    ? assigned.contains(key.column())
                                    : words(key.expression()).stream().anyMatch(assigned::contains));
            if (blocked && !index.method().equals("brin")) {
                return 0;
            }
        }
        TableSnapshot.Writes writes = table.writes();
        return writes.updated() > 0 ? Math.min(1, (double) writes.hotUpdated() / writes.updated()) : 1;
    }

    private static Set<String> assigned(String sql) {
        Set<String> columns = new HashSet<>();
        Matcher set = SET.matcher(sql);
        while (set.find()) {
            Matcher assigned = ASSIGNED.matcher(set.group(1));
            while (assigned.find()) {
                String quoted = assigned.group(1);
                columns.add(quoted != null ? quoted : assigned.group(2).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
