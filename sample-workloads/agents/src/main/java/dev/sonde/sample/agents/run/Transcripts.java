package dev.sonde.sample.agents.run;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Planted fault: the last runs of an agent, their messages and what tools answered, one loop inside the other. */
@RestController
class Transcripts {

    private final DSLContext jooq;

    Transcripts(DSLContext jooq) {
        this.jooq = jooq;
    }

    record Line(String role, String content, List<String> tools) {}

    record Transcript(long run, List<Line> lines) {}

    private record Message(long id, String role, String content) {}

    @GetMapping("/agents/{agent}/transcripts")
    List<Transcript> newest(@PathVariable long agent, @RequestParam(defaultValue = "10") int limit) {
        List<Transcript> transcripts = new ArrayList<>();
        for (Long run : jooq.select(field("id", Long.class))
                .from(table("runs"))
                .where(field("agent_id", Long.class).eq(agent))
                .orderBy(field("created_at", OffsetDateTime.class).desc())
                .limit(limit)
                .fetch(row -> row.value1())) {
            transcripts.add(transcript(run));
        }
        return transcripts;
    }

    private Transcript transcript(long run) {
        List<Message> messages = jooq.select(
                        field("id", Long.class), field("role", String.class), field("content", String.class))
                .from(table("messages"))
                .where(field("run_id", Long.class).eq(run))
                .orderBy(field("ordinal"))
                .fetch(row -> new Message(row.value1(), row.value2(), row.value3()));
        List<Line> lines = new ArrayList<>();
        for (Message message : messages) {
            lines.add(new Line(message.role(), message.content(), toolsOf(message.id())));
        }
        return new Transcript(run, lines);
    }

    private List<String> toolsOf(long message) {
        return jooq.select(field("tool_name", String.class))
                .from(table("tool_calls"))
                .where(field("message_id", Long.class).eq(message))
                .fetch(row -> row.value1());
    }
}
