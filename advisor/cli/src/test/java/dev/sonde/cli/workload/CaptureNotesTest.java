package dev.sonde.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.cli.CaptureFixture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureNotesTest {

    private static final Session SESSION = CaptureFixture.SESSION;
    private static final Instant STARTED = Instant.ofEpochSecond(SESSION.startedMicros() / 1_000_000);

    @Test
    void whatBelongsTogetherNeedsNoWord() {
        assertThat(CaptureNotes.of(List.of(SESSION), STARTED.plusSeconds(60).toString(), "18.4", "agents"))
                .isEmpty();
    }

    @Test
    void aSnapshotFromBeforeTheCaptureIsNoted() {
        assertThat(CaptureNotes.of(List.of(SESSION), STARTED.minusSeconds(1).toString(), "18.4", "agents"))
                .containsExactly("the snapshot, of " + STARTED.minusSeconds(1) + ", is older than the capture, of "
                        + STARTED + ": what was migrated or analysed between them is not in it; take a new one");
    }

    @Test
    void anotherServerOrDatabaseIsNoted() {
        assertThat(CaptureNotes.of(List.of(SESSION), STARTED.toString(), "15.20", "orders"))
                .containsExactly(
                        "captured on PostgreSQL 18, planned for 15.20: take the snapshot of the server that the service"
                                + " uses",
                        "captured on the database agents, planned for orders");
    }

    @Test
    void aCaptureThatDoesNotSayIsNotCompared() {
        Session silent = new Session(1, "s", "", "", 0, "jdbc:postgresql://db", "", "none", "", 1, "");

        assertThat(CaptureNotes.of(List.of(silent), STARTED.toString(), "18.4", "orders"))
                .isEmpty();
    }
}
