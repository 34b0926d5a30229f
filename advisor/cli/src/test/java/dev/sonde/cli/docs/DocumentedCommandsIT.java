package dev.sonde.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandProcess;
import dev.sonde.cli.docs.Documents.Block;
import dev.sonde.engine.server.ThrowawayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README.md and of the pages in docs, in their order, in a folder that has what they name: a service's
 * captures, made by the program for plain JDBC in README.md, a database, migrations on a branch, a server's log.
 */
class DocumentedCommandsIT {

    /** What is parsed by {@link DocumentsTest} and not run. */
    private static final List<Pattern> NOT_RUN = List.of(
            // takes minutes, and DemoIT runs it
            Pattern.compile("\\./sonde demo.*"),
            // needs a cluster
            Pattern.compile("spark-submit .*"),
            // builds what this test is part of
            Pattern.compile("(mvn|make) .*"));

    private static final String MIGRATION = """
            create table agents (id bigint primary key, name text);
            create table tasks (id bigint primary key, agent_id bigint not null, title text);
            """;
    private static final String ROWS = """
            insert into agents select i, 'a' || i from generate_series(1, 200) i;
            insert into tasks select i, i % 200, repeat('t', 40) from generate_series(1, 40000) i;
            analyze agents, tasks;
            """;

    private static final String PROGRAM = """
            import dev.sonde.profiler.UnitOfWork;
            import java.sql.*;

            public class Start {
                public static void main(String[] arguments) throws SQLException {
                    %s
                }

                static void printAgents(Connection connection) throws SQLException {
                    try (Statement parents = connection.createStatement();
                            ResultSet agents = parents.executeQuery("select id, name from agents order by id limit 50")) {
                        while (agents.next()) {
                            try (PreparedStatement children =
                                    connection.prepareStatement("select id, title from tasks where agent_id = ?")) {
                                children.setLong(1, agents.getLong(1));
                                try (ResultSet tasks = children.executeQuery()) {
                                    while (tasks.next()) {}
                                }
                            }
                        }
                    }
                }
            }
            """;

    @TempDir
    static Path folder;

    private static ThrowawayServer server;
    private static int port;

    @BeforeAll
    static void prepare() throws Exception {
        server = ThrowawayServer.start(
                List.of(List.of("--locale=C")),
                Map.of(
                        "fsync", "off",
                        "shared_buffers", "32MB",
                        "logging_collector", "on",
                        "log_destination", "csvlog",
                        "log_filename", "server.log",
                        "log_min_duration_statement", "0"));
        port = Integer.parseInt(server.url("postgres").replaceFirst(".*?:(\\d+)/.*", "$1"));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            // As whom the driver connects if nobody says
            statement.execute("create role \"" + System.getProperty("user.name") + "\" superuser login");
            statement.execute("create database app");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/app");
                Statement statement = connection.createStatement()) {
            statement.execute(MIGRATION + ROWS);
        }
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database clone template app");
            statement.execute("create database history encoding 'UTF8' template template0");
        }
        project();
        service();
        ran("for side in base head late; do cp -r captures $side; done");
        try (Stream<Path> logs = Files.list(server.dataDirectory().resolve("log"))) {
            Path log = logs.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(log, folder.resolve("server.csv"));
        }
        Files.writeString(
                folder.resolve("queries.sql"), "-- weight: 100\nselect title from tasks where agent_id = 7;\n");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static void project() throws IOException, InterruptedException {
        Path migrations = Files.createDirectories(folder.resolve("src/main/resources/db/migration"));
        Files.writeString(migrations.resolve("V1__agents.sql"), MIGRATION);
        ran("git init -q . && git add src && git -c user.name=a -c user.email=a@b commit -q -m a"
                + " && git update-ref refs/remotes/origin/main HEAD && ln -s .bin/sonde sonde");
        Files.writeString(migrations.resolve("V2__title.sql"), "create index tasks_title on tasks (title);\n");
    }

    /** The program that README.md shows for plain JDBC. */
    private static void service() throws IOException, InterruptedException {
        Block shown = Documents.blocks(Documents.root().resolve("README.md")).stream()
                .filter(block -> block.language().equals("java") && block.text().contains("jdbc:sonde:"))
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("Start.java"), here(PROGRAM.formatted(shown.text())));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ran("'" + java + "' -cp '" + System.getProperty("java.class.path") + "' Start.java");
        assertThat(folder.resolve("captures")).isNotEmptyDirectory();
    }

    private static CommandProcess ran(String line) throws IOException, InterruptedException {
        CommandProcess run = CommandProcess.bash(folder, line);
        assertThat(run.status()).as("%s: %s", line, run.err()).isZero();
        return run;
    }

    /** The server of documents is this one, and so is the query that they ask for. */
    private static String here(String text) {
        return text.replace("localhost:5432", "127.0.0.1:" + port);
    }

    @Test
    void everyCommandRuns() throws IOException, InterruptedException {
        Set<String> commands = new LinkedHashSet<>();
        for (Block block : Documents.blocks()) {
            if (block.isShell()) {
                block.commands().stream()
                        .filter(line -> NOT_RUN.stream()
                                .noneMatch(pattern -> pattern.matcher(line).matches()))
                        .forEach(commands::add);
            }
        }
        String query = ran("sonde report captures --format json").out();
        String fingerprint = new ObjectMapper()
                .readTree(query)
                .get("statements")
                .get(0)
                .get("fingerprint")
                .asText();

        List<String> failed = new ArrayList<>();
        for (String line : commands) {
            CommandProcess run = CommandProcess.bash(
                    folder, "set -o pipefail\n" + here(line).replace("49fe0902", fingerprint.substring(0, 8)));
            // Findings are no failure of the command
            if (run.status() > 1 || run.err().contains("Exception")) {
                failed.add(line + " -> " + run.status() + " " + run.err());
            }
        }

        assertThat(failed).isEmpty();
        assertThat(commands).hasSizeGreaterThan(20);
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("advice.json")).content().contains("create index");
    }
}
