package dev.sonde.sample.agents.message;

import static java.time.ZoneOffset.UTC;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MessageController {

    private static final Field<Long> ID = field("id", Long.class);
    private static final Field<Long> RUN_ID = field("run_id", Long.class);
    private static final Field<Long> AGENT_ID = field("agent_id", Long.class);
    private static final Field<Long> REPLY_TO_ID = field("reply_to_id", Long.class);
    private static final Field<Integer> ORDINAL = field("ordinal", Integer.class);
    private static final Field<String> ROLE = field("role", String.class);
    private static final Field<String> CONTENT = field("content", String.class);
    private static final Field<Integer> TOKEN_COUNT = field("token_count", Integer.class);
    private static final Field<OffsetDateTime> CREATED_AT = field("created_at", OffsetDateTime.class);

    private final DSLContext jooq;

    MessageController(DSLContext jooq) {
        this.jooq = jooq;
    }

    record MessageView(long id, String role, String content) {}

    record Usage(long agent, int messages, long tokens) {}

    @GetMapping("/runs/{run}/messages")
    List<MessageView> ofRun(@PathVariable long run) {
        return jooq.select(ID, ROLE, CONTENT)
                .from(table("messages"))
                .where(RUN_ID.eq(run))
                .orderBy(ORDINAL)
                .fetch(row -> new MessageView(row.value1(), row.value2(), row.value3()));
    }

    /** Planted fault: the foreign key to the message itself has no index. */
    @GetMapping("/messages/{message}/replies")
    List<MessageView> replies(@PathVariable long message) {
        return jooq.select(ID, ROLE, CONTENT)
                .from(table("messages"))
                .where(REPLY_TO_ID.eq(message))
                .fetch(row -> new MessageView(row.value1(), row.value2(), row.value3()));
    }

    /** Planted fault: no index leads with the agent, and none carries the tokens. */
    @GetMapping("/agents/{agent}/usage")
    Usage usage(@PathVariable long agent, @RequestParam(defaultValue = "7") int days) {
        return jooq.select(count(), sum(TOKEN_COUNT))
                .from(table("messages"))
                .where(AGENT_ID.eq(agent))
                .and(CREATED_AT.ge(OffsetDateTime.now(UTC).minusDays(days)))
                .fetchSingle(row -> new Usage(agent, row.value1(), orZero(row.value2())));
    }

    /** Appends messages in one JDBC batch. */
    @PostMapping("/runs/{run}/messages")
    @Transactional
    Map<String, Integer> append(@PathVariable long run, @RequestParam(defaultValue = "20") int count) {
        Long agent = jooq.select(AGENT_ID).from(table("runs")).where(ID.eq(run)).fetchOne(AGENT_ID);
        // Two appends to one run may want the same place: the unique index lets one of them have it.
        Integer last = jooq.select(max(ORDINAL))
                .from(table("messages"))
                .where(RUN_ID.eq(run))
                .fetchOne(row -> row.value1());
        BatchBindStep batch =
                jooq.batch(jooq.insertInto(table("messages"), RUN_ID, AGENT_ID, ORDINAL, ROLE, CONTENT, TOKEN_COUNT)
                        .values((Long) null, null, null, null, null, null)
                        .onConflictDoNothing());
        int first = last == null ? 1 : last + 1;
        for (int i = 0; i < count; i++) {
            batch = batch.bind(run, agent, first + i, "user", "Appended message " + i, 12);
        }
        return Map.of("inserted", batch.execute().length);
    }

    private static long orZero(BigDecimal number) {
        return number == null ? 0 : number.longValue();
    }
}
