package dev.sonde.migrations.matrix;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A major version of Flyway, away from the one this module is compiled with. */
final class FlywayMajor implements AutoCloseable {

    private final int major;
    private final List<String> classPath = new ArrayList<>();
    private final URLClassLoader loader;

    private FlywayMajor(int major) throws IOException {
        this.major = major;
        Path jars = Path.of("target", "flyway-" + major);
        if (Files.isDirectory(jars)) {
            try (Stream<Path> files = Files.list(jars)) {
                files.sorted().forEach(jar -> classPath.add(jar.toAbsolutePath().toString()));
            }
        }
        boolean ours = classPath.isEmpty();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (ours || !entry.matches(".*[/\\\\]flyway-[a-z-]+\\d[^/\\\\]*\\.jar")) {
                classPath.add(entry);
            }
        }
        loader = new URLClassLoader(
                classPath.stream().map(FlywayMajor::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    static FlywayMajor of(int major) throws IOException {
        return new FlywayMajor(major);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /** As {@link FlywayChild#run}, by this Flyway. */
    String run(String command, String url, Path folder, boolean transactionalLock) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return (String) loader.loadClass(FlywayChild.class.getName())
                    .getMethod("run", String.class, String.class, String.class, String.class)
                    .invoke(null, command, url, folder.toString(), String.valueOf(transactionalLock));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Flyway " + major + " does not run", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A migration in a process of its own. */
    Process start(String url, Path folder, boolean transactionalLock) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        FlywayChild.class.getName(),
                        "migrate",
                        url,
                        folder.toString(),
                        String.valueOf(transactionalLock))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The version that really runs. */
    String version() {
        try {
            return (String) loader.loadClass("org.flywaydb.core.internal.license.VersionPrinter")
                    .getMethod("getVersion")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
