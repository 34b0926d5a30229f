package dev.sonde.tpch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills a database with TPC-H and writes the queries as files, for {@code sonde import --from sql}. */
@Command(
        name = "sonde-tpch",
        mixinStandardHelpOptions = true,
        description = "Fills a database with TPC-H, writes the 22 queries as files, or both.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:done", "2:wrong use", "3:no database, or a folder that cannot be written"})
public final class TpchCommand implements Callable<Integer> {

    private static final int WRONG_USE = 2;
    private static final int NO_ENVIRONMENT = 3;

    @Option(names = "--url", paramLabel = "JDBC_URL", description = "An empty PostgreSQL database to fill.")
    private @Nullable String url;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "0.1",
            description = "1 is about 1 GB of rows; default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(names = "--foreign-keys", description = "Make the specification's foreign keys as well.")
    private boolean foreignKeys;

    @Option(names = "--queries", paramLabel = "DIR", description = "Write q01.sql to q22.sql there.")
    private @Nullable Path queries;

    private TpchCommand() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new TpchCommand()).execute(args);
    }

    @Override
    public Integer call() {
        try {
            if (url == null && queries == null) {
                return failed(WRONG_USE, "nothing to do: give --url, --queries or both");
            }
            if (queries != null) {
                write(queries);
            }
            if (url != null) {
                fill(new TpchDatabase(scale, foreignKeys), url);
            }
            return 0;
        } catch (IllegalArgumentException e) {
            return failed(WRONG_USE, String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            return failed(WRONG_USE, "is there already and stays as it is: " + e.getFile());
        } catch (SQLException e) {
            return failed(NO_ENVIRONMENT, "cannot fill the database: " + oneLine(e));
        } catch (IOException e) {
            return failed(NO_ENVIRONMENT, "cannot write: " + oneLine(e));
        }
    }

    private static void fill(TpchDatabase tpch, String url) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url)) {
            tpch.fill(connection);
        }
        System.out.println("filled with TPC-H at scale " + tpch.scale());
    }

    private static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (TpchQuery query : TpchQuery.all()) {
            Files.writeString(folder.resolve(query.fileName()), query.sql() + ";\n", StandardOpenOption.CREATE_NEW);
        }
        System.out.println("wrote 22 queries to " + folder);
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }

    private static int failed(int status, String message) {
        System.err.println("sonde-tpch: " + message);
        return status;
    }
}
