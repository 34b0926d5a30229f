package dev.sonde.sample.agents.toolcall;

import static org.jooq.impl.DSL.avg;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ToolCallController {

    private static final Field<Long> ID = field("id", Long.class);
    private static final Field<Long> MESSAGE_ID = field("message_id", Long.class);
    private static final Field<String> TOOL_NAME = field("tool_name", String.class);
    private static final Field<String> STATUS = field("status", String.class);
    private static final Field<Integer> DURATION_MS = field("duration_ms", Integer.class);
    private static final Field<OffsetDateTime> CREATED_AT = field("created_at", OffsetDateTime.class);

    private final DSLContext jooq;

    ToolCallController(DSLContext jooq) {
        this.jooq = jooq;
    }

    record Call(long id, String tool, String status, int durationMs) {}

    record Usage(String tool, int calls, double averageMs) {}

    @GetMapping("/messages/{message}/tool-calls")
    List<Call> ofMessage(@PathVariable long message) {
        return jooq.select(ID, TOOL_NAME, STATUS, DURATION_MS)
                .from(table("tool_calls"))
                .where(MESSAGE_ID.eq(message))
                .fetch(row -> new Call(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** Planted fault: the newest calls of one tool need an index on both columns. */
    @GetMapping("/tools/{tool}/calls")
    List<Call> newest(@PathVariable String tool) {
        return jooq.select(ID, TOOL_NAME, STATUS, DURATION_MS)
                .from(table("tool_calls"))
                .where(TOOL_NAME.eq(tool))
                .orderBy(CREATED_AT.desc())
                .limit(20)
                .fetch(row -> new Call(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** Planted fault: the inner side of the join has no index on the run. */
    @GetMapping("/tasks/{task}/tool-usage")
    List<Usage> ofTask(@PathVariable long task) {
        Field<String> tool = field("c.tool_name", String.class);
        return jooq.select(tool, count(), avg(field("c.duration_ms", Integer.class)))
                .from(table("runs r"))
                .join(table("tool_calls c"))
                .on(field("c.run_id", Long.class).eq(field("r.id", Long.class)))
                .where(field("r.task_id", Long.class).eq(task))
                .groupBy(tool)
                .orderBy(tool)
                .fetch(row -> new Usage(row.value1(), row.value2(), row.value3().doubleValue()));
    }
}
