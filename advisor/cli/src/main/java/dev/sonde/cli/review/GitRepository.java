package dev.sonde.cli.review;

import dev.sonde.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A working tree and its history, read by the {@code git} command. */
final class GitRepository {

    private record Answer(int status, byte[] out, String err) {}

    private final Path root;

    private GitRepository(Path root) {
        this.root = root;
    }

    /** The repository a folder is in, empty if it is in none. */
    static Optional<GitRepository> of(Path folder) {
        Answer answer = run(folder, "", "rev-parse", "--show-toplevel");
        return answer.status() == 0 ? Optional.of(new GitRepository(Path.of(line(answer)))) : Optional.empty();
    }

    Path root() {
        return root;
    }

    /** The commit a name stands for, empty if there is no such name. */
    Optional<String> commit(String name) {
        // --end-of-options: a name that begins with a dash must not be taken for an option.
        Answer answer = run(root, "", "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        return answer.status() == 0 ? Optional.of(line(answer)) : Optional.empty();
    }

    /** Where this branch left the other, empty if the history at hand does not reach so far back. */
    Optional<String> mergeBase(String commit) {
        Answer answer = run(root, "", "merge-base", "HEAD", commit);
        return answer.status() == 0 ? Optional.of(line(answer)) : Optional.empty();
    }

    /** Whether older commits are missing. */
    boolean shallow() {
        return line(run(root, "", "rev-parse", "--is-shallow-repository")).equals("true");
    }

    /** The files below a folder in a commit, by path relative to the root; two runs of git whatever their number. */
    Map<String, byte[]> files(String commit, String folder) {
        Answer tree = run(root, "", "ls-tree", "-r", "-z", "--full-tree", commit, "--", folder);
        List<String> paths = new ArrayList<>();
        StringBuilder objects = new StringBuilder();
        for (String entry : new String(tree.out(), StandardCharsets.UTF_8).split("\0")) {
            // mode, type and object, then a tab and the path
            int tab = entry.indexOf('\t');
            String[] fields = entry.substring(0, Math.max(tab, 0)).split(" ");
            if (fields.length == 3 && fields[1].equals("blob")) {
                paths.add(entry.substring(tab + 1));
                objects.append(fields[2]).append('\n');
            }
        }
        Answer contents = run(root, objects.toString(), "cat-file", "--batch");
        if (tree.status() != 0 || contents.status() != 0) {
            throw CommandFailure.badInput(
                    "git cannot read " + folder + " in " + commit + ": " + tree.err() + contents.err());
        }
        Map<String, byte[]> files = new TreeMap<>();
        int at = 0;
        for (String path : paths) {
            int end = at;
            while (contents.out()[end] != '\n') {
                end++;
            }
            String header = new String(contents.out(), at, end - at, StandardCharsets.UTF_8);
            if (header.endsWith(" missing")) {
                throw CommandFailure.badInput(
                        path + " of " + commit + " is not in this partial clone; fetch it first: git fetch --refetch");
            }
            int size = Integer.parseInt(header.substring(header.lastIndexOf(' ') + 1));
            files.put(path, Arrays.copyOfRange(contents.out(), end + 1, end + 1 + size));
            at = end + size + 2;
        }
        return files;
    }

    private static String line(Answer answer) {
        return new String(answer.out(), StandardCharsets.UTF_8).strip();
    }

    private static Answer run(Path folder, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile("sonde-git-", ".err");
            Path given = Files.createTempFile("sonde-git-", ".in");
            try {
                Files.writeString(given, input);
                Process process = new ProcessBuilder(command)
                        .redirectInput(given.toFile())
                        .redirectError(errors.toFile())
                        .start();
                byte[] out = process.getInputStream().readAllBytes();
                int status = process.waitFor();
                return new Answer(status, out, Files.readString(errors).strip());
            } finally {
                Files.deleteIfExists(given);
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
