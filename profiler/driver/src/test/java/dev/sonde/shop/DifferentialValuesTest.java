package dev.sonde.shop;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** Every getter on every type and every setter with every kind of value: the same through the wrapper as without it. */
class DifferentialValuesTest {

    private static final List<String> VALUES = List.of(
            "true",
            "null::boolean",
            "7::int2",
            "-42::int4",
            "9007199254740993::int8",
            "null::int8",
            "1.5::float4",
            "'NaN'::float8",
            "'-Infinity'::float8",
            "12345678901234567890123456789.000000000000000000001::numeric",
            "'NaN'::numeric",
            "'12.30'::numeric(20, 2)",
            "'text with ü'",
            "'x'::char(3)",
            "'name'::name",
            "'42'::text",
            "null::text",
            "'\\x00ff41'::bytea",
            "'2024-02-29'::date",
            "'infinity'::date",
            "'-infinity'::timestamp",
            "'0044-03-15 BC'::date",
            "'2024-02-29 23:59:59.123456'::timestamp",
            "'2024-02-29 23:59:59.123456+02'::timestamptz",
            "'infinity'::timestamptz",
            "'23:59:59.999999'::time",
            "'24:00:00'::time",
            "'12:00:00+05:30'::timetz",
            "'1 year 2 mons 3 days 04:05:06.7'::interval",
            "'6ecd8c99-4036-403d-bf84-cf8400f67836'::uuid",
            "'{\"a\": [1, 2]}'::json",
            "'{\"a\": [1, 2]}'::jsonb",
            "'<a><b/></a>'::xml",
            "array[1, null, 3]",
            "array[[1, 2], [3, 4]]",
            "array['a', null, 'b,c']",
            "array['6ecd8c99-4036-403d-bf84-cf8400f67836'::uuid]",
            "array[]::text[]",
            "null::int4[]",
            "'[1,5)'::int4range",
            "'(1,2)'::point",
            "'((0,0),(1,1))'::box",
            "'12.34'::money",
            "'192.168.0.1/24'::inet",
            "B'101'",
            "B'1'::bit(1)",
            "'a fat cat'::tsvector",
            "1::oid",
            "row(1, 'a')",
            "'pg_class'::regclass");

    private static final List<Class<?>> CLASSES = List.of(
            String.class,
            Boolean.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            byte[].class,
            java.sql.Date.class,
            java.sql.Time.class,
            java.sql.Timestamp.class,
            java.util.Date.class,
            Calendar.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            UUID.class,
            PGobject.class,
            java.sql.Array.class,
            java.sql.SQLXML.class,
            java.sql.Blob.class,
            java.sql.Clob.class,
            Map.class,
            Integer[].class,
            Object.class);

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    // with 1 values come in the binary format at once, with 0 always as text
    @ParameterizedTest
    @ValueSource(strings = {"&prepareThreshold=-1", "&prepareThreshold=0"})
    void everyGetterGivesTheSameForEveryType(String parameters) throws Exception {
        Transcript.assertSameRawAndWrapped(database, parameters, (connection, transcript) -> {
            Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            for (String value : VALUES) {
                try (PreparedStatement select = connection.prepareStatement("select " + value + " as v");
                        ResultSet rows = select.executeQuery()) {
                    rows.next();
                    transcript.noteAll(value, rows, ResultSet.class, "get", 1);
                    transcript.noteAll(value, rows, ResultSet.class, "get", "V");
                    transcript.noteAll(value, rows, ResultSet.class, "get", 1, calendar);
                    transcript.noteAll(value, rows, ResultSet.class, "get", "v", calendar);
                    transcript.noteAll(value, rows, ResultSet.class, "get", 1, Map.of());
                    transcript.noteAll(value, rows, ResultSet.class, "get", "v", Map.of());
                    for (Class<?> type : CLASSES) {
                        transcript.note(value + " as " + type, () -> rows.getObject(1, type));
                        transcript.note(value + " as " + type, () -> rows.getObject("v", type));
                    }
                    if (value.endsWith("inet")) {
                        // of another type it would ask the name service
                        transcript.note(value, () -> rows.getObject(1, java.net.InetAddress.class));
                    }
                    transcript.note("was null", rows::wasNull);
                    transcript.noteAll(value, rows, ResultSet.class, "get", 2);
                    transcript.noteAll(value, rows, ResultSet.class, "get", "no_such");
                    transcript.noteAll(value, rows.getMetaData(), java.sql.ResultSetMetaData.class, "", 1);
                }
            }
        });
    }

