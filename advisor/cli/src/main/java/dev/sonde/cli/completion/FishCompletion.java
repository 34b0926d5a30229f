package dev.sonde.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish, which picocli does not make. */
final class FishCompletion {

    private static final int DESCRIPTION = 80;

    private final String name;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String name) {
        this.name = name;
    }

    static String of(CommandSpec root) {
        FishCompletion script = new FishCompletion(root.name());
        script.lines.add("# Completion of " + root.name() + " for fish, made by: " + root.name() + " completion fish");
        script.lines.add("complete -c " + root.name() + " -f");
        for (CommandLine line : root.subcommands().values()) {
            CommandSpec command = line.getCommandSpec();
            script.add(
                    "__fish_use_subcommand",
                    "-a " + command.name(),
                    command.usageMessage().description());
        }
        root.options().forEach(option -> script.option("__fish_use_subcommand", option));
        for (CommandLine line : root.subcommands().values()) {
            script.command(line.getCommandSpec(), seen(line.getCommandSpec()));
        }
        return String.join("\n", script.lines) + "\n";
    }

    private static String seen(CommandSpec command) {
        return "__fish_seen_subcommand_from " + String.join(" ", command.names());
    }

    private void command(CommandSpec command, String condition) {
        Set<CommandSpec> children = new LinkedHashSet<>();
        command.subcommands().values().forEach(line -> children.add(line.getCommandSpec()));
        String names = children.stream().map(CommandSpec::name).collect(Collectors.joining(" "));
        for (CommandSpec child : children) {
            add(
                    condition + "; and not __fish_seen_subcommand_from " + names,
                    "-a " + child.name(),
                    child.usageMessage().description());
            command(child, condition + "; and " + seen(child));
        }
        command.options().forEach(option -> option(condition, option));
        for (ArgSpec argument : command.positionalParameters()) {
            String values = values(argument);
            if (!values.isEmpty()) {
                add(condition, values, argument.description());
            } else if (isFile(argument)) {
                add(condition, "-F", new String[0]);
            }
        }
    }

    private void option(String condition, OptionSpec option) {
        if (option.hidden()) {
            return;
        }
        StringJoiner words = new StringJoiner(" ");
        for (String spelling : option.names()) {
            words.add(spelling.startsWith("--") ? "-l " + spelling.substring(2) : "-s " + spelling.substring(1));
        }
        if (option.arity().max() > 0) {
            String values = values(option);
            words.add(isFile(option) ? "-r -F" : "-x");
            if (!values.isEmpty()) {
                words.add(values);
            }
        }
        add(condition, words.toString(), option.description());
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.type() == Path.class
                || List.of(argument.auxiliaryTypes()).contains(Path.class);
    }

    private static String values(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates == null) {
            return "";
        }
        // Constants of an enum; either case is taken, and this is how the descriptions write them.
        String words = String.join(" ", candidates);
        return "-a " + quoted(argument.type().isEnum() ? words.toLowerCase(Locale.ROOT) : words);
    }

    private void add(String condition, String words, String[] description) {
        String text = description.length == 0 ? "" : firstSentence(description[0]);
        lines.add("complete -c " + name + " -n " + quoted(condition) + " " + words
                + (text.isEmpty() ? "" : " -d " + quoted(text)));
    }

    private static String firstSentence(String text) {
        String sentence = text.replace("%n", " ")
                .replace("%%", "%")
                .split("(?<=\\.)\\s", 2)[0]
                .replaceFirst("\\.$", "");
        return sentence.length() <= DESCRIPTION ? sentence : sentence.substring(0, DESCRIPTION - 1) + "…";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
