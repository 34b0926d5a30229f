package dev.sonde.engine.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.engine.Source;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Values as a service binds them, found among the most common values as a real server prints them. */
class HashedBindsTest {

    private static final String KEY = "00112233445566778899aabbccddeeff";

    private enum Mood {
        HAPPY,
        SAD
    }

    private static final Map<String, Object> BOUND = Map.ofEntries(
            Map.entry("flag", true),
            Map.entry("small", (short) 7),
            Map.entry("whole", 7),
            Map.entry("long", 7L),
            Map.entry("exact", new BigDecimal("7.50")),
            Map.entry("approximate", 7.1),
            Map.entry("short_float", 7.1f),
            Map.entry("words", "it's \"q\\uoted\", {yes}"),
            Map.entry("padded", "ab"),
            Map.entry("mood", Mood.HAPPY),
            Map.entry("key", UUID.fromString("6f1ed002-ab57-4cbb-8b2d-1f0c9d7f5a11")),
            Map.entry("day", LocalDate.of(2026, 3, 1)),
            Map.entry("moment", OffsetDateTime.of(2026, 3, 1, 12, 30, 0, 123_000_000, ZoneOffset.ofHours(2))),
            Map.entry("local", LocalDateTime.of(2026, 3, 1, 12, 30, 0, 123_456_000)),
            Map.entry("clock", LocalTime.of(12, 30)));

    private static TableSnapshot table;
    private static CatalogSnapshot redacted;

    @BeforeAll
    static void makeTable() throws Exception {
        String database = Source.database("""
                create type mood as enum ('SAD', 'HAPPY');
                create table v (flag bool, small int2, whole int4, long int8, exact numeric(10,3), approximate float8,
                  short_float float4, words text, padded char(5), mood mood, key uuid, day date, moment timestamptz,
                  local timestamp, clock time);
                insert into v select true, 7, 7, 7, 7.5, 7.1, 7.1, 'it''s "q\\uoted", {yes}', 'ab', 'HAPPY',
                  '6f1ed002-ab57-4cbb-8b2d-1f0c9d7f5a11', '2026-03-01', '2026-03-01 12:30:00.123+02',
                  '2026-03-01 12:30:00.123456', '12:30' from generate_series(1, 100);
                insert into v select false, 8, 8, 8, 8.5, 8.1, 8.1, 'other', 'cd', 'SAD',
                  '00000000-0000-4cbb-8b2d-1f0c9d7f5a11', '2026-03-02', '2026-03-02 12:30:00.123+02',
                  '2026-03-02 12:30:00.123456', '12:31' from generate_series(1, 60);
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("analyze v");
            statement.execute("alter database " + database + " set timezone = 'Asia/Kolkata'");
        }
        table = Source.snapshot(database)
                .table(new QualifiedName("public", "v"))
                .orElseThrow();
        try (Connection connection = Source.connect(database)) {
            redacted = dev.sonde.engine.snapshot.SnapshotReader.read(
                    connection,
                    dev.sonde.engine.snapshot.SnapshotReader.Options.ofDefaults()
                            .redacted());
        }
    }

    @Test
    void findsWhatWasBoundInEveryType() {
        ValueHasher hasher = ValueHasher.of(KEY);
        BindMatcher matcher = HashedBinds.of(KEY);

        assertThat(table.columns()).hasSameSizeAs(BOUND.keySet());
        for (TableSnapshot.Column column : table.columns()) {
            int hash = hasher.hashObject(BOUND.get(column.name()));
            assertThat(table.statisticsOf(column.name()).orElseThrow().commonValueList())
                    .as(column.name() + " " + column.type())
                    .hasSize(2)
                    .filteredOn(value -> matcher.matches(hash, value, column.type()))
                    .hasSize(1);
        }
    }

    @Test
    void aRedactedSnapshotHoldsNoTextToCompareWith() {
        TableSnapshot hidden = redacted.table(new QualifiedName("public", "v")).orElseThrow();

        assertThat(hidden.statisticsOf("words").orElseThrow().commonValueList()).isEmpty();
        assertThat(hidden.statisticsOf("whole").orElseThrow().commonValueList()).containsExactly("7", "8");
    }

    @Test
    void withoutAKeyNothingIsFound() {
        assertThat(HashedBinds.of("").matches(0, "7", "integer")).isFalse();
    }
}
