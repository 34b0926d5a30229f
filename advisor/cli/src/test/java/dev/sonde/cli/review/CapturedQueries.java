package dev.sonde.cli.review;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.cli.CaptureFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A capture of ten minutes in which each statement was executed at a place of its own, the first one most often. */
final class CapturedQueries {

    private static final long CALLS = 100;
    private static final long TEN_MINUTES = 600_000_000;

    private CapturedQueries() {}

    static Path write(Path file, List<String> statements) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        records.add(CaptureFixture.SESSION);
        for (int i = 0; i < statements.size(); i++) {
            long id = i + 1;
            long calls = CALLS * (statements.size() - i);
            records.add(CaptureFixture.statement(id, statements.get(i)));
            records.add(new CallSite(1, id, List.of("shop.Orders.find(Orders.java:" + (40 + i) + ")"), List.of()));
            records.add(new Aggregate(
                    1, id, "", 0, TEN_MINUTES, calls, 0, calls, calls * 1_000_000, 2_000_000, 1, List.of(), List.of()));
            records.add(new Execution(1, id, id, 0, 1, 1_000_000, 0, 1, 1, 7, 1, List.of(), 1, -1, 0, "", id, null));
        }
        return CaptureFixture.write(file, records.toArray(CaptureRecord[]::new));
    }
}
