package dev.sonde.engine.twin;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.RelationSize;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Before PostgreSQL 18: the rows of {@code pg_class} and {@code pg_statistic} themselves, as ANALYZE would leave them.
 * Kinds of slots and what is in them are those of pg_statistic.h; operators and collations matter, since the planner
 * passes over a slot that was made by others than the ones it asks for.
 */
final class CatalogRows extends StatisticsImport {

    private static final int SLOTS = 5;
    private static final int LESS = 1;
    private static final int EQUAL = 3;

    /**
     * The operator of the default B-tree operator class, found as the server does: the type itself without its domain,
     * else what it is binary coercible to, preferred types first.
     */
    private static final String OPERATOR = """
            create function pg_temp.sonde_operator(of_type oid, strategy int) returns oid language sql as $$
              with recursive base(id) as (
                select of_type
                union all select t.typbasetype from base join pg_catalog.pg_type t on t.oid = base.id and t.typtype = 'd')
              select o.amopopr
              from pg_catalog.pg_type t, pg_catalog.pg_opclass c, pg_catalog.pg_amop o, pg_catalog.pg_type i
              where t.oid = (select id from base join pg_catalog.pg_type d on d.oid = base.id where d.typtype <> 'd')
                and c.opcmethod = 403 and c.opcdefault and i.oid = c.opcintype
                and (c.opcintype = t.oid
                  or exists (select from pg_catalog.pg_cast
                     where castsource = t.oid and casttarget = c.opcintype and castmethod = 'b' and castcontext = 'i')
                  or c.opcintype = 'anyarray'::regtype and t.typsubscript = 'array_subscript_handler'::regproc
                  or c.opcintype = 'anyenum'::regtype and t.typtype = 'e'
                  or c.opcintype = 'anyrange'::regtype and t.typtype = 'r'
                  or c.opcintype = 'anymultirange'::regtype and t.typtype = 'm'
                  or c.opcintype = 'record'::regtype and t.typtype = 'c')
                and o.amopfamily = c.opcfamily and o.amoplefttype = c.opcintype and o.amoprighttype = c.opcintype
                and o.amopstrategy = strategy and o.amopmethod = 403
              order by c.opcintype = t.oid desc, i.typispreferred desc, c.opcintype limit 1
            $$""";

    /** One slot of a row, all of it SQL text. */
    private record Slot(
            int kind,
            String operator,
            String collation,
            @Nullable String numbers,
            @Nullable String values) {}

    @Override
    void prepare(Statement statement) throws SQLException {
        statement.execute(OPERATOR);
    }

    @Override
    Step size(QualifiedName relation, RelationSize size) {
        return new Step(
                "size of " + relation,
                "update pg_catalog.pg_class set relpages = " + size.pages() + ", reltuples = " + size.tuples()
                        + ", relallvisible = " + size.allVisible() + " where oid = " + regclass(relation));
    }

    @Override
    Step column(QualifiedName relation, ColumnStatistics column, @Nullable String typeOfExpression) {
        List<Slot> slots = slots(column);
        StringBuilder names = new StringBuilder("starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct");
        StringBuilder values = new StringBuilder("a.attrelid, a.attnum, ")
                .append(column.inherited())
                .append(", ")
                .append(column.nullFraction())
                .append(", ")
                .append(column.averageWidth())
                .append(", ")
                .append(column.distinct());
        for (int i = 1; i <= SLOTS; i++) {
            Slot slot = i <= slots.size() ? slots.get(i - 1) : new Slot(0, "0", "0", null, null);
            add(names, values, "stakind" + i, Integer.toString(slot.kind()));
            add(names, values, "staop" + i, slot.operator());
            add(names, values, "stacoll" + i, slot.collation());
            add(names, values, "stanumbers" + i, slot.numbers());
            add(names, values, "stavalues" + i, slot.values());
        }
        String attribute = typeOfExpression == null
                ? "a.attname = " + StatementText.literal(column.column())
                : "a.attnum = " + column.number();
        String type = typeOfExpression == null ? "a.atttypid" : "coalesce(" + typeOfExpression + ", a.atttypid)";
        return new Step(
                "statistics of " + relation + "." + column.column(),
                "insert into pg_catalog.pg_statistic (" + names + ") select " + values
                        + " from pg_catalog.pg_attribute a cross join lateral (select " + type + " as id) of"
                        + " join pg_catalog.pg_type t on t.oid = of.id"
                        + " where a.attrelid = " + regclass(relation) + " and " + attribute);
    }

    private static List<Slot> slots(ColumnStatistics column) {
        List<Slot> slots = new ArrayList<>();
        if (column.commonValues() != null && column.commonFrequencies() != null) {
            slots.add(new Slot(
                    1,
                    operator(EQUAL),
                    "a.attcollation",
                    reals(column.commonFrequencies()),
                    values(column.commonValues())));
        }
        if (column.histogram() != null) {
            slots.add(new Slot(2, operator(LESS), "a.attcollation", null, values(column.histogram())));
        }
        if (column.correlation() != null) {
            slots.add(
                    new Slot(3, operator(LESS), "a.attcollation", "array[" + column.correlation() + "]::real[]", null));
        }
        if (column.commonElements() != null && column.commonElementFrequencies() != null) {
            slots.add(new Slot(
                    4,
                    "case when t.oid = 'tsvector'::regtype then 98 else pg_temp.sonde_operator(t.typelem, " + EQUAL
                            + ") end",
                    "case when t.oid = 'tsvector'::regtype then 100 else a.attcollation end",
                    reals(column.commonElementFrequencies()),
                    array(
                            column.commonElements(),
                            "case when t.oid = 'tsvector'::regtype then 25 else t.typelem end")));
        }
        if (column.elementCountHistogram() != null) {
            slots.add(new Slot(
                    5,
                    "pg_temp.sonde_operator(t.typelem, " + EQUAL + ")",
                    "a.attcollation",
                    reals(column.elementCountHistogram()),
                    null));
        }
        if (column.rangeLengthHistogram() != null && column.rangeEmptyFraction() != null) {
            slots.add(new Slot(
                    6,
                    "672", // float8 <
                    "0",
                    "array[" + column.rangeEmptyFraction() + "]::real[]",
                    array(column.rangeLengthHistogram(), "701")));
        }
        if (column.rangeBoundsHistogram() != null) {
            slots.add(new Slot(7, "0", "0", null, values(column.rangeBoundsHistogram())));
        }
        return slots.size() > SLOTS ? slots.subList(0, SLOTS) : slots;
    }

    private static void add(StringBuilder names, StringBuilder values, String name, @Nullable String value) {
        if (value != null) {
            names.append(", ").append(name);
            values.append(", ").append(value);
        }
    }

    private static String operator(int strategy) {
        return "coalesce(pg_temp.sonde_operator(t.oid, " + strategy + "), 0)";
    }

    private static String reals(String array) {
        return StatementText.literal(array) + "::real[]";
    }

    private static String values(String array) {
        return array(array, "t.oid");
    }

    private static String array(String text, String elementType) {
        return "pg_catalog.array_in(" + StatementText.literal(text) + "::cstring, " + elementType + ", -1)";
    }

    private static String regclass(QualifiedName relation) {
        return StatementText.literal(relation.sql()) + "::regclass";
    }
}
