package dev.sonde.migrations.convention;

import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * New numbers for the migrations that only this branch has, after all that the base branch has: in their own order,
 * and only for those that need one.
 *
 * @param moves from lowest to highest version
 * @param byHand Java migrations that need a new number: the class would have to be renamed too
 */
public record Renumbering(List<Move> moves, List<Path> byHand) {

    /** One file that changes its name; a {@code .conf} beside it goes with it. */
    public record Move(Path from, Path to) {}

    public Renumbering {
        moves = List.copyOf(moves);
        byHand = List.copyOf(byHand);
    }

    /**
     * Plans the moves.
     *
     * @param base branch, tag or commit
     * @param applied versions that a database has already
     * @throws AdvisorException if there is no such base, or an applied migration would change its number
     */
    public static Renumbering plan(MigrationTarget target, String base, Collection<String> applied, Clock clock)
            throws IOException {
        GitRepository git = GitRepository.around(target.folder())
                .orElseThrow(() -> AdvisorException.badInput(
                        "--base " + base + ": " + target.folder() + " is not in a git repository", null));
        Set<Path> onBase = new HashSet<>();
        MigrationVersion floor = MigrationVersion.parse("0");
        String floorText = "0";
        for (Path location : MigrationFolder.searched(target.locations())) {
            for (Path file : git.filesAt(base, location)) {
                onBase.add(file);
                MigrationVersion version = MigrationFile.of(file, target.names())
                        .map(MigrationFile::version)
                        .orElse(floor);
                if (version.compareTo(floor) > 0) {
                    floor = version;
                    floorText =
                            MigrationFile.of(file, target.names()).orElseThrow().versionText();
                }
            }
        }
        MigrationFolder folder = target.read();
        NamingConvention convention = target.convention();
        List<Move> moves = new ArrayList<>();
        List<Path> byHand = new ArrayList<>();
        for (MigrationFile file : folder.files()) {
            if (onBase.contains(file.path().toRealPath())) {
                continue;
            }
            if (file.version().compareTo(floor) > 0) {
                floor = file.version();
                floorText = file.versionText();
            } else if (!file.isSql()) {
                byHand.add(file.path());
            } else {
                requireNotApplied(file, applied);
                floorText = convention.after(floorText, clock);
                floor = MigrationVersion.parse(floorText);
                moves.add(new Move(file.path(), renamed(file, target.names(), floorText)));
            }
        }
        return new Renumbering(moves, byHand);
    }

    private static void requireNotApplied(MigrationFile file, Collection<String> applied) {
        for (String version : applied) {
            if (MigrationVersion.parse(version).equals(file.version())) {
                throw AdvisorException.badInput(
                        file.path().getFileName() + ": version " + version + " was applied to the database already,"
                                + " and Flyway would miss it: nothing is renumbered; write a new migration instead",
                        null);
            }
        }
    }

    private static Path renamed(MigrationFile file, MigrationNames names, String version) {
        String name = file.path().getFileName().toString();
        int from = name.startsWith(names.prefix()) ? names.prefix().length() : 1;
        return file.path()
                .resolveSibling(name.substring(0, from)
                        + version
                        + name.substring(from + file.versionText().length()));
    }

    /** Renames the files, the highest first, so that none lands on one that is still to go. */
    public void carryOut() throws IOException {
        for (int i = moves.size() - 1; i >= 0; i--) {
            Move move = moves.get(i);
            Path settings = settingsOf(move.from());
            if (Files.exists(settings)) {
                Files.move(settings, settingsOf(move.to()));
            }
            Files.move(move.from(), move.to());
        }
    }

    /** The file with a migration's own settings. */
    public static Path settingsOf(Path migration) {
        return migration.resolveSibling(migration.getFileName() + ".conf");
    }
}
