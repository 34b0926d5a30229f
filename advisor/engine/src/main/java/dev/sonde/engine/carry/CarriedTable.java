package dev.sonde.engine.carry;

import dev.sonde.engine.carry.CarriedSnapshot.Identities;
import dev.sonde.engine.carry.CarriedSnapshot.NewIndex;
import dev.sonde.engine.carry.CarriedSnapshot.Part;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.size.ExpressionStatistics;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.ExtendedStatistics;
import dev.sonde.engine.snapshot.GinPages;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.RelationSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One table of the source with the columns and indexes of its changed copy. */
final class CarriedTable {

    private static final double TUPLE_HEADER = 28; // with its line pointer
    private static final double UNKNOWN_WIDTH = 32;

    /** Types whose values keep their order if one becomes the other. */
    private static final List<Set<String>> FAMILIES = List.of(
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision"),
            Set.of("text", "character varying", "character"),
            Set.of("date", "timestamp without time zone", "timestamp with time zone"));

    private final TableSnapshot original;
    private final TableSnapshot changed;
    private final Identities identities;
    private final ToDoubleFunction<Part> share;
    private final int serverVersionNumber;
    /** Columns of before by their name now. */
    private final Map<String, TableSnapshot.Column> earlier = new HashMap<>();

    private final List<NewIndex> newIndexes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    CarriedTable(
            TableSnapshot original,
            TableSnapshot changed,
            Identities identities,
            ToDoubleFunction<Part> share,
            int serverVersionNumber) {
        this.serverVersionNumber = serverVersionNumber;
        this.original = original;
        this.changed = changed;
        this.identities = identities;
        this.share = share;
        SchemaIdentity.Relation before = Objects.requireNonNull(identities.relationBefore(changed.name()));
        boolean same = identities.same(original.name(), changed.name());
        for (TableSnapshot.Column column : changed.columns()) {
            SchemaIdentity.Column was = same ? before.columns().get(column.number()) : null;
            String name = same ? (was == null ? null : was.name()) : column.name();
            if (name != null) {
                original.column(name).ifPresent(found -> earlier.put(column.name(), found));
            }
        }
    }

    List<NewIndex> newIndexes() {
        return newIndexes;
    }

    List<String> notes() {
        return notes;
    }

    TableSnapshot table() {
        List<TableSnapshot.Column> columns = columns();
        List<ColumnStatistics> statistics = statistics();
        TableSnapshot bare = with(columns, List.of(), size(), statistics);
        List<IndexSnapshot> indexes =
                changed.indexes().stream().map(index -> index(bare, index)).toList();
        return with(columns, indexes, bare.size(), statistics);
    }

    private TableSnapshot with(
            List<TableSnapshot.Column> columns,
            List<IndexSnapshot> indexes,
            RelationSize size,
            List<ColumnStatistics> statistics) {
        return new TableSnapshot(
                changed.name(),
                changed.materialised(),
                columns,
                changed.checks(),
                indexes,
                size,
                statistics,
                changed.storageParameters(),
                original.lastAnalysed(),
                original.writes(),
                changed.unlogged(),
                changed.query(),
                changed.parents(),
                changed.partitionBound(),
                changed.partitionKey(),
                extendedStatistics(),
                changed.rowSecurity());
    }

    /** With the source's numbers, which extended statistics go by; new columns come after them. */
    private List<TableSnapshot.Column> columns() {
        int last = original.columns().stream()
                .mapToInt(TableSnapshot.Column::number)
                .max()
                .orElse(0);
        List<TableSnapshot.Column> columns = new ArrayList<>();
        for (TableSnapshot.Column column : changed.columns()) {
            TableSnapshot.Column was = earlier.get(column.name());
            columns.add(new TableSnapshot.Column(
                    column.name(),
                    was == null ? ++last : was.number(),
                    column.type(),
                    column.notNull(),
                    column.collation(),
                    column.expression(),
                    column.generated(),
                    column.identity(),
                    column.identitySequence(),
                    column.inherited(),
                    column.alterations()));
        }
        return columns;
    }

