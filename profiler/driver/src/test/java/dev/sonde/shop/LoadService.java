package dev.sonde.shop;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A service with a small heap that writes its values into its texts, or reads a great deal. */
final class LoadService {

    private LoadService() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        StubDatabase database = new StubDatabase();
        try (Connection connection = Captured.connect(database, folder);
                Statement statement = connection.createStatement()) {
            switch (arguments[0]) {
                case "long-texts" -> execute(statement, 2_000, 60_000);
                case "huge-texts" -> execute(statement, 60, 5_000_000);
                case "million-rows" -> read(database.rows(1_000_000), statement);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        ServiceProcess.say(database.executions(), Captured.endWithoutTexts(folder));
    }

    /** No text is like another, and no two are of the same table. */
    private static void execute(Statement statement, int times, int length) throws SQLException {
        String list = "1234567,".repeat(length / 8);
        for (int i = 0; i < times; i++) {
            statement
                    .executeQuery("select a from table_" + i + " where b in (" + list + i + ")")
                    .close();
        }
    }

    private static void read(StubDatabase database, Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select id from t")) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1);
            }
            if (sum == 0 || database.executions() != 1) {
                throw new IllegalStateException("rows");
            }
        }
    }
}
