package dev.sonde.analysis.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FixesTest {

    private static final String CHILD = "select id, title from tasks where agent_id = $1";
    private static final Map<String, String> STATEMENTS = Map.of(
            "write-loop", "insert into tasks (agent_id, title) values ($1, $2)",
            "identity-loop", "insert into tasks (agent_id, title) values ($1, $2)",
            "cascade-loop", "delete from tasks where agent_id = $1",
            "sequence-loop", "select nextval($1)");

    private static final List<String> KINDS = List.of(
            "keyed-loop",
            "nested-loop",
            "tree-walk",
            "write-loop",
            "identity-loop",
            "cascade-loop",
            "sequence-loop",
            "under-batched",
            "duplicate-read",
            "cacheable-read",
            "re-read",
            "paging-offset",
            "paging-keyset",
            "chunked",
            "polling",
            "retry",
            "cold-cache",
            "fixed-fan-out");

    private static final List<List<String>> HINTS = List.of(
            List.of("hibernate-collection", "hibernate"),
            List.of("hibernate-proxy", "hibernate"),
            List.of("hibernate", "spring-data-jpa"),
            List.of("eclipselink"),
            List.of("mybatis"),
            List.of("jooq"),
            List.of("spring-jdbc", "spring-data-jdbc"),
            List.of("spring-jdbc"),
            List.of());

    static Stream<Arguments> everyKindInEveryFramework() {
        return KINDS.stream().flatMap(kind -> HINTS.stream().map(hints -> Arguments.of(kind, hints)));
    }

    @ParameterizedTest
    @MethodSource
    void everyKindInEveryFramework(String kind, List<String> hints) {
        for (boolean single : new boolean[] {true, false}) {
            String fix = fix(kind, hints, single, STATEMENTS.getOrDefault(kind, CHILD));

            assertThat(fix)
                    .hasSizeBetween(20, 600)
                    .endsWith(".")
                    .doesNotContain("null", "  ")
                    .isNotEqualTo(fix("no-such-kind", hints, single, CHILD));
            assertThat(fix.chars().filter(c -> c == '`').count() % 2).as(fix).isZero();
        }
    }

    private static String fix(String kind, List<String> hints, boolean single, String sql) {
        return Fixes.of(new Repeated(kind, hints, single, sql, 1, "select id from agents where tenant = $1", "id"));
    }

    @Test
    void kindsOfLoopsHaveTextsOfTheirOwnForEveryFramework() {
        for (String kind : List.of("keyed-loop", "write-loop", "identity-loop", "cascade-loop")) {
            assertThat(HINTS.stream()
                            .map(hints -> fix(kind, hints, false, STATEMENTS.getOrDefault(kind, CHILD)))
                            .distinct())
                    .as(kind)
                    .hasSizeGreaterThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keyed-loop|hibernate-collection|join fetch; @EntityGraph; @BatchSize; hibernate.default_batch_fetch_size; Pageable; multiply",
                "keyed-loop|hibernate-proxy|join fetch; @BatchSize(size = 100) on the entity class",
                "keyed-loop|eclipselink|eclipselink.batch; eclipselink.join-fetch; setMaxResults",
                "keyed-loop|mybatis|<foreach>; nested resultMap; where agent_id in",
                "keyed-loop|jooq|TASKS.AGENT_ID.eq(any(keys)); fetchGroups; multiset; AGENTS.ID",
                "keyed-loop|spring-data-jdbc|singleQueryLoadingEnabled; @Query; where agent_id in (:keys)",
                "keyed-loop|spring-jdbc|where agent_id = any(?); createArrayOf",
                "keyed-loop|none|where agent_id = any(?); createArrayOf; setArray",
                "nested-loop|hibernate|default_batch_fetch_size; cartesian product",
                "nested-loop|jooq|multiset",
                "tree-walk|none|with recursive walk; from tasks; t.agent_id = w.id",
                "write-loop|hibernate|hibernate.jdbc.batch_size; order_inserts; reWriteBatchedInserts=true",
                "write-loop|eclipselink|eclipselink.jdbc.batch-writing; reWriteBatchedInserts=true",
                "write-loop|mybatis|ExecutorType.BATCH; insert into tasks (agent_id, title) values <foreach",
                "write-loop|jooq|batchInsert; reWriteBatchedInserts",
                "write-loop|spring-jdbc|batchUpdate; insert into tasks (agent_id, title) values (?, ?), (?, ?)",
                "write-loop|none|addBatch(); executeBatch(); reWriteBatchedInserts",
                "identity-loop|hibernate|IDENTITY; allocationSize = 50; create sequence tasks_seq increment by 50",
                "cascade-loop|hibernate|on delete cascade; @OnDelete",
                "cascade-loop|none|delete from tasks where agent_id = any(?)",
                "sequence-loop|hibernate|allocationSize = 50; increment by 50; pooled",
                "under-batched|hibernate|hibernate.default_batch_fetch_size",
            })
    void theFixNamesWhatToChange(String kind, String hint, String words) {
        assertThat(fix(kind, List.of(hint), false, STATEMENTS.getOrDefault(kind, CHILD)))
                .contains(words.split("; "));
    }

    @Test
    void anUpdateIsToldOtherwiseThanAnInsert() {
        String fix = fix("write-loop", List.of(), false, "update tasks set title = $2 where id = $1");

        assertThat(fix)
                .isEqualTo("Collect rows with `addBatch()` and send them with `executeBatch()` every few hundred, or"
                        + " send one statement for all: `update tasks t set … from unnest(?, ?) as v(k, x) where t.id"
                        + " = v.k`.");
    }

    @Test
    void theWholeTextOfTheMostFrequentFault() {
        assertThat(fix("keyed-loop", List.of("hibernate-collection", "hibernate"), false, CHILD))
                .isEqualTo("Fetch the collection (tasks) with its owners: `left join fetch p.children` or an"
                        + " @EntityGraph on the parent query. With setMaxResults or Pageable use @BatchSize(size = 100)"
                        + " on the collection or `hibernate.default_batch_fetch_size=100` instead, since join fetch"
                        + " would page in memory; two collections joined at once multiply each other's rows.");
    }

    @Test
    void namesThatNeedQuotesHaveThem() {
        assertThat(fix("keyed-loop", List.of(), false, "select a from \"Odd \"\"table\" where \"Key\" = $1"))
                .contains("where \"Key\" = any(?)", "\"Odd \"\"table\"");
    }
}
