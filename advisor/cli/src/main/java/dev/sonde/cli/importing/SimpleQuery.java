package dev.sonde.cli.importing;

import dev.sonde.capture.sql.SqlScript;
import java.util.List;

/** The statements of one message of the simple query protocol, which may hold several. */
final class SimpleQuery {

    private SimpleQuery() {}

    static List<String> statements(String sql) {
        int semicolon = sql.indexOf(';');
        if (semicolon < 0 || sql.substring(semicolon + 1).isBlank()) {
            return List.of(sql);
        }
        try {
            List<String> parts =
                    SqlScript.split(sql).stream().map(SqlScript.Part::text).toList();
            return parts.isEmpty() ? List.of(sql) : parts;
        } catch (SqlScript.ScriptException e) {
            return List.of(sql); // the server has read it in another way: nothing is known about its parts
        }
    }
}
