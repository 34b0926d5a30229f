package dev.sonde.sample.agents.memory;

import static java.time.ZoneOffset.UTC;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MemoryController {

    private static final Field<Long> ID = field("id", Long.class);
    private static final Field<Long> AGENT_ID = field("agent_id", Long.class);
    private static final Field<Long> SOURCE = field("source_message_id", Long.class);
    private static final Field<String> CONTENT = field("content", String.class);
    private static final Field<OffsetDateTime> CREATED_AT = field("created_at", OffsetDateTime.class);
    private static final Field<OffsetDateTime> DELETED_AT = field("deleted_at", OffsetDateTime.class);

    private final DSLContext jooq;

    MemoryController(DSLContext jooq) {
        this.jooq = jooq;
    }

    record Memory(long id, String content) {}

    record Sourced(long id, String content, @Nullable String source) {}

    private record Link(long id, String content, @Nullable Long source) {}

    @GetMapping("/memories/search")
    List<Memory> search(@RequestParam(defaultValue = "subject7") String q) {
        return jooq.select(ID, CONTENT)
                .from(table("memories"))
                .where(condition("search @@ plainto_tsquery('english', {0})", org.jooq.impl.DSL.val(q)))
                .and(DELETED_AT.isNull())
                .orderBy(CREATED_AT.desc())
                .limit(20)
                .fetch(row -> new Memory(row.value1(), row.value2()));
    }

    /** Planted fault: one look-up of the source message for each memory. */
    @GetMapping("/agents/{agent}/memories/sources")
    List<Sourced> withSources(@PathVariable long agent) {
        List<Link> links = jooq.select(ID, CONTENT, SOURCE)
                .from(table("memories"))
                .where(AGENT_ID.eq(agent))
                .and(DELETED_AT.isNull())
                .orderBy(CREATED_AT.desc())
                .limit(25)
                .fetch(row -> new Link(row.value1(), row.value2(), row.value3()));
        List<Sourced> sourced = new ArrayList<>();
        for (Link link : links) {
            String source = jooq.select(CONTENT)
                    .from(table("messages"))
                    .where(ID.eq(link.source()))
                    .fetchOne(CONTENT);
            sourced.add(new Sourced(link.id(), link.content(), source));
        }
        return sourced;
    }

    @DeleteMapping("/memories/{memory}")
    Map<String, Integer> delete(@PathVariable long memory) {
        int deleted = jooq.update(table("memories"))
                .set(DELETED_AT, OffsetDateTime.now(UTC))
                .where(ID.eq(memory))
                .and(DELETED_AT.isNull())
                .execute();
        return Map.of("deleted", deleted);
    }
}
