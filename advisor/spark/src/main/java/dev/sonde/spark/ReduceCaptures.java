package dev.sonde.spark;

import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.analysis.text.VisibleLine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The job, for {@code spark-submit}. Exit status: 0 all was counted, 1 some files were of no use and are named, 2 wrong use or
 * no file was of use, 3 something could not be read or written.
 */
public final class ReduceCaptures {
    private static final FsPermission OWNER_ONLY = new FsPermission((short) 0600);

    private ReduceCaptures() {}

    public static void main(String[] arguments) {
        int status = run(arguments, message -> System.err.println("sonde-spark: " + VisibleLine.of(message)));
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs the job and returns its exit status. */
    static int run(String[] arguments, Consumer<String> messages) {
        try {
            FleetOptions options = FleetOptions.of(arguments);
            try (JavaSparkContext spark =
                    new JavaSparkContext(new SparkConf().setIfMissing("spark.app.name", "sonde"))) {
                Path output = new Path(options.output());
                InputFile older = older(output, spark.hadoopConfiguration());
                if (older.kind() == InputFile.Kind.CAPTURE || older.kind() == InputFile.Kind.USELESS) {
                    throw new BadInputException(
                            "-o " + output + ": is there, is no summary and will not be overwritten");
                }
                FleetJob.Result result = FleetJob.run(spark, options, messages);
                write(output, result, spark.hadoopConfiguration());
                messages.accept(result.captures() + " captures and " + result.summaries() + " summaries: written to "
                        + output + (result.useless() > 0 ? "; " + result.useless() + " files were of no use" : ""));
                return result.useless() > 0 ? 1 : 0;
            }
        } catch (BadInputException e) {
            messages.accept(String.valueOf(e.getMessage()));
            return 2;
        } catch (IOException e) {
            messages.accept("cannot read or write: " + e.getMessage());
            return 3;
        }
    }

    private static InputFile older(Path output, Configuration configuration) throws IOException {
        FileSystem system = output.getFileSystem(configuration);
        return system.exists(output)
                ? InputFile.of(output.toString(), system.getFileStatus(output).getLen(), configuration)
                : InputFile.of(output.toString(), 0, configuration);
    }

    /** Beside its place first, so that no reader finds half of it. */
    private static void write(Path output, FleetJob.Result result, Configuration configuration) throws IOException {
        FileSystem system = output.getFileSystem(configuration);
        Path whole = output.suffix(".writing");
        try (OutputStream out = system.create(whole, true)) {
            SummaryFile.write(out, result.reduction());
        }
        system.setPermission(whole, OWNER_ONLY);
        system.delete(output, false);
        if (!system.rename(whole, output)) {
            throw new IOException(whole + " could not be renamed to " + output);
        }
    }
}
