package dev.sonde.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class BrinCandidatesTest {

    /** Rows so wide that two fill a page: few of them make a large file. */
    private static String table(int rows) {
        return """
                create unlogged table logs (id int not null, at timestamp not null, shuffled int not null, filler text not null);
                alter table logs alter filler set storage plain;
                insert into logs select i, timestamp '2025-01-01' + i * interval '1 second',
                    (i::bigint * 7919 %% 100003)::int, repeat('x', 3900) from generate_series(1, %d) i;
                """.formatted(rows);
    }

    @Test
    void servesRangesOfAColumnThatGrowsWithALargeTable() throws SQLException {
        String sql = "select * from logs where at between '2025-01-01 01:00' and '2025-01-01 01:30'";
        String database = Proposed.database(table(2 * BrinCandidates.MIN_PAGES + 100));
        Proposed proposed = Proposed.on(database).statements(sql, "select * from logs where shuffled < 500");

        assertThat(proposed.isUsed("public.logs using brin (at)", sql)).isTrue();
        assertThat(proposed.targets()).doesNotContain("public.logs using brin (shuffled)");
    }

    @Test
    void isNotForSmallTables() throws SQLException {
        Proposed proposed = Proposed.on(Proposed.database(table(2000)))
                .statements("select * from logs where at between '2025-01-01 00:01' and '2025-01-01 00:02'");

        assertThat(proposed.targets()).isNotEmpty().noneMatch(target -> target.contains("brin"));
    }
}
