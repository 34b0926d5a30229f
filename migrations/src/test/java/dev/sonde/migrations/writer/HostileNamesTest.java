package dev.sonde.migrations.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.sql.SqlToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileNamesTest {

    @Test
    void namesNeverChangeTheShapeOfTheScript() {
        HostileNames names = new HostileNames(7);
        String harmless = script("s", "t", "c", "i");
        List<String> harmlessShape = shape(harmless, List.of("s", "t", "c", "i"));

        for (int i = 0; i < 5_000; i++) {
            String schema = names.next(i);
            String table = names.next(i);
            String column = names.next(i);
            String index = names.next(i);

            String script = script(schema, table, column, index);

            assertThat(script).doesNotContain("${");
            assertThat(script.lines()).hasSize((int) harmless.lines().count());
            assertThat(shape(script, List.of(schema, table, column, index))).isEqualTo(harmlessShape);
            assertThat(identifiers(script)).contains(schema, table, column, index);
        }
    }

    private static String script(String schema, String table, String column, String index) {
        return new IndexMigration(
                        IndexDefinition.btree(new QualifiedName(schema, table), column),
                        index,
                        new Evidence("1", 1, List.of(table)),
                        BuildMode.CONCURRENT)
                .script();
    }

    /** The tokens outside the blocks, names being equal to one another. */
    private static List<String> shape(String script, List<String> names) {
        return SqlToken.of(script).stream()
                .map(token -> switch (token.kind()) {
                    case QUOTED_IDENTIFIER -> "name";
                    case WORD -> names.contains(token.text()) ? "name" : token.text();
                    case OTHER_STRING, COMMENT -> token.kind().toString();
                    case NUMBER, SYMBOL, STRING -> token.text();
                })
                .toList();
    }

    private static List<String> identifiers(String script) {
        return SqlToken.of(script).stream().map(SqlToken::value).toList();
    }
}