    @Test
    void everySetterSendsTheSameForEveryKindOfValue() throws Exception {
        List<String> targets = List.of("text", "int4", "numeric", "timestamptz", "bytea", "int4[]", "jsonb", "uuid");
        Transcript.assertSameRawAndWrapped(database, "", (connection, transcript) -> {
            for (String target : targets) {
                for (Method method : Transcript.sorted(PreparedStatement.class)) {
                    if (!method.getName().startsWith("set") || method.getParameterCount() < 2) {
                        continue;
                    }
                    for (Supplier<Object> value : valuesFor(method.getParameterTypes()[1], connection)) {
                        Object[] arguments = arguments(method, value.get());
                        String what = target + " " + method + " "
                                + (arguments[1] instanceof Number ? arguments[1].getClass() : "");
                        try (PreparedStatement select = connection.prepareStatement("select ?::" + target)) {
                            transcript.note(what, () -> method.invoke(select, arguments));
                            transcript.note(what, select::executeQuery);
                        }
                    }
                }
            }
        });
    }

    private static Object[] arguments(Method method, Object value) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        arguments[0] = 1;
        arguments[1] = value;
        for (int i = 2; i < types.length; i++) {
            if (types[i] == int.class) {
                arguments[i] = i == 2 && method.getName().equals("setObject") ? Types.VARCHAR : 2;
            } else if (types[i] == long.class) {
                arguments[i] = 2L;
            } else if (types[i] == Calendar.class) {
                arguments[i] = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            } else if (types[i] == String.class) {
                arguments[i] = "int4";
            } else {
                arguments[i] = java.sql.JDBCType.VARCHAR;
            }
        }
        return arguments;
    }

    /** Values that can be passed for the type; made anew for each call, since streams are read. */
    private static List<Supplier<Object>> valuesFor(Class<?> type, Connection connection) {
        List<Supplier<Object>> all = new ArrayList<>(List.of(
                () -> true,
                () -> (byte) 1,
                () -> (short) 2,
                () -> 3,
                () -> 4L,
                () -> 1.5f,
                () -> 2.5,
                () -> new BigDecimal("12345678901234567890.5"),
                () -> new BigInteger("123456789012345678901234567890"),
                () -> "17",
                () -> "{\"a\": 1}",
                () -> 'c',
                () -> new byte[] {1, 2},
                () -> new java.sql.Date(0),
                () -> new java.sql.Time(0),
                () -> new java.sql.Timestamp(123),
                () -> new java.util.Date(0),
                () -> LocalDate.MAX,
                () -> LocalDate.of(2024, 2, 29),
                () -> LocalTime.NOON,
                () -> LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456_789_000),
                () -> OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(2)),
                () -> OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.UTC),
                () -> ZonedDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.UTC),
                () -> Instant.EPOCH,
                () -> UUID.fromString("6ecd8c99-4036-403d-bf84-cf8400f67836"),
                () -> jsonOf("{\"b\": 2}"),
                () -> new int[] {1, 2},
                () -> new Integer[] {1, null},
                () -> new String[] {"a"},
                () -> new StringBuilder("built"),
                () -> Map.of("a", "b"),
                () -> new ByteArrayInputStream("5 bytes".getBytes(StandardCharsets.UTF_8)),
                () -> new StringReader("read"),
                () -> java.net.URI.create("http://localhost/"),
                () -> made(() -> connection.createArrayOf("int4", new Object[] {1, null, 3})),
                () -> made(() -> connection
                        .createArrayOf("int4", new Object[] {1})
                        .getResultSet()
                        .getStatement()
                        .executeQuery("select array[5, 6]"))));
        all.add(() -> null);
        if (type == Object.class) {
            return all;
        }
        List<Supplier<Object>> fitting = new ArrayList<>();
        for (Supplier<Object> value : all) {
            Object one = value.get();
            if (one == null ? !type.isPrimitive() : fits(type, one)) {
                fitting.add(value);
            }
        }
        return fitting;
    }

    private static boolean fits(Class<?> type, Object value) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType().isInstance(value);
    }

    private static Object made(Transcript.Call call) {
        try {
            Object value = call.run();
            if (value instanceof ResultSet rows) {
                rows.next();
                return rows.getArray(1);
            }
            return value;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Object jsonOf(String text) {
        PGobject json = new PGobject();
        json.setType("jsonb");
        try {
            json.setValue(text);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        return json;
    }
}
