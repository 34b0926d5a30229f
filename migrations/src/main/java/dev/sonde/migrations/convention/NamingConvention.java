package dev.sonde.migrations.convention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a project names its migrations: what most of its latest 20 do, since projects change their convention as they
 * grow. A project without migrations gets a 14-digit UTC time stamp, which branches do not fight over.
 */
public final class NamingConvention {

    static final int LATEST = 20;

    private final VersionScheme scheme;
    private final DescriptionStyle style;
    private final MigrationNames names;
    private final Optional<String> newest;

    private NamingConvention(
            VersionScheme scheme, DescriptionStyle style, MigrationNames names, Optional<String> newest) {
        this.scheme = scheme;
        this.style = style;
        this.names = names;
        this.newest = newest;
    }

    /** The convention of the migrations in a folder, those with the highest versions taken for the latest. */
    public static NamingConvention of(MigrationFolder folder) {
        return of(folder, highest(folder.files()));
    }

    /** The last 20 of files that are sorted by version. */
    static List<MigrationFile> highest(List<MigrationFile> files) {
        return files.subList(Math.max(0, files.size() - LATEST), files.size());
    }

    /**
     * The convention of the migrations in a folder.
     *
     * @param latest of them, oldest first
     */
    static NamingConvention of(MigrationFolder folder, List<MigrationFile> latest) {
        List<MigrationFile> files = folder.files();
        Map<String, List<VersionScheme>> byShape = new LinkedHashMap<>();
        for (MigrationFile file : latest) {
            VersionScheme scheme = VersionScheme.of(file.versionText());
            byShape.computeIfAbsent(scheme.shape(), shape -> new ArrayList<>()).add(scheme);
        }
        List<VersionScheme> majority = List.of(VersionScheme.TIMESTAMP);
        int most = 0;
        for (List<VersionScheme> schemes : byShape.values()) {
            if (schemes.size() >= most) {
                most = schemes.size();
                majority = schemes;
            }
        }
        return new NamingConvention(
                majority.stream().reduce(VersionScheme::padded).orElse(VersionScheme.TIMESTAMP),
                DescriptionStyle.of(
                        latest.stream().map(MigrationFile::description).toList()),
                folder.names(),
                files.isEmpty()
                        ? Optional.empty()
                        : Optional.of(files.get(files.size() - 1).versionText()));
    }

    /** The same, with versions taken that no file of the folder has. */
    public NamingConvention above(Collection<String> taken) {
        Optional<String> highest = newest;
        for (String version : taken) {
            if (highest.isEmpty()
                    || MigrationVersion.parse(version).compareTo(MigrationVersion.parse(highest.get())) > 0) {
                highest = Optional.of(version);
            }
        }
        return new NamingConvention(scheme, style, names, highest);
    }

    /** The version after another one, whatever else is taken. */
    String after(String version, Clock clock) {
        return scheme.next(version, clock.instant());
    }

    /** The next versions as file names spell them, each above all that exist, one unit apart. */
    public List<String> nextVersions(int count, Clock clock) {
        Instant now = clock.instant();
        List<String> versions = new ArrayList<>();
        Optional<String> previous = newest;
        for (int i = 0; i < count; i++) {
            String version = previous.map(last -> scheme.next(last, now)).orElseGet(() -> scheme.first(now));
            versions.add(version);
            previous = Optional.of(version);
        }
        return versions;
    }

    /** The name of a migration file; of the text, words of ASCII letters and digits are kept. */
    public String fileName(String version, String text) {
        return names.fileName(version, style.render(text));
    }
}
