package dev.sonde.benchmarks.fleet;

import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.process.MeasuredCommand;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The job on two cores of this machine. Spark is not among the benchmarks' own dependencies: the build of {@code advisor/spark} leaves
 * a list of the jars that a cluster would provide.
 *
 * @param folder what that build made
 */
record SparkJob(Path folder) {
    private static final Path BUILT = Path.of("advisor", "spark", "target");
    private static final String JAR = "sonde-spark.jar";
    private static final String PROVIDED = "provided.classpath";

    /** The one that was built in this repository. */
    static SparkJob find() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null
                && !(Files.exists(folder.resolve(BUILT).resolve(JAR))
                        && Files.exists(folder.resolve(BUILT).resolve(PROVIDED)))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IOException(BUILT.resolve(JAR) + " or " + PROVIDED + " beside it is not there: run mvn -Pfast"
                    + " -DskipTests -pl advisor/spark -am package first, and start this from within the repository");
        }
        return new SparkJob(folder.resolve(BUILT));
    }

    /** Reduces captures whose units of work are all over; with the options for Java that docs/fleet.md gives to executors. */
    MeasuredCommand reduce(Path captures, Path summary, Duration patience) throws IOException {
        String provided = Files.readString(folder.resolve(PROVIDED)).strip();
        Path scratch = Files.createDirectory(captures.resolveSibling("spark"));
        List<String> command = new ArrayList<>(List.of(
                ChildProcess.java(), "-Xmx2g", "-XX:+UseParallelGC", "-XX:FreqInlineSize=120", "-XX:MaxInlineLevel=9"));
        command.addAll(moduleOptions(provided));
        command.addAll(List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=localhost",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.local.dir=" + scratch,
                "-cp",
                folder.resolve(JAR) + File.pathSeparator + provided,
                "dev.sonde.spark.ReduceCaptures",
                captures.toString(),
                "-o",
                summary.toString(),
                "--end-units"));
        return MeasuredCommand.run(command, patience);
    }

    /** What {@code spark-submit} opens to Spark on this Java. */
    private static List<String> moduleOptions(String provided) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (String jar : provided.split(File.pathSeparator, -1)) {
            jars.add(Path.of(jar).toUri().toURL());
        }
        try (URLClassLoader spark = new URLClassLoader(jars.toArray(URL[]::new))) {
            Object options = spark.loadClass("org.apache.spark.launcher.JavaModuleOptions")
                    .getMethod("defaultModuleOptions")
                    .invoke(null);
            return List.of(String.valueOf(options).strip().split(" +", -1));
        } catch (ReflectiveOperationException e) {
            throw new IOException("this version of Spark does not tell its options", e);
        }
    }
}
