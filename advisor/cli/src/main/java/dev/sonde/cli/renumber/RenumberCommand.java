package dev.sonde.cli.renumber;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.migrations.TakenVersions;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.convention.Renumbering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde renumber}. */
@Command(
        name = "renumber",
        mixinStandardHelpOptions = true,
        description = "Gives migrations that only this branch has numbers after those of the base branch, in"
                + " their own order and only where needed; .conf files go with them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde renumber --base origin/main",
            "  sonde renumber services/orders --base origin/main --dry-run",
            "  sonde renumber --base main --history jdbc:postgresql://staging/app"
        })
public final class RenumberCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Root of the project or folder of migrations. Default: this folder.")
    private Path folder = Path.of("");

    @Option(names = "--base", required = true, paramLabel = "REF", description = "Branch, tag or commit to come after.")
    private String base = "";

    @Option(names = "--dry-run", description = "Say what would be renamed, and rename nothing.")
    private boolean dryRun;

    @Mixin
    private final TakenVersions taken = new TakenVersions();

    public RenumberCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (!Files.isDirectory(folder.toAbsolutePath())) {
            throw CommandFailure.badInput(folder + ": no such folder: give the project or its folder of migrations");
        }
        MigrationTarget target = MigrationTarget.of(folder, console.environment());
        Renumbering plan = Renumbering.plan(target, base, taken.applied(target, console), console.clock());
        if (!dryRun) {
            plan.carryOut();
        }
        for (Renumbering.Move move : plan.moves()) {
            console.out()
                    .println(VisibleText.line(move.from() + " -> " + move.to().getFileName()));
        }
        console.out().flush();
        plan.byHand()
                .forEach(file -> console.warn(
                        file + " needs a number after those of " + base + ": rename the file and its class by hand"));
        if (plan.moves().isEmpty() && plan.byHand().isEmpty()) {
            console.message("nothing to renumber: all migrations of this branch come after those of " + base);
        }
        return plan.byHand().isEmpty() ? ExitStatus.CLEAN : ExitStatus.FINDINGS;
    }
}
