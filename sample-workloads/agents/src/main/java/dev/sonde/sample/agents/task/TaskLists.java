package dev.sonde.sample.agents.task;

import static java.time.ZoneOffset.UTC;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists of tasks that need no entity, and the change that a worker makes when it is done. */
@RestController
class TaskLists {

    private static final Field<Long> ID = field("id", Long.class);
    private static final Field<Long> AGENT_ID = field("agent_id", Long.class);
    private static final Field<Long> TASK_ID = field("task_id", Long.class);
    private static final Field<String> TITLE = field("title", String.class);
    private static final Field<String> STATUS = field("status", String.class);
    private static final Field<OffsetDateTime> CREATED_AT = field("created_at", OffsetDateTime.class);
    private static final Field<OffsetDateTime> UPDATED_AT = field("updated_at", OffsetDateTime.class);

    private final DSLContext jooq;

    TaskLists(DSLContext jooq) {
        this.jooq = jooq;
    }

    record Row(long id, String title, String status) {}

    record Summary(long id, String title, List<String> runs) {}

    @GetMapping("/agents/{agent}/tasks/page")
    List<Row> page(@PathVariable long agent, @RequestParam(defaultValue = "0") int page) {
        return jooq.select(ID, TITLE, STATUS)
                .from(table("tasks"))
                .where(AGENT_ID.eq(agent))
                .orderBy(CREATED_AT.desc())
                .limit(20)
                .offset(20 * Math.max(0, page))
                .fetch(row -> new Row(row.value1(), row.value2(), row.value3()));
    }

    /** What {@code GET /agents/{agent}/tasks} answers, in two statements however many tasks there are. */
    @GetMapping("/agents/{agent}/tasks/summary")
    List<Summary> summary(@PathVariable long agent) {
        List<Row> rows = page(agent, 0);
        Long[] ids = rows.stream().map(Row::id).toArray(Long[]::new);
        Map<Long, List<String>> runs = jooq.select(TASK_ID, STATUS)
                .from(table("runs"))
                .where(TASK_ID.eq(any(val(ids))))
                .fetchGroups(TASK_ID, STATUS);
        return rows.stream()
                .map(row -> new Summary(row.id(), row.title(), runs.getOrDefault(row.id(), List.of())))
                .toList();
    }

    @PostMapping("/tasks/{task}/done")
    Map<String, Integer> done(@PathVariable long task) {
        int updated = jooq.update(table("tasks"))
                .set(STATUS, "done")
                .set(UPDATED_AT, OffsetDateTime.now(UTC))
                .where(ID.eq(task))
                .execute();
        return Map.of("updated", updated);
    }
}
