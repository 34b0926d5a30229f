package dev.sonde.migrations.doctor;

import dev.sonde.migrations.project.FlywaySettings;
import java.util.List;

/** What the doctor found in one module's settings, worst first. */
public record Diagnosis(FlywaySettings settings, boolean behindPgBouncer, List<Symptom> symptoms) {
    public Diagnosis {
        symptoms = List.copyOf(symptoms);
    }

    /** What becomes of a migration with {@code CREATE INDEX CONCURRENTLY}. */
    public enum Verdict {
        BUILDS,
        HANGS,
        FAILS
    }

    /** Whether these settings run Flyway on PostgreSQL at all. */
    public boolean concernsPostgres() {
        return settings.enabled() && settings.url().mayBePostgres();
    }

    /** The verdict by the rules, without a proof. */
    public Verdict verdict() {
        if (symptoms.stream().anyMatch(symptom -> symptom.rule().equals(FlywayDoctor.SELF_DEADLOCK))) {
            return Verdict.HANGS;
        }
        return symptoms.stream().anyMatch(symptom -> symptom.severity() == Symptom.Severity.ERROR)
                ? Verdict.FAILS
                : Verdict.BUILDS;
    }
}
