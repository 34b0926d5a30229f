package dev.sonde.cli.doctor;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sonde.migrations.doctor.Cure;
import dev.sonde.migrations.doctor.Diagnosis;
import dev.sonde.migrations.doctor.ProofRun;
import dev.sonde.migrations.doctor.Symptom;
import dev.sonde.migrations.project.FlywaySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor has to say, as {@code docs/schema/doctor.schema.json} describes it.
 *
 * @param problems files that could not be read
 */
@JsonPropertyOrder({"schemaVersion", "flyways", "problems", "notes"})
record DoctorReport(int schemaVersion, List<Examined> flyways, List<String> problems, List<String> notes) {

    private static final int VERSION = 1;

    /**
     * One way in which a module runs Flyway.
     *
     * @param module folder relative to the project's root, {@code .} for itself
     * @param verdict by the rules, or what the proof showed if that is worse
     */
    @JsonPropertyOrder({
        "module",
        "runner",
        "profile",
        "locations",
        "behindPgBouncer",
        "verdict",
        "settings",
        "symptoms",
        "proof"
    })
    record Examined(
            String module,
            String runner,
            @Nullable String profile,
            List<String> locations,
            boolean behindPgBouncer,
            String verdict,
            List<Given> settings,
            List<Finding> symptoms,
            @Nullable Proof proof) {}

    /** A setting that the project gives. */
    @JsonPropertyOrder({"name", "value", "place"})
    record Given(String name, String value, String place) {}

    @JsonPropertyOrder({"rule", "severity", "message", "place", "cure"})
    record Finding(
            String rule,
            String severity,
            String message,
            @Nullable String place,
            @Nullable Cure cure) {}

    /** Runs of real Flyway: first with the project's settings, then with the proposed ones. */
    @JsonPropertyOrder({"flywayVersion", "runs"})
    record Proof(String flywayVersion, List<Run> runs) {}

    @JsonPropertyOrder({"settings", "outcome", "detail"})
    record Run(String settings, String outcome, String detail) {}

    static DoctorReport of(List<Examined> flyways, List<String> problems, List<String> notes) {
        return new DoctorReport(VERSION, flyways, problems, notes);
    }

    static Examined examined(Path root, Diagnosis diagnosis, String flywayVersion, List<ProofRun> runs) {
        FlywaySettings settings = diagnosis.settings();
        String module = root.relativize(settings.folder()).toString().replace('\\', '/');
        List<Given> given = new ArrayList<>();
        settings.given()
                .forEach((name, setting) -> given.add(
                        new Given(name, setting.value(), setting.origin().toString())));
        List<Finding> findings = new ArrayList<>();
        for (Symptom symptom : diagnosis.symptoms()) {
            findings.add(new Finding(
                    symptom.rule(),
                    word(symptom.severity()),
                    symptom.message(),
                    symptom.place().orElse(null),
                    symptom.cure().orElse(null)));
        }
        Diagnosis.Verdict verdict = diagnosis.verdict();
        if (verdict == Diagnosis.Verdict.BUILDS && !runs.isEmpty()) {
            verdict = runs.get(0).outcome();
        }
        List<Run> shown = runs.stream()
                .map(run -> new Run(run.settings(), word(run.outcome()), run.detail()))
                .toList();
        return new Examined(
                module.isEmpty() ? "." : module,
                settings.runner().words(),
                settings.profile().orElse(null),
                settings.locations(),
                diagnosis.behindPgBouncer(),
                word(verdict),
                given,
                findings,
                runs.isEmpty() ? null : new Proof(flywayVersion, shown));
    }

    /** Whether a concurrent build works under all the settings found. */
    boolean allBuild() {
        return flyways.stream().allMatch(examined -> examined.verdict().equals(word(Diagnosis.Verdict.BUILDS)));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
