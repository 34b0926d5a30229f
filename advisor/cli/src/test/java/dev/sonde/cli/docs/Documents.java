package dev.sonde.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages a user reads, and the blocks of code in them. */
final class Documents {

    /**
     * A block between fences.
     *
     * @param line number of its first line
     */
    record Block(Path file, int line, String language, List<String> lines) {

        String text() {
            return String.join("\n", lines) + "\n";
        }

        /** Lines of a shell script, each with those that it goes on in. */
        List<String> commands() {
            List<String> commands = new ArrayList<>();
            String begun = "";
            for (String text : lines) {
                if (text.endsWith("\\")) {
                    begun += text.substring(0, text.length() - 1);
                } else {
                    commands.add(begun + text);
                    begun = "";
                }
            }
            commands.removeIf(command -> command.isBlank() || command.strip().startsWith("#"));
            return commands;
        }

        boolean isShell() {
            return language.equals("sh") || language.equals("console");
        }

        @Override
        public String toString() {
            return file.getFileName() + ":" + line;
        }
    }

    private Documents() {}

    static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("profiler")))
                .findFirst()
                .orElseThrow();
    }

    /** README first, since its commands make what those of other pages read. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(root().resolve("README.md")));
        try (Stream<Path> docs = Files.list(root().resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            blocks.addAll(blocks(page));
        }
        return blocks;
    }

    static List<Block> blocks(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> open = null;
        String language = "";
        int begin = 0;
        int number = 0;
        for (String line : Files.readAllLines(page)) {
            number++;
            if (!line.strip().startsWith("```")) {
                if (open != null) {
                    open.add(line);
                }
            } else if (open == null) {
                open = new ArrayList<>();
                language = line.strip().substring(3);
                begin = number + 1;
            } else {
                blocks.add(new Block(page, begin, language, open));
                open = null;
            }
        }
        return blocks;
    }
}
