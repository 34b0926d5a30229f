package dev.sonde.sample.agents.queue;

import static java.time.ZoneOffset.UTC;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.table;

import java.time.OffsetDateTime;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class QueueController {

    private static final Field<Long> ID = field("id", Long.class);
    private static final Field<String> STATUS = field("status", String.class);

    private final DSLContext jooq;

    QueueController(DSLContext jooq) {
        this.jooq = jooq;
    }

    /** Planted fault: few tasks are queued, and no index knows them. The update by key is as it should be. */
    @PostMapping("/queue/claim")
    @Transactional
    Map<String, Long> claim() {
        // A literal, so that a partial index on it can be proved to fit whatever the binds are.
        Long task = jooq.select(ID)
                .from(table("tasks"))
                .where(STATUS.eq(inline("queued")))
                .orderBy(field("priority"), field("created_at"))
                .limit(1)
                .forUpdate()
                .skipLocked()
                .fetchOne(ID);
        if (task == null) {
            return Map.of();
        }
        jooq.update(table("tasks"))
                .set(STATUS, "running")
                .set(field("updated_at", OffsetDateTime.class), OffsetDateTime.now(UTC))
                .where(ID.eq(task))
                .execute();
        return Map.of("task", task);
    }
}
