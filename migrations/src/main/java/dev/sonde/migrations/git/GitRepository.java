package dev.sonde.migrations.git;

import dev.sonde.engine.AdvisorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        Answer commit = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}");
        if (commit.status() != 0) {
            throw AdvisorException.badInput(
                    "no branch, tag or commit " + reference + " in " + root
                            + (isShallow() ? ": this clone is shallow, fetch it first" : ": fetch it, or name another"),
                    null);
        }
        Answer answer =
                run(root, "ls-tree", "-r", "--name-only", "-z", commit.text().strip(), "--", relative(folder));
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

    private record Answer(int status, String text) {}

    private static Answer run(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = builder.start();
        process.getOutputStream().close();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (InputStream output = process.getInputStream()) {
            output.transferTo(text);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("git does not answer in " + folder);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git ran", e);
        }
        return new Answer(process.exitValue(), text.toString(StandardCharsets.UTF_8));
    }
}
