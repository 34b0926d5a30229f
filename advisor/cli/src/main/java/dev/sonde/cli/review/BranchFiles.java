package dev.sonde.cli.review;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.migrations.git.GitRepository;
import dev.sonde.migrations.lint.FileName;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.script.MigrationScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a working tree beside those of its base branch.
 *
 * @param base name of the base branch, empty if all files count as new
 * @param notes what the reader should know of how they were found
 */
record BranchFiles(List<ProjectFile> files, Optional<String> base, List<String> notes) {

    private static final List<String> USUAL_BASES =
            List.of("origin/HEAD", "origin/main", "origin/master", "main", "master");

    /**
     * Reads a folder.
     *
     * @param asked the base branch that was asked for, empty to take the usual one
     */
    static BranchFiles read(Path folder, Optional<String> asked, ProjectSettings settings) throws IOException {
        Path real = folder.toRealPath();
        Optional<GitRepository> git = GitRepository.around(real);
        List<String> notes = new ArrayList<>();
        if (git.isEmpty()) {
            if (asked.isPresent()) {
                throw CommandFailure.badInput("--base " + asked.get() + ": " + folder
                        + " is in no git repository, or there is no git; leave --base out to review all files");
            }
            notes.add(folder + " is in no git repository: all files are taken for new");
            return new BranchFiles(new Reader(real, real, settings).alone(), Optional.empty(), notes);
        }
        GitRepository repository = git.get();
        Reader reader = new Reader(repository.root(), real, settings);
        Optional<String> base = asked.isPresent() ? asked : usualBase(repository);
        if (base.isEmpty()) {
            notes.add("there is no branch " + String.join(", ", USUAL_BASES)
                    + ": all files are taken for new; name the base by --base");
            return new BranchFiles(reader.alone(), Optional.empty(), notes);
        }
        Optional<String> tip = repository.commit(base.get());
        if (tip.isEmpty()) {
            throw CommandFailure.badInput("--base " + base.get() + ": no such branch or commit here"
                    + (repository.isShallow() ? ", and the clone is shallow" : "")
                    + "; fetch it first, for example: git fetch origin "
                    + base.get().replaceFirst("^origin/", ""));
        }
        Optional<String> fork = repository.mergeBase(tip.get());
        if (fork.isEmpty()) {
            notes.add("the history does not reach back to where this branch left " + base.get()
                    + (repository.isShallow() ? " (the clone is shallow: git fetch --unshallow)" : "")
                    + ": files are compared with " + base.get() + " as it is now");
        }
        return new BranchFiles(reader.beside(repository, tip.get(), fork.orElse(tip.get())), base, notes);
    }

    private static Optional<String> usualBase(GitRepository repository) throws IOException {
        for (String name : USUAL_BASES) {
            if (repository.commit(name).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static final class Reader {
        private final Path root;
        private final Path folder;
        private final ProjectSettings settings;

        Reader(Path root, Path folder, ProjectSettings settings) throws IOException {
            this.root = root.toRealPath();
            this.folder = folder;
            this.settings = settings;
        }

        List<ProjectFile> alone() throws IOException {
            List<ProjectFile> files = new ArrayList<>();
            Map<String, byte[]> tree = workingTree();
            for (String path : tree.keySet()) {
                add(path, tree, Map.of(), ProjectFile.State.ADDED, files);
            }
            return files;
        }

        List<ProjectFile> beside(GitRepository git, String tip, String fork) throws IOException {
            String below = relative(folder);
            Map<String, byte[]> tree = workingTree();
            Map<String, byte[]> before = git.contentsAt(fork, below);
            Map<String, byte[]> now = fork.equals(tip) ? before : git.contentsAt(tip, below);
            List<ProjectFile> files = new ArrayList<>();
            TreeSet<String> paths = new TreeSet<>(tree.keySet());
            paths.addAll(now.keySet());
            paths.addAll(before.keySet());
            for (String path : paths) {
                if (tree.containsKey(path)) {
                    boolean known = before.containsKey(path) || now.containsKey(path);
                    Map<String, byte[]> base = before.containsKey(path) ? before : now;
                    add(path, tree, base, known ? ProjectFile.State.KEPT : ProjectFile.State.ADDED, files);
                } else if (before.containsKey(path)) {
                    add(path, before, before, ProjectFile.State.DELETED, files);
                } else {
                    add(path, now, now, ProjectFile.State.BASE_ONLY, files);
                }
            }
            return files;
        }

        private void add(
                String path,
                Map<String, byte[]> tree,
                Map<String, byte[]> base,
                ProjectFile.State state,
                List<ProjectFile> files) {
            FileName name = FileName.of(path, settings);
            String migration = path.replaceFirst("\\.conf$", "");
            if (name.kind() == FileName.Kind.OTHER
                    || (name.kind() == FileName.Kind.SETTINGS && tree.containsKey(migration))) {
                return;
            }
            String conf = path + ".conf";
            boolean sql = name.kind() != FileName.Kind.CODE && name.kind() != FileName.Kind.SETTINGS;
            Optional<MigrationScript> script = sql
                    ? text(tree.get(path)).map(text -> MigrationScript.of(path, text, text(tree.get(conf))))
                    : Optional.empty();
            files.add(new ProjectFile(path, name, state, script, text(base.get(path)), text(base.get(conf))));
        }

        private Map<String, byte[]> workingTree() throws IOException {
            Map<String, byte[]> files = new TreeMap<>();
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    files.put(relative(path), Files.readAllBytes(path));
                }
            }
            return files;
        }

        private String relative(Path path) {
            String text = root.relativize(path).toString().replace('\\', '/');
            return text.isEmpty() ? "." : text;
        }
    }

    /** The bytes as text, empty if they are none. */
    private static Optional<String> text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