    private List<ColumnStatistics> statistics() {
        List<ColumnStatistics> statistics = new ArrayList<>();
        earlier.forEach((name, was) -> {
            TableSnapshot.Column is = changed.column(name).orElseThrow();
            boolean retyped = !is.type().equals(was.type());
            for (ColumnStatistics known : original.statistics()) {
                if (known.column().equals(was.name())) {
                    ColumnStatistics kept =
                            retyped && !keepsOrder(was.type(), is.type()) ? known.withoutValues() : known;
                    statistics.add(renamed(kept, name));
                }
            }
            if (retyped && original.statisticsOf(was.name()).isPresent()) {
                notes.add(changed.name() + "." + name + " changes its type, and the server forgets its statistics:"
                        + " it is planned here as after ANALYZE, so run ANALYZE in the same release");
            }
        });
        statistics.sort(Comparator.comparing(ColumnStatistics::column));
        return statistics;
    }

    private static boolean keepsOrder(String from, String to) {
        String one = bare(from);
        String other = bare(to);
        return one.equals(other)
                || FAMILIES.stream().anyMatch(family -> family.contains(one) && family.contains(other));
    }

    private static String bare(String type) {
        return type.replaceAll("\\(.*?\\)", "");
    }

    private static ColumnStatistics renamed(ColumnStatistics known, String name) {
        return new ColumnStatistics(
                name,
                known.number(),
                known.inherited(),
                known.nullFraction(),
                known.averageWidth(),
                known.distinct(),
                known.commonValues(),
                known.commonFrequencies(),
                known.histogram(),
                known.correlation(),
                known.commonElements(),
                known.commonElementFrequencies(),
                known.elementCountHistogram(),
                known.rangeLengthHistogram(),
                known.rangeEmptyFraction(),
                known.rangeBoundsHistogram());
    }

    /** Contents of those objects whose definition is as it was. */
    private List<ExtendedStatistics> extendedStatistics() {
        return changed.extendedStatistics().stream()
                .map(object -> original.extendedStatistics().stream()
                        .filter(known -> known.name().equals(object.name())
                                && known.columns().equals(object.columns())
                                && known.definition().equals(object.definition()))
                        .findFirst()
                        .orElse(object))
                .toList();
    }

    /** The source's; of a table that was written anew, scaled by the width of its rows. */
    private RelationSize size() {
        SchemaIdentity.Relation before = Objects.requireNonNull(identities.relationBefore(changed.name()));
        SchemaIdentity.Relation after = Objects.requireNonNull(identities.relationAfter(changed.name()));
        RelationSize size = original.size();
        if (before.file() == after.file()) {
            return size;
        }
        double scale = width(after) / width(before);
        return new RelationSize(
                size.bytes() < 0
                        ? size.bytes()
                        : pages(size.bytes() / RelationSize.PAGE_BYTES, scale) * RelationSize.PAGE_BYTES,
                (int) pages(size.pages(), scale),
                size.tuples(),
                (int) pages(size.allVisible(), scale),
                (int) pages(size.allFrozen(), scale));
    }

    private static long pages(long pages, double scale) {
        return (long) Math.min(Integer.MAX_VALUE, Math.ceil(pages * scale));
    }

    private double width(SchemaIdentity.Relation relation) {
        double width = TUPLE_HEADER;
        for (SchemaIdentity.Column column : relation.columns().values()) {
            width += column.bytes() > 0 ? column.bytes() : knownWidth(column.name());
        }
        return width;
    }

    private double knownWidth(String name) {
        TableSnapshot.Column was = earlier.get(name);
        return original.statisticsOf(was == null ? name : was.name())
                .map(statistics -> (1 - statistics.nullFraction()) * statistics.averageWidth())
                .orElse(UNKNOWN_WIDTH);
    }

