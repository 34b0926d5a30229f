package dev.sonde.sample.agents.web;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The highest id of each table: what a load generator needs to ask for rows that exist. */
@RestController
class IdRanges {

    private final DSLContext jooq;

    IdRanges(DSLContext jooq) {
        this.jooq = jooq;
    }

    @GetMapping("/ids")
    Map<String, Long> highest() {
        Map<String, Long> highest = new LinkedHashMap<>();
        for (String name : new String[] {"agents", "tasks", "runs", "messages", "memories"}) {
            Long id =
                    jooq.select(max(field("id", Long.class))).from(table(name)).fetchSingle(0, Long.class);
            highest.put(name, id == null ? 0 : id);
        }
        return highest;
    }
}
