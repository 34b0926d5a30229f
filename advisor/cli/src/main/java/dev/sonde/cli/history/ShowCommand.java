package dev.sonde.cli.history;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.history.store.HistoryDatabase;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.Outputs;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde history show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows since when something is there and how it changed by release and by day.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde history show --url jdbc:postgresql://db:5432/history",
            "  sonde history show 49fe0902 --url jdbc:postgresql://db:5432/history --since 90d",
            "  sonde history show \"GET /agents/{id}\" --url jdbc:postgresql://db:5432/history --format md"
        })
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "FINGERPRINT|ROUTE|FINDING",
            description = "A statement or a finding by the identifier that reports show (6 digits or more), or a route."
                    + " Default: the dearest statements and routes, and all findings.")
    private @Nullable String subject;

    @Mixin
    private final HistoryOptions history = new HistoryOptions();

    @Option(names = "--service", paramLabel = "NAME", description = "Only this service. Default: all.")
    private @Nullable String service;

    @Option(
            names = "--since",
            paramLabel = "AGE",
            defaultValue = "30d",
            converter = Age.Converter.class,
            description = "Counts of how long ago: 12h, 30d, 8w. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Age since;

    @Option(names = "--by", paramLabel = "PERIOD", description = "day or hour (UTC). Default: day.")
    private Period.Length length = Period.Length.DAY;

    @Mixin
    private final FormatOption formats = new FormatOption();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Outputs outputs = FormatOutputs.of(formats.targets());
        HistoryDatabase database = history.existing(console);
        // A day that began before counts as a whole, since it may be one count
        Instant from = since.before(console.clock().instant())
                .truncatedTo(length == Period.Length.DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS);
        HistoryPages.Made made =
                database.read(reader -> HistoryPages.of(reader, Asked.of(subject, service, reader), from, length));
        if (made.knownByDayOnly() > 0) {
            console.warn(Figures.count(made.knownByDayOnly())
                    + " executions are known by day only, and are in no hour: add captures with --per hour");
        }
        outputs.write(
                format -> switch (format) {
                    case JSON -> Json.text(made.page());
                    case MARKDOWN -> HistoryText.markdown(made.page());
                    case TEXT, HTML -> HistoryText.text(made.page(), console.width());
                },
                console.out());
        return ExitStatus.CLEAN;
    }
}
