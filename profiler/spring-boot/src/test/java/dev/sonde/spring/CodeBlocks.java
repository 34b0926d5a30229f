package dev.sonde.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that a user reads, README.md and all below docs, and the code between their fences. */
final class CodeBlocks {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```(\\S+) *\\n(.*?)^ *``` *$");

    /**
     * @param place page and line of the fence, for messages
     */
    record CodeBlock(String place, String text) {}

    private CodeBlocks() {}

    static List<Path> pages() throws IOException {
        Path root = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("docs/rules")))
                .findFirst()
                .orElseThrow();
        List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
        try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    static List<CodeBlock> of(String language) throws IOException {
        List<CodeBlock> blocks = new ArrayList<>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            Matcher fenced = FENCED.matcher(text);
            while (fenced.find()) {
                if (fenced.group(1).equals(language)) {
                    long line = text.substring(0, fenced.start()).lines().count() + 1;
                    blocks.add(new CodeBlock(page.getFileName() + ":" + line, fenced.group(2)));
                }
            }
        }
        return blocks;
    }
}
