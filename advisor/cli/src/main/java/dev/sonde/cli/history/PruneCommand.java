package dev.sonde.cli.history;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.history.store.HistoryDatabase;
import dev.sonde.cli.history.store.Pruning;
import dev.sonde.cli.output.Figures;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sonde history prune}. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = "Removes the counts of days that are older, and what was last seen on them. Since when something"
                + " is there stays known for as long as it is seen.")
final class PruneCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final HistoryOptions history = new HistoryOptions();

    @Option(
            names = "--older-than",
            required = true,
            paramLabel = "AGE",
            converter = Age.Converter.class,
            description = "Whole days (UTC) that ended so long ago: 90d, 26w.")
    @SuppressWarnings("NullAway.Init")
    private Age age;

    @Option(names = "--dry-run", description = "Say what would go, and remove nothing.")
    private boolean dryRun;

    PruneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        HistoryDatabase database = history.existing(console);
        Instant before = age.before(console.clock().instant()).truncatedTo(ChronoUnit.DAYS);
        Pruning.Removed removed = database.prune(new Pruning(before), dryRun);
        console.out()
                .println((dryRun ? "would remove " : "removed ")
                        + Figures.count(removed.counts()) + " counts from before " + Times.day(before)
                        + ", and what was last seen"
                        + " before: " + Figures.count(removed.statements()) + " statements, "
                        + Figures.count(removed.findings()) + " findings, " + Figures.count(removed.releases())
                        + " releases, " + Figures.count(removed.captures()) + " captures");
        return ExitStatus.CLEAN;
    }
}
