package dev.sonde.cli.history;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.FormatOutputs;
import dev.sonde.cli.history.store.HistoryReader;
import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.Outputs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sonde history list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists services and their releases, and when they were seen.")
final class ListCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final HistoryOptions history = new HistoryOptions();

    @Mixin
    private final FormatOption formats = new FormatOption();

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Outputs outputs = FormatOutputs.of(formats.targets());
        ServiceList list = ServiceList.of(history.existing(console).read(HistoryReader::releases));
        outputs.write(
                format -> switch (format) {
                    case JSON -> Json.text(list);
                    case MARKDOWN -> HistoryText.markdown(list);
                    case TEXT, HTML -> HistoryText.text(list, console.width());
                },
                console.out());
        return ExitStatus.CLEAN;
    }
}
