package dev.sonde.cli.manual;

import dev.sonde.cli.BuildFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A manual page in the language of man(7), made of the same words as the help. */
final class ManPage {

    private final CommandSpec command;
    private final List<String> lines = new ArrayList<>();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** The page's name without its section. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    static String of(CommandSpec command, BuildFacts build) {
        ManPage page = new ManPage(command);
        page.lines.add(".TH " + name(command).toUpperCase(Locale.ROOT) + " 1 \"" + build.date() + "\" \"Sonde "
                + build.version() + "\" \"Sonde\"");
        page.name();
        page.synopsis();
        page.description();
        page.arguments();
        page.commands();
        page.footer();
        page.environment();
        page.seeAlso();
        return String.join("\n", page.lines) + "\n";
    }

    private void section(String title) {
        lines.add(".SH " + title);
    }

    private void name() {
        section("NAME");
        String first = sentences().get(0).replaceFirst("\\.$", "");
        lines.add(text(name(command)) + " \\- "
                + text(first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1)));
    }

    private void synopsis() {
        section("SYNOPSIS");
        StringBuilder synopsis = new StringBuilder("\\fB" + text(command.qualifiedName()) + "\\fR [\\fIOPTION\\fR]...");
        if (!command.subcommands().isEmpty()) {
            synopsis.append(" \\fICOMMAND\\fR");
        }
        for (PositionalParamSpec argument : command.positionalParameters()) {
            String label = "\\fI" + text(argument.paramLabel()) + "\\fR"
                    + (argument.arity().max() > 1 ? "..." : "");
            synopsis.append(' ').append(argument.arity().min() == 0 ? "[" + label + "]" : label);
        }
        lines.add(synopsis.toString());
    }

    private void description() {
        section("DESCRIPTION");
        sentences().forEach(this::line);
    }

    private List<String> sentences() {
        return Arrays.stream(command.usageMessage().description())
                .map(ManPage::formatted)
                .toList();
    }

    private void arguments() {
        section("OPTIONS");
        for (PositionalParamSpec argument : command.positionalParameters()) {
            entry("\\fI" + text(argument.paramLabel()) + "\\fR", argument);
        }
        for (OptionSpec option : command.options()) {
            if (option.hidden()) {
                continue;
            }
            List<String> names = new ArrayList<>();
            for (String name : option.names()) {
                names.add("\\fB" + text(name) + "\\fR");
            }
            String value = option.arity().max() > 0 ? "=\\fI" + text(option.paramLabel()) + "\\fR" : "";
            entry(String.join(", ", names) + value, option);
        }
    }

    private void entry(String head, ArgSpec argument) {
        lines.add(".TP");
        lines.add(head);
        for (String part : argument.description()) {
            line(formatted(part));
        }
    }

    /** The commands of a command, each once, whatever other names it has. */
    static List<CommandSpec> children(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .toList();
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandSpec child : children(command)) {
            lines.add(".TP");
            lines.add("\\fB" + text(name(child)) + "\\fR(1)");
            Arrays.stream(child.usageMessage().description())
                    .limit(1)
                    .map(ManPage::formatted)
                    .forEach(this::line);
        }
    }

    /** Examples come first; what is said after them are notes, one paragraph each. */
    private void footer() {
        List<String> footer = Arrays.stream(command.usageMessage().footer())
                .map(ManPage::formatted)
                .toList();
        int end = footer.indexOf("") < 0 ? footer.size() : footer.indexOf("");
        if (end > 0) {
            section("EXAMPLES");
            lines.add(".nf");
            footer.subList(0, end).forEach(example -> lines.add(text(example.replaceFirst("^ {2}", ""))));
            lines.add(".fi");
        }
        if (end < footer.size()) {
            section("NOTES");
            footer.subList(end + 1, footer.size()).forEach(note -> {
                if (note.isEmpty()) {
                    lines.add(".PP");
                } else {
                    line(note);
                }
            });
        }
    }

    private void environment() {
        section("ENVIRONMENT");
        variable("COLUMNS", "Width of the text. Default: that of the terminal, 120 where there is none.");
        variable("NO_COLOR, CLICOLOR_FORCE", "No colours; colours even where output goes to no terminal.");
        variable("SONDE_DB_PASSWORD, PGPASSWORD", "Password of the database, if its URL has none.");
    }

    private void variable(String name, String description) {
        lines.add(".TP");
        lines.add("\\fB" + text(name) + "\\fR");
        line(description);
    }

    private void seeAlso() {
        CommandSpec parent = command.parent();
        if (parent == null) {
            return;
        }
        section("SEE ALSO");
        lines.add("\\fB" + text(name(parent)) + "\\fR(1)");
    }

    private void line(String words) {
        lines.add(text(words.strip()));
    }

    /** As picocli prints it, where a percent sign is written twice. */
    private static String formatted(String text) {
        return text.replace("%n", " ").replace("%%", "%");
    }

    /** Text that troff prints as it is: no requests, no escapes, and ASCII hyphens, so that commands can be copied. */
    private static String text(String words) {
        String escaped = words.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("~", "\\(ti");
        escaped = escaped.replace("^", "\\(ha").replace("…", "...").replace("`", "\\(ga");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
