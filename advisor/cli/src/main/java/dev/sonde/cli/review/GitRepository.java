package dev.sonde.cli.review;

import dev.sonde.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A working tree and its history, read by the {@code git} command. */
final class GitRepository {

    private record Answer(int status, byte[] out, String err) {}

    private final Path root;

    private GitRepository(Path root) {
        this.root = root;
    }

    /** The repository a folder is in, empty if it is in none. */
    static Optional<GitRepository> of(Path folder) {
        Answer answer = run(folder, "rev-parse", "--show-toplevel");
        return answer.status() == 0 ? Optional.of(new GitRepository(Path.of(line(answer)))) : Optional.empty();
    }

    Path root() {
        return root;
    }

    /** The commit a name stands for, empty if there is no such name. */
    Optional<String> commit(String name) {
        // --end-of-options: a name that begins with a dash must not be taken for an option.
        Answer answer = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        return answer.status() == 0 ? Optional.of(line(answer)) : Optional.empty();
    }

    /** Where this branch left the other, empty if the history at hand does not reach so far back. */
    Optional<String> mergeBase(String commit) {
        Answer answer = run(root, "merge-base", "HEAD", commit);
        return answer.status() == 0 ? Optional.of(line(answer)) : Optional.empty();
    }

    /** Whether older commits are missing. */
    boolean shallow() {
        return line(run(root, "rev-parse", "--is-shallow-repository")).equals("true");
    }

    /** Paths below a folder in a commit, relative to the root. */
    List<String> files(String commit, String folder) {
        Answer answer = run(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", folder);
        if (answer.status() != 0) {
            throw CommandFailure.badInput("git cannot list " + folder + " in " + commit + ": " + answer.err());
        }
        List<String> files = new ArrayList<>();
        for (String file : new String(answer.out(), StandardCharsets.UTF_8).split("\0")) {
            if (!file.isEmpty()) {
                files.add(file);
            }
        }
        return files;
    }

    /** The bytes of a file in a commit. */
    byte[] content(String commit, String file) {
        Answer answer = run(root, "cat-file", "blob", commit + ":" + file);
        if (answer.status() != 0) {
            throw CommandFailure.badInput("git cannot read " + file + " in " + commit + ": " + answer.err());
        }
        return answer.out();
    }

    private static String line(Answer answer) {
        return new String(answer.out(), StandardCharsets.UTF_8).strip();
    }

    private static Answer run(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile("sonde-git-", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                process.getOutputStream().close();
                byte[] out = process.getInputStream().readAllBytes();
                int status = process.waitFor();
                return new Answer(status, out, Files.readString(errors).strip());
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            // No git on this machine: the folder is then as good as in no repository.
            return new Answer(127, new byte[0], "git cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.environment("interrupted while git was running", e);
        }
    }
}
