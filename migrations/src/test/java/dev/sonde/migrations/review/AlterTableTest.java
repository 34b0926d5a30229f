package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlterTableTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "alter table orders drop column status                            | orders: -status",
                "ALTER TABLE IF EXISTS ONLY s.orders DROP IF EXISTS Status CASCADE | orders: -status",
                "alter table \"Orders\" drop \"constraint\"                        | Orders: -constraint",
                "alter table orders drop constraint ck                            | orders:",
                "alter table orders alter column a drop not null, alter b drop default | orders:",
                "alter table orders add column if not exists a numeric(8, 2), drop b | orders: +a -b",
                "alter table orders add a text not null                           | orders: +a!",
                "alter table orders add a int primary key                         | orders: +a!",
                "alter table orders add a bigserial not null, add b int not null default 0 | orders: +a +b",
                "alter table orders add a int not null generated always as identity | orders: +a",
                "alter table orders add check (a > 0), add primary key (a), add constraint c unique (a) | orders:",
                "alter table orders * rename a to b                               | orders: ^a",
                "alter table orders rename column \"to\" to b                     | orders: ^to",
                "alter table orders rename to purchases                           | orders: =purchases",
                "alter table orders rename constraint a to b                      | orders:",
                "alter index orders rename to purchases                           |",
                "alter table                                                      |"
            })
    void readsColumnsAndNames(String sql, String read) {
        assertThat(words(statement(sql))).isEqualTo(read == null ? "" : read);
    }

    @Test
    void seesWhetherOneOfSeveralActionsWantsAValue() {
        assertThat(AlterTable.addsRequired(statement("alter table t add a int, add b int not null")))
                .isTrue();
        assertThat(AlterTable.addsRequired(statement("alter table t add a int, alter b set not null")))
                .isFalse();
    }

    private static String words(ScriptStatement statement) {
        Optional<AlterTable> alter = AlterTable.of(statement);
        if (alter.isEmpty()) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of(alter.get().table() + ":"));
        for (List<SqlToken> action : alter.get().actions()) {
            AlterTable.added(action)
                    .ifPresent(column -> words.add("+" + column + (AlterTable.required(action) ? "!" : "")));
            AlterTable.dropped(action).ifPresent(column -> words.add("-" + column));
            AlterTable.renamed(action).ifPresent(column -> words.add("^" + column));
            AlterTable.newName(action).ifPresent(name -> words.add("=" + name));
        }
        return String.join(" ", words);
    }

    private static ScriptStatement statement(String sql) {
        return MigrationScript.of("", sql, Optional.empty()).statements().get(0);
    }
}
