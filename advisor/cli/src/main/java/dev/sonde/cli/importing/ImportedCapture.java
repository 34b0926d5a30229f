package dev.sonde.cli.importing;

import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The capture file that an import writes: one session for each service and database that the source names. Executions are
 * written as they come, so that memory grows with distinct statements only. The file has its name when {@link #finish} has
 * been called; before that it is {@code NAME.part}, which {@link #close} removes.
 */
final class ImportedCapture implements Closeable {

    /** Bytes of values that are kept for all statements together. */
    static final long MAX_VALUE_BYTES = 64L << 20;

    private static final int CACHED_TEXTS = 2_000;
    private static final int MAX_CACHED_LENGTH = 4_000;

    private record Key(String service, String databaseUrl) {}

    private record Text(String sql, boolean isJdbc) {}

    private final Path file;
    private final Path part;
    private final ImportSource source;
    private final boolean keepsValues;
    private final String sondeVersion;
    private final long seed;
    private final CaptureWriter writer;
    private final ValueHasher hasher = ValueHasher.of(ValueHasher.randomKey());
    private final ImportTally tally = new ImportTally();
    private final Map<Key, ImportedSession> sessions = new LinkedHashMap<>();
    private final Map<Text, NormalizedSql> normalized = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Text, NormalizedSql> eldest) {
            return size() > CACHED_TEXTS;
        }
    };
    private long valueBytes;
    private boolean finished;

    /**
     * Begins a file.
     *
     * @param seed tells imports of different sources apart; the same for the same source, so that the same values are
     *     sampled each time
     */
    ImportedCapture(Path file, ImportSource source, boolean keepsValues, String sondeVersion, long seed)
            throws IOException {
        this.file = file;
        this.source = source;
        this.keepsValues = keepsValues;
        this.sondeVersion = sondeVersion;
        this.seed = seed;
        part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        writer = CaptureWriter.create(part);
    }

    /** What was left out. */
    ImportTally tally() {
        return tally;
    }

    /** The session of a service and a database; both may be empty. */
    ImportedSession session(String service, String databaseUrl) {
        return sessions.computeIfAbsent(new Key(service, databaseUrl), key -> new ImportedSession(this, idOf(key)));
    }

    private long idOf(Key key) {
        long hash = ContentHash.add(seed, key.service(), 0, key.service().length());
        hash = ContentHash.add(hash, '\0');
        hash = ContentHash.add(hash, key.databaseUrl(), 0, key.databaseUrl().length());
        return ContentHash.finish(hash);
    }

    /** The record that a session begins with. */
    Session record(ImportedSession session, long startedMicros) {
        Key key = sessions.entrySet().stream()
                .filter(entry -> entry.getValue() == session)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return new Session(
                session.id(),
                key.service(),
                "",
                "",
                startedMicros,
                key.databaseUrl(),
                "",
                keepsValues ? "values" : "hashed",
                hasher.key(),
                50_000,
                source.profilerVersion(sondeVersion));
    }

    NormalizedSql normalize(String sql, boolean isJdbc) {
        Text text = new Text(sql, isJdbc);
        NormalizedSql known = normalized.get(text);
        if (known == null) {
            known = isJdbc ? SqlNormalizer.normalize(sql) : SqlNormalizer.normalizeNative(sql);
            if (sql.length() <= MAX_CACHED_LENGTH) {
                normalized.put(text, known);
            }
        }
        return known;
    }

    CaptureWriter writer() {
        return writer;
    }

    ValueHasher hasher() {
        return hasher;
    }

    /** Whether values of an execution may be kept: if they are to be, and there is room. */
    boolean keepsValues() {
        return keepsValues && valueBytes < MAX_VALUE_BYTES;
    }

    void kept(long bytes) {
        valueBytes += bytes;
    }

    long executions() {
        return sessions.values().stream().mapToLong(ImportedSession::executions).sum();
    }

    long statements() {
        return sessions.values().stream()
                .flatMap(session -> session.statements().stream())
                .distinct()
                .count();
    }

    /** Writes the counts and gives the file its name. */
    void finish() throws IOException {
        for (ImportedSession session : sessions.values()) {
            session.finish();
        }
        writer.close();
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        finished = true;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            writer.abandon();
            Files.deleteIfExists(part);
        }
    }
}
