package dev.sonde.engine.twin;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.ExtendedStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Contents of extended statistics as rows of {@code pg_statistic_ext_data}, for which no version up to 18 has a function.
 * The layouts are those of mvdistinct.c, dependencies.c and mcv.c, unchanged from PostgreSQL 14 to 18.
 */
final class ExtendedRows {

    /** The types have no input functions; as superuser we may say that their bytes are a bytea's. */
    static final List<String> CASTS = List.of(
            "create cast (bytea as pg_catalog.pg_ndistinct) without function",
            "create cast (bytea as pg_catalog.pg_dependencies) without function",
            "create cast (bytea as pg_catalog.pg_mcv_list) without function");

    private static final int WITH_INHERITED = 15;
    private static final int DISTINCT_MAGIC = 0xA352BFA4;
    private static final int DEPENDENCIES_MAGIC = 0xB4549A2C;
    private static final int BASIC_TYPE = 1;
    private static final int FIRST_USER_OID = 16384;
    private static final int MCV_HEADER = 14;
    private static final Pattern ITEM = Pattern.compile("\"([-\\d, ]+?)(?: => (-?\\d+))?\": ([-+.\\deE]+)");

    private ExtendedRows() {}

    /** One row per entry of the data; those of expressions are added to it. */
    static List<StatisticsImport.Step> steps(
            TableSnapshot table, ExtendedStatistics statistics, StatisticsImport columns, int major) {
        List<StatisticsImport.Step> steps = new ArrayList<>();
        for (ExtendedStatistics.Data data : statistics.data()) {
            String oid = "(select oid from pg_catalog.pg_statistic_ext where stxname = "
                    + StatementText.literal(statistics.name().name()) + " and stxnamespace = "
                    + StatementText.literal(
                            SqlIdentifier.quoted(statistics.name().schema())) + "::regnamespace)";
            String what = "contents of statistics " + statistics.name();
            String row = "stxoid = " + oid;
            if (major >= WITH_INHERITED) { // before, CREATE STATISTICS makes the row
                row += " and stxdinherit = " + data.inherited();
                steps.add(new StatisticsImport.Step(
                        what,
                        "insert into pg_catalog.pg_statistic_ext_data (stxoid, stxdinherit) values (" + oid + ", "
                                + data.inherited() + ")"));
            }
            steps.add(new StatisticsImport.Step(
                    what,
                    "update pg_catalog.pg_statistic_ext_data set stxdndistinct = "
                            + value(distinct(data.distinct(), table), "pg_ndistinct")
                            + ", stxddependencies = "
                            + value(dependencies(data.dependencies(), table), "pg_dependencies")
                            + ", stxdmcv = " + value(mostCommon(data), "pg_mcv_list") + " where " + row));
            if (!data.expressions().isEmpty()) {
                steps.addAll(expressions(table, statistics, data, columns, row));
            }
        }
        return steps;
    }

    /**
     * Statistics of expressions are rows as in {@code pg_statistic}, which has them of columns only: so they become those of
     * a table whose columns are the expressions, and that row's from there.
     *
     * @param row condition on {@code pg_statistic_ext_data}
     */
    private static List<StatisticsImport.Step> expressions(
            TableSnapshot table,
            ExtendedStatistics statistics,
            ExtendedStatistics.Data data,
            StatisticsImport columns,
            String row) {
        String what = "statistics of the expressions of " + statistics.name();
        QualifiedName stand = new QualifiedName(table.name().schema(), "sonde_expressions");
        List<String> keys = new ArrayList<>();
        for (String expression : statistics.expressions()) {
            keys.add("(" + expression + ") as e" + (keys.size() + 1));
        }
        List<StatisticsImport.Step> steps = new ArrayList<>();
        steps.add(new StatisticsImport.Step(
                what,
                "create table " + stand.sql() + " as select " + String.join(", ", keys) + " from "
                        + table.name().sql() + " with no data"));
        data.expressions()
                .forEach(expression -> steps.add(
                        columns.column(stand, expression.of("e" + expression.number(), expression.number()), null)));
        steps.add(new StatisticsImport.Step(
                what,
                "update pg_catalog.pg_statistic_ext_data set stxdexpr = (select array_agg(s order by s.staattnum)"
                        + " from pg_catalog.pg_statistic s where s.starelid = " + StatementText.literal(stand.sql())
                        + "::regclass) where " + row));
        steps.add(new StatisticsImport.Step(what, "drop table " + stand.sql()));
        return steps;
    }

    /** What a snapshot may hold that cannot be carried over. */
    static List<String> lost(ExtendedStatistics statistics) {
        List<String> lost = new ArrayList<>();
        for (ExtendedStatistics.Data data : statistics.data()) {
            if (data.mostCommon() != null && mostCommon(data) == null) {
                lost.add("not on the twin: most common combinations of statistics " + statistics.name()
                        + " (only a snapshot by a superuser has them, and only those of built-in types)");
            }
        }
        return lost;
    }

    private static String value(@Nullable String hex, String type) {
        return hex == null ? "null" : "'\\x" + hex + "'::bytea::pg_catalog." + type;
    }

    private static @Nullable String distinct(@Nullable String text, TableSnapshot table) {
        if (text == null) {
            return null;
        }
        ByteBuffer bytes = header(text, DISTINCT_MAGIC);
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            List<Integer> columns = numbers(item.group(1));
            bytes.putDouble(Double.parseDouble(item.group(3))).putInt(columns.size());
            columns.forEach(column -> bytes.putShort((short) onTwin(column, table)));
        }
        return hex(bytes);
    }

    private static @Nullable String dependencies(@Nullable String text, TableSnapshot table) {
        if (text == null) {
            return null;
        }
        ByteBuffer bytes = header(text, DEPENDENCIES_MAGIC);
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            List<Integer> columns = numbers(item.group(1));
            columns.add(Integer.parseInt(item.group(2)));
            bytes.putDouble(Double.parseDouble(item.group(3))).putShort((short) columns.size());
            columns.forEach(column -> bytes.putShort((short) onTwin(column, table)));
        }
        return hex(bytes);
    }

    private static ByteBuffer header(String text, int magic) {
        int items = (int) ITEM.matcher(text).results().count();
        return ByteBuffer.allocate(64 + 16 * text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(magic)
                .putInt(BASIC_TYPE)
                .putInt(items);
    }

    private static String hex(ByteBuffer bytes) {
        return HexFormat.of().formatHex(bytes.array(), 0, bytes.position());
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : text.split(",")) {
            numbers.add(Integer.parseInt(number.strip()));
        }
        return numbers;
    }

    /** The source's numbers have gaps where columns were dropped, the twin's have none; expressions are negative. */
    private static int onTwin(int number, TableSnapshot table) {
        if (number < 0) {
            return number;
        }
        return 1
                + (int) table.columns().stream()
                        .filter(column -> column.number() < number)
                        .count();
    }

    /** The server's own bytes, unless they name a type that has another number on the twin. */
    private static @Nullable String mostCommon(ExtendedStatistics.Data data) {
        String hex = data.raw() == null ? null : data.raw().mostCommon();
        if (hex == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        int columns = bytes.getShort(MCV_HEADER - Short.BYTES);
        for (int i = 0; i < columns; i++) {
            if (Integer.toUnsignedLong(bytes.getInt(MCV_HEADER + i * Integer.BYTES)) >= FIRST_USER_OID) {
                return null;
            }
        }
        return hex;
    }
}
