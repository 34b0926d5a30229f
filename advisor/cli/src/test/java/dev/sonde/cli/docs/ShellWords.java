package dev.sonde.cli.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * The simple commands of a line of shell, each as its words, without redirections and assignments. Knows as much of shell as
 * documents use.
 */
final class ShellWords {

    private final String line;
    private int position;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private boolean isTarget;

    private ShellWords(String line) {
        this.line = line;
    }

    static List<List<String>> of(String line) {
        ShellWords shell = new ShellWords(line);
        shell.read();
        return shell.commands;
    }

    private void read() {
        while (position < line.length()) {
            char c = line.charAt(position);
            if (c == '#') {
                break;
            } else if (c == ' ') {
                position++;
            } else if (line.startsWith("<(", position)) {
                endCommand();
                position += 2;
            } else if ("|&;()".indexOf(c) >= 0) {
                endCommand();
                position++;
            } else if (c == '<' || c == '>' || line.startsWith("2>", position)) {
                position += c == '2' || line.startsWith(">>", position) ? 2 : 1;
                isTarget = true;
            } else {
                word();
            }
        }
        endCommand();
    }

    private void word() {
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (; position < line.length(); position++) {
            char c = line.charAt(position);
            if (quote == 0 && " |&;()<>".indexOf(c) >= 0) {
                break;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else {
                word.append(c);
            }
        }
        if (!isTarget && !(words.isEmpty() && word.toString().matches("[A-Z_]+=.*"))) {
            words.add(word.toString());
        }
        isTarget = false;
    }

    private void endCommand() {
        if (!words.isEmpty()) {
            commands.add(words);
        }
        words = new ArrayList<>();
    }
}
