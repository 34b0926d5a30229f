package dev.sonde.sample.nplusone.record;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.sample.nplusone.scenario.Program;
import dev.sonde.sample.nplusone.scenario.Service;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Runs programs on one embedded PostgreSQL, each under a capture of its own. Sessions of the profiler are ended after
 * each run, also foreign ones, so nothing else in the process may capture meanwhile. Not threadsafe.
 */
public final class Recorder implements AutoCloseable {

    private static final String RESOURCES = "/dev/sonde/sample/nplusone/";

    // Machines that build are busy: nothing is to be shed, so that a run always gives the same records
    private static final Map<String, String> SETTINGS =
            Map.of("sonde.overhead-budget", "100000%", "sonde.writer-limit", "100%", "sonde.service", "n-plus-one");

    // Held, since a logger that nobody holds forgets its level: a session begins and ends with each run
    private static final Logger PROFILER_LOG = Logger.getLogger("dev.sonde.profiler");

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;
    private final DelegatingDataSource current;
    private final Service service;
    private final String scratch;
    private final Path folder;
    private final Map<Class<?>, Object> parts = new HashMap<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private int runs;

    private Recorder(EmbeddedPostgres server) throws IOException, SQLException {
        this.server = server;
        PROFILER_LOG.setLevel(Level.WARNING);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(2);
        this.pool = new HikariDataSource(config);
        this.current = new DelegatingDataSource(pool);
        this.service = new Service(current, new Service.Parts() {
            @Override
            public <T> T part(Class<T> type, Function<DataSource, T> make) {
                return Recorder.this.part(type, make);
            }
        });
        this.folder = Files.createTempDirectory("sonde-n-plus-one");
        this.scratch = resource("scratch.sql");
        execute(resource("schema.sql"));
    }

    /** Starts the server and makes schema and rows. */
    public static Recorder start() throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("jit", "off")
                .start();
        try {
            return new Recorder(server);
        } catch (IOException | SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Every program that this JVM can run, with every N. */
    public List<RecordedRun> recordAll(List<Program> programs) throws Exception {
        List<RecordedRun> recorded = new ArrayList<>();
        for (Program program : programs) {
            if (program.isAvailable()) {
                for (int n : Service.sizes()) {
                    recorded.add(record(program, n));
                }
            }
        }
        return recorded;
    }

    /** Runs the program once, under a capture of its own. */
    public RecordedRun record(Program program, int n) throws Exception {
        Path runFolder = folder.resolve("run-" + ++runs);
        execute(scratch);
        Properties properties = new Properties();
        properties.putAll(SETTINGS);
        properties.setProperty("sonde.folder", runFolder.toString());
        service.url(url(properties));
        current.setTargetDataSource(SondeDataSource.wrap(pool, "pool", ProfilerSettings.of(Map.of(), properties)));
        try {
            run(program, n);
        } catch (Exception e) {
            throw new IllegalStateException(program.name() + ", N=" + n + " failed", e);
        } finally {
            CaptureSessions.closeAll();
            current.setTargetDataSource(pool);
        }
        return new RecordedRun(program, n, read(runFolder));
    }

    private void run(Program program, int n) throws Exception {
        if (program.ownUnits()) {
            program.body().run(service, n);
            return;
        }
        try (UnitOfWork unit =
                UnitOfWork.open("GET /scenarios/" + program.scenario().number())) {
            program.body().run(service, n);
        }
    }

    private static List<CaptureRecord> read(Path runFolder) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        if (!Files.exists(runFolder)) {
            return records;
        }
        for (Path file : list(runFolder)) {
            if (file.toString().endsWith(".sonde")
                    && CaptureReader.read(file, records::add).torn()) {
                throw new IOException(file + " is torn");
            }
        }
        delete(runFolder);
        return records;
    }

    private <T> T part(Class<T> type, Function<DataSource, T> make) {
        Object known = parts.get(type);
        if (known == null) {
            DataSource captured = current.getTargetDataSource() == null ? pool : current.getTargetDataSource();
            current.setTargetDataSource(pool);
            try {
                known = make.apply(current);
            } finally {
                current.setTargetDataSource(captured);
            }
            parts.put(type, known);
            if (known instanceof AutoCloseable closeable) {
                closing.push(closeable);
            }
        }
        return type.cast(known);
    }

    private String url(Properties settings) {
        StringBuilder url =
                new StringBuilder(server.getJdbcUrl("postgres", "postgres").replace("jdbc:", "jdbc:sonde:"));
        settings.forEach((name, value) ->
                url.append('&').append(name).append('=').append(value.toString().replace("%", "%25")));
        return url.toString();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Recorder.class.getResourceAsStream(RESOURCES + name)) {
            if (stream == null) {
                throw new IOException("resource missing: " + RESOURCES + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        for (Path path : list(directory)) {
            Files.delete(path);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : closing) {
            part.close();
        }
        pool.close();
        server.close();
        delete(folder);
    }
}
