package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every kind of record, each field with a value that no other field of its kind has, and the extremes beside them. */
final class GoldenRecords {

    static final long SESSION = 0x8123_4567_89ab_cdefL;

    private GoldenRecords() {}

    /** One of each kind, in the order of the union. */
    static List<CaptureRecord> oneOfEach() {
        return List.of(
                new Session(
                        SESSION,
                        "agents",
                        "1.2",
                        "host",
                        1_700_000_000_000_000L,
                        "jdbc:postgresql://h/db",
                        "18.6",
                        "hashed",
                        "00112233445566778899aabbccddeeff",
                        50_000,
                        "0.1.0"),
                new Statement(
                        SESSION,
                        -2,
                        3,
                        "select ü from t where a = $1 and b = $2",
                        List.of(2),
                        List.of(-5, 0),
                        List.of("ü"),
                        false),
                new CallSite(SESSION, Long.MIN_VALUE, List.of("a.B.c(B.java:1)"), List.of("hibernate")),
                new Unit(SESSION, 7, "GET /agents/{id}", "4bf92f3577b34da6", "explicit", 12),
                execution(9, new Link(1, -2, 1, 255, 2)),
                new Aggregate(
                        SESSION,
                        -2,
                        "GET /agents/{id}",
                        0,
                        10,
                        5,
                        1,
                        50,
                        999,
                        500,
                        4,
                        List.of(-3, 700),
                        List.of(1L, 4L)),
                new PoolSample(SESSION, "main", 1, 2, 3, 4, 10, 100, 1_000, 10_000, 5_000, 6),
                new Drops(SESSION, 0, 10, "ring-full", 42),
                new Lease(SESSION, 7, "main", 3, 12, 40, 1_000, 90_000, 80_000, 5, 0x1234567890abcdefL),
                new Overhead(SESSION, 0, 10, "full", 100, 1_000_000, 5_000, 2_000, 40_000, 10_001),
                new BindSample(
                        SESSION,
                        -2,
                        9,
                        1_234_567_890_140L,
                        5,
                        List.of(new KeptValue(1, null), new KeptValue(3, "O'Hara ü"))),
                new UnitAggregate(
                        SESSION,
                        "GET /agents/{id}",
                        "request",
                        0,
                        10_000_000,
                        5,
                        1_234_567_890,
                        600_000_000,
                        List.of(930, 1_010),
                        List.of(4L, 1L)),
                new ProcessSample(
                        SESSION,
                        10_000_001,
                        1L << 28,
                        1L << 29,
                        1L << 30,
                        80_000_000,
                        700_000_000,
                        12_340_000_000L,
                        57));
    }

    /** Empty texts and lists, unknown numbers, the smallest and the largest values. */
    static List<CaptureRecord> extremes() {
        return List.of(
                new Session(0, "", "", "", 0, "", "", "none", "", 0, ""),
                new Statement(-1, Long.MAX_VALUE, Long.MIN_VALUE, "", List.of(), List.of(), List.of(), true),
                new CallSite(-1, 1, List.of(), List.of()),
                new Unit(-1, Long.MAX_VALUE, "", "", "thread", -1),
                execution(Long.MAX_VALUE, null),
                new Aggregate(-1, 0, "", 0, 0, Long.MAX_VALUE, 0, 0, 0, 0, 0, List.of(), List.of()),
                new PoolSample(-1, "\ud83d\ude00", Long.MAX_VALUE, 0, -1, 0, -1, 0, 0, 0, 0, 0),
                new Drops(-1, 0, 0, "disk", 0),
                new Lease(-1, 0, "main", 0, Integer.MAX_VALUE, 0, 60_000_000_000L, 0, 0, 0, 0),
                new Overhead(-1, 0, 0, "paused", 0, 0, 0, 0, 0, 0),
                new BindSample(-1, 0, 0, 1, 1, List.of()),
                new UnitAggregate(-1, "", "", 0, 0, Long.MAX_VALUE, 0, 0, List.of(), List.of()),
                new ProcessSample(-1, 0, 0, 0, Long.MAX_VALUE, 0, 0, 0, Integer.MAX_VALUE));
    }

    static Execution execution(long sequence, @Nullable Link link) {
        return new Execution(
                SESSION,
                sequence,
                -2,
                7,
                1_000_000 + sequence,
                1_234_567_890_123L,
                17,
                23,
                4,
                31_337,
                5,
                Arrays.asList(1, null, Integer.MIN_VALUE + (int) sequence),
                100,
                -1,
                0,
                sequence % 2 == 0 ? "" : "40001",
                Long.MIN_VALUE,
                link);
    }
}