    private IndexSnapshot index(TableSnapshot table, IndexSnapshot index) {
        QualifiedName name = new QualifiedName(changed.name().schema(), index.name());
        Optional<IndexSnapshot> was = before(name, index);
        IndexSnapshot is = was.isPresent() ? as(was.get(), index) : predicted(table, index);
        boolean successor = was.isPresent() && identities.dropped(nameOf(was.get()));
        boolean known = identities.relationBefore(name) != null || successor;
        if (!known && index.parent() == null && ofKnownColumns(index)) {
            newIndexes.add(new NewIndex(
                    name,
                    changed.name(),
                    original.name(),
                    index.constraint() != null || index.unique(),
                    Math.max(0, is.size().bytes()),
                    Math.max(0, table.size().bytes())));
        }
        return is;
    }

    private static IndexSnapshot as(IndexSnapshot known, IndexSnapshot index) {
        return resized(index, known.size(), known.height(), known.gin(), known.statistics(), known);
    }

    private IndexSnapshot predicted(TableSnapshot table, IndexSnapshot index) {
        IndexDefinition definition = IndexDefinitions.of(changed.name(), index);
        List<ColumnStatistics> expressions = expressions(index, definition);
        double part =
                index.predicate().isEmpty() ? 1 : share.applyAsDouble(new Part(original.name(), index.predicate()));
        IndexSize size = table.partitioned()
                ? new IndexSize(0, 0, 0)
                : IndexSizeModel.of(table, definition, part, expressions, serverVersionNumber);
        int pages = (int) Math.min(Integer.MAX_VALUE, size.pages());
        RelationSize predicted = new RelationSize(size.bytes(), pages, size.tuples(), 0, 0);
        return resized(index, predicted, size.height(), size.gin(), expressions, null);
    }

    private QualifiedName nameOf(IndexSnapshot earlierIndex) {
        return new QualifiedName(original.name().schema(), earlierIndex.name());
    }

    private List<ColumnStatistics> expressions(IndexSnapshot index, IndexDefinition definition) {
        List<ColumnStatistics> expressions = new ArrayList<>();
        for (int i = 0; i < index.keys().size(); i++) {
            int number = i + 1;
            if (index.keys().get(i).column() == null) {
                ExpressionStatistics.of(original, definition.keys().get(i).expression())
                        .ifPresent(found -> expressions.add(ExpressionStatistics.numbered(found, number)));
            }
        }
        return expressions;
    }

    private boolean ofKnownColumns(IndexSnapshot index) {
        return index.keys().stream()
                .map(IndexSnapshot.Key::column)
                .allMatch(column -> column == null || earlier.containsKey(column));
    }

    /** The index of before that is as large as this one; empty for one that is new or holds other values. */
    private Optional<IndexSnapshot> before(QualifiedName name, IndexSnapshot index) {
        for (IndexSnapshot key : original.indexes()) {
            boolean same = identities.same(nameOf(key), name);
            if ((same || sameDefinition(key, index)) && sameTypes(index)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static boolean sameDefinition(IndexSnapshot one, IndexSnapshot other) {
        return one.method().equals(other.method())
                && one.keys().equals(other.keys())
                && one.include().equals(other.include())
                && one.predicate().equals(other.predicate())
                && one.storageParameters().equals(other.storageParameters());
    }

    private boolean sameTypes(IndexSnapshot index) {
        List<String> columns = new ArrayList<>(index.include());
        index.keys().forEach(key -> Optional.ofNullable(key.column()).ifPresent(columns::add));
        for (String column : columns) {
            TableSnapshot.Column was = earlier.get(column);
            TableSnapshot.Column is = changed.column(column).orElse(null);
            if (was == null || is == null || !bare(was.type()).equals(bare(is.type()))) {
                return false;
            }
        }
        return true;
    }

    private static IndexSnapshot resized(
            IndexSnapshot index,
            RelationSize size,
            int height,
            @Nullable GinPages gin,
            List<ColumnStatistics> statistics,
            @Nullable IndexSnapshot known) {
        return new IndexSnapshot(
                index.name(),
                index.method(),
                index.definition(),
                index.constraint(),
                index.unique(),
                index.primary(),
                index.valid(),
                index.keys(),
                index.include(),
                index.predicate(),
                size,
                height,
                known == null ? 0 : known.scans(),
                statistics,
                known == null ? null : known.lastScan(),
                index.parent(),
                index.storageParameters(),
                gin);
    }
}
