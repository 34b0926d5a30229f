package dev.sonde.shop;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application with its own capture folder; closing it ends the capture. */
final class Service implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    private Service(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** Hibernate's auto-configuration in 3.5 and in 4, for tests that do without it. */
    private static final String HIBERNATE =
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration,"
                    + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";

    /** An application without a web server and without Hibernate. */
    static Service start(Class<?> configuration, Path folder, String... properties) {
        String[] all = Arrays.copyOf(properties, properties.length + 2);
        all[properties.length + 1] = "spring.data.jpa.repositories.enabled=false";
        all[properties.length] = "spring.autoconfigure.exclude=" + HIBERNATE;
        return start(WebApplicationType.NONE, configuration, folder, all);
    }

    /** An application on Tomcat, on a free port; a property without a value is left out. */
    static Service serve(Class<?> configuration, Path folder, String... properties) {
        return start(WebApplicationType.SERVLET, configuration, folder, properties);
    }

    private static Service start(WebApplicationType type, Class<?> configuration, Path folder, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.application.name=shop",
                "--spring.datasource.url=" + Postgres.URL,
                "--spring.datasource.username=" + Postgres.USER,
                "--spring.datasource.hikari.maximum-pool-size=4",
                "--spring.jpa.open-in-view=true",
                "--logging.level.root=warn",
                "--spring.flyway.enabled=false",
                "--management.endpoints.web.exposure.include=*",
                "--sonde.enabled=true",
                "--sonde.folder=" + folder));
        for (String property : properties) {
            arguments.removeIf(given -> given.startsWith("--" + property.replaceAll("=.*", "") + "="));
            if (!property.endsWith("=")) {
                arguments.add("--" + property);
            }
        }
        return new Service(
                new SpringApplicationBuilder(configuration).web(type).run(arguments.toArray(String[]::new)), folder);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    record Answer(int status, String body) {}

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer send(String method, String path, String json) {
        String port = String.valueOf(context.getEnvironment().getProperty("local.server.port"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/plain")
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An execution with what it belongs to. */
    record Executed(String sql, String route, String traceId, long unit, String kind) {}

    /** Ends application and capture, and reads what was captured. */
    List<Executed> executions() {
        close();
        Map<Long, Statement> statements = new HashMap<>();
        Map<Long, Unit> units = new HashMap<>();
        List<Execution> executions = new ArrayList<>();
        for (CaptureRecord entry : records(folder)) {
            if (entry instanceof Statement statement) {
                statements.put(statement.id(), statement);
            } else if (entry instanceof Unit unit) {
                units.put(unit.id(), unit);
            } else if (entry instanceof Execution execution) {
                executions.add(execution);
            }
        }
        return executions.stream()
                .map(execution -> {
                    Unit unit = units.get(execution.unit());
                    Statement statement = statements.get(execution.statement());
                    return new Executed(
                            statement == null ? "" : statement.sql(),
                            unit == null ? "" : unit.route(),
                            unit == null ? "" : unit.traceId(),
                            execution.unit(),
                            unit == null ? "" : unit.kind());
                })
                .toList();
    }

    static List<CaptureRecord> records(Path folder) {
        List<CaptureRecord> records = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return records;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sonde")).toList()) {
                CaptureReader.read(file, records::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    @Override
    public void close() {
        context.close();
        CaptureSessions.closeAll();
    }
}
