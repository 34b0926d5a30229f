package dev.sonde.migrations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.doctor.Diagnosis.Verdict;
import dev.sonde.migrations.project.FlywayProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the rules say is what real Flyway does on a real server. */
@Timeout(90)
class LockProofTest {

    @TempDir
    Path root;

    @Test
    void verdictsAndCuresHoldOnARealServer() throws Exception {
        try (LockProof proof = LockProof.start()) {
            assertThat(outcomes(proof, "flyway.url=jdbc:postgresql://nowhere/app\n", false))
                    .containsExactly(Verdict.HANGS, Verdict.BUILDS);
            assertThat(outcomes(proof, "flyway.url=jdbc:postgresql://nowhere:6432/app\n", false))
                    .containsExactly(Verdict.HANGS, Verdict.BUILDS);
            assertThat(outcomes(proof, "flyway.group=true\nflyway.postgresql.transactional.lock=false\n", false))
                    .containsExactly(Verdict.FAILS, Verdict.BUILDS);
            assertThat(outcomes(
                            proof, "flyway.url=jdbc:postgresql://nowhere/app?options=-c%20lock_timeout=500ms\n", false))
                    .containsExactly(Verdict.FAILS, Verdict.BUILDS);
            assertThat(outcomes(proof, "flyway.postgresql.transactional.lock=false\n", false))
                    .containsExactly(Verdict.BUILDS);
        }
    }

    private List<Verdict> outcomes(LockProof proof, String conf, boolean pgBouncer) throws Exception {
        Files.writeString(root.resolve("flyway.conf"), conf);
        Diagnosis diagnosis = FlywayDoctor.examine(
                FlywayProject.read(root, Map.of()).flyways().get(0), root, pgBouncer);
        return proof.prove(diagnosis).stream().map(ProofRun::outcome).toList();
    }
}
