package dev.sonde.cli.doctor;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.doctor.Diagnosis;
import dev.sonde.migrations.doctor.FlywayDoctor;
import dev.sonde.migrations.doctor.LockProof;
import dev.sonde.migrations.doctor.ProofRun;
import dev.sonde.migrations.project.FlywayProject;
import dev.sonde.migrations.project.FlywaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says whether a migration with CREATE INDEX CONCURRENTLY would hang or fail under the"
                + " project's Flyway settings, and which line mends it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde doctor",
            "  sonde doctor services/orders --pgbouncer",
            "  sonde doctor --no-prove --format json=doctor.json",
            "",
            "Exit status: 0 it works, 1 it would hang or fail, 2 no Flyway project found."
        })
public final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Root of the project. Default: this folder.")
    private Path root = Path.of("");

    @Option(names = "--pgbouncer", description = "Flyway connects through PgBouncer.")
    private boolean pgBouncer;

    @Option(
            names = "--prove",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Run real Flyway with these settings on a throw-away PostgreSQL and watch it, then with"
                    + " the proposed ones. Default: yes.")
    private boolean prove;

    @Mixin
    private final FormatOption formats = new FormatOption();

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Outputs outputs = FormatOutputs.of(formats.targets());
        if (!Files.isDirectory(root.toAbsolutePath())) {
            throw CommandFailure.badInput(root + ": no such folder: give the root of the project");
        }
        FlywayProject project = FlywayProject.read(root, console.environment());
        if (project.flyways().isEmpty()) {
            project.problems().forEach(problem -> console.warn("not read: " + problem));
            throw CommandFailure.badInput(project.root() + ": no Flyway project found: looked for application files"
                    + " of Spring Boot, flyway.toml, flyway.conf, Maven and Gradle builds with Flyway and"
                    + " src/main/resources/db/migration");
        }
        List<Diagnosis> diagnoses = new ArrayList<>();
        for (FlywaySettings settings : project.flyways()) {
            diagnoses.add(FlywayDoctor.examine(settings, project.root(), pgBouncer));
        }
        List<String> notes = new ArrayList<>();
        List<List<ProofRun>> proofs;
        try (Progress progress = console.progress("running Flyway")) {
            proofs = prove ? proofs(diagnoses, notes) : List.of();
        }
        List<DoctorReport.Examined> examined = new ArrayList<>();
        for (int i = 0; i < diagnoses.size(); i++) {
            examined.add(DoctorReport.examined(
                    project.root(),
                    diagnoses.get(i),
                    LockProof.flywayVersion(),
                    proofs.isEmpty() ? List.of() : proofs.get(i)));
        }
        DoctorReport report = DoctorReport.of(examined, project.problems(), notes);
        outputs.write((format, width) -> text(report, format), console.screen());
        return report.allBuild() ? ExitStatus.CLEAN : ExitStatus.FINDINGS;
    }

    private static List<List<ProofRun>> proofs(List<Diagnosis> diagnoses, List<String> notes)
            throws IOException, SQLException {
        List<List<ProofRun>> proofs = new ArrayList<>();
        if (diagnoses.stream().noneMatch(Diagnosis::concernsPostgres)) {
            return List.of();
        }
        try (LockProof proof = LockProof.start()) {
            for (Diagnosis diagnosis : diagnoses) {
                proofs.add(diagnosis.concernsPostgres() ? proof.prove(diagnosis) : List.of());
            }
            return proofs;
        } catch (AdvisorException e) {
            notes.add("not proved, since no throw-away PostgreSQL starts here: " + e.getMessage());
            return List.of();
        }
    }

    private static String text(DoctorReport report, OutputTarget.Format format) {
        return switch (format) {
            case TEXT -> TextDoctor.text(report);
            case MARKDOWN -> TextDoctor.markdown(report);
            case JSON -> Json.text(report);
            case HTML -> throw new IllegalStateException("the option does not take it");
        };
    }
}
