package dev.sonde.migrations.git;

import dev.sonde.engine.AdvisorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The repository a folder belongs to, read through the {@code git} program. */
public final class GitRepository {

    // A repository's own configuration may name programs; none of them is needed to list files.
    private static final List<String> GIT = List.of(
            "git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "--literal-pathspecs");
    private static final long SECONDS = 30;
    private static final int LATEST_COMMITS = 300;

    private final Path root;

    private GitRepository(Path root) {
        this.root = root;
    }

    /** The repository around an existing or future folder; empty without one, or without the git program. */
    public static Optional<GitRepository> around(Path folder) {
        Path start = folder.toAbsolutePath().normalize();
        while (start != null && !Files.isDirectory(start)) {
            start = start.getParent();
        }
        if (start == null) {
            return Optional.empty();
        }
        Answer answer;
        try {
            answer = run(start, "rev-parse", "--show-toplevel");
        } catch (IOException e) {
            return Optional.empty(); // no git here
        }
        if (answer.status() != 0) {
            return Optional.empty();
        }
        return Optional.of(new GitRepository(Path.of(answer.text().strip())));
    }

    /** The top of the working tree. */
    public Path root() {
        return root;
    }

    /** The commit a name stands for, empty if there is no such name. */
    public Optional<String> commit(String name) throws IOException {
        // --end-of-options: a name that begins with a dash must not be taken for an option
        return line(run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"));
    }

    /** Where this branch left the other, empty if the history at hand does not reach so far back. */
    public Optional<String> mergeBase(String commit) throws IOException {
        return line(run(root, "merge-base", "HEAD", commit));
    }

    /**
     * The files below a folder in a commit, by path relative to the root; two runs of git whatever their number.
     *
     * @param folder relative to the root
     */
    public Map<String, byte[]> contentsAt(String commit, String folder) throws IOException {
        Answer tree = run(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", folder);
        List<String> paths = new ArrayList<>();
        StringBuilder objects = new StringBuilder();
        for (String entry : tree.text().split("\0")) {
            // mode, type and object, then a tab and the path
            int tab = entry.indexOf('\t');
            String[] fields = entry.substring(0, Math.max(tab, 0)).split(" ");
            if (fields.length == 3 && fields[1].equals("blob")) {
                paths.add(entry.substring(tab + 1));
                objects.append(fields[2]).append('\n');
            }
        }
        Answer contents = runWith(root, objects.toString(), "cat-file", "--batch");
        if (tree.status() != 0 || contents.status() != 0) {
            throw AdvisorException.badInput("git cannot read " + folder + " in " + commit + " of " + root, null);
        }
        Map<String, byte[]> files = new TreeMap<>();
        int at = 0;
        for (String path : paths) {
            int end = at;
            while (contents.output()[end] != '\n') {
                end++;
            }
            String header = new String(contents.output(), at, end - at, StandardCharsets.UTF_8);
            if (header.endsWith(" missing")) {
                throw AdvisorException.badInput(
                        path + " of " + commit + " is not in this partial clone; fetch it first: git fetch --refetch",
                        null);
            }
            int size = Integer.parseInt(header.substring(header.lastIndexOf(' ') + 1));
            files.put(path, Arrays.copyOfRange(contents.output(), end + 1, end + 1 + size));
            at = end + size + 2;
        }
        return files;
    }

    /** Whether history was cut off when cloning, as CI does. */
    public boolean isShallow() throws IOException {
        return run(root, "rev-parse", "--is-shallow-repository").text().strip().equals("true");
    }

    /** Files below a folder in the order they were added, newest first; committed ones only. */
    public List<Path> addedNewestFirst(Path folder) throws IOException {
        Answer answer = run(
                root,
                "log",
                "--diff-filter=A",
                "--no-renames",
                "--no-ext-diff",
                "--name-only",
                "--format=",
                "-z",
                "--max-count=" + LATEST_COMMITS,
                "--",
                relative(folder));
        return answer.status() == 0 ? paths(answer.text()) : List.of();
    }

    /**
     * Files below a folder on a branch, tag or commit.
     *
     * @throws AdvisorException if there is no such reference
     */
    public List<Path> filesAt(String reference, Path folder) throws IOException {
        Optional<String> commit = commit(reference);
        if (commit.isEmpty()) {
            throw AdvisorException.badInput(
                    "no branch, tag or commit " + reference + " in " + root
                            + (isShallow() ? ": this clone is shallow, fetch it first" : ": fetch it, or name another"),
                    null);
        }
        Answer answer = run(root, "ls-tree", "-r", "--name-only", "-z", commit.get(), "--", relative(folder));
        return paths(answer.text());
    }

    private String relative(Path folder) throws IOException {
        Path absolute = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        String path = root.toRealPath().relativize(absolute).toString().replace('\\', '/');
        return path.isEmpty() ? "." : path + "/";
    }

    private List<Path> paths(String names) {
        List<Path> paths = new ArrayList<>();
        for (String name : names.split("\0", -1)) {
            if (!name.isBlank()) {
                paths.add(root.resolve(name.strip()).normalize());
            }
        }
        return paths;
    }

    private static Optional<String> line(Answer answer) {
        return answer.status() == 0 ? Optional.of(answer.text().strip()) : Optional.empty();
    }

    private record Answer(int status, byte[] output) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    private static Answer run(Path folder, String... arguments) throws IOException {
        return runWith(folder, "", arguments);
    }

    /** From a file, since git may answer before it has read all of its input. */
    private static Answer runWith(Path folder, String input, String... arguments) throws IOException {
        Path given = Files.createTempFile("sonde-git-", ".in");
        try {
            Files.writeString(given, input);
            return run(folder, given, arguments);
        } finally {
            Files.deleteIfExists(given);
        }
    }

    private static Answer run(Path folder, Path input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = builder.start();
        byte[] output;
        try (InputStream answer = process.getInputStream()) {
            output = answer.readAllBytes();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("git does not answer in " + folder);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git ran", e);
        }
        return new Answer(process.exitValue(), output);
    }
}
