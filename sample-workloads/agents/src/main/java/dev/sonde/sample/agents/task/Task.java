package dev.sonde.sample.agents.task;

import dev.sonde.sample.agents.agent.Agent;
import dev.sonde.sample.agents.run.Run;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Work given to an agent. */
@Entity
@Table(name = "tasks")
public class Task {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "agent_id")
    private Agent agent;

    private String title;

    private String status = "queued";

    private short priority = 5;

    private String instructions = "";

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> payload = Map.of();

    private Instant createdAt = Instant.now();

    private Instant updatedAt = Instant.now();

    @OneToMany(mappedBy = "task")
    @OrderBy("id")
    private List<Run> runs = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected Task() {}

    public Task(Agent agent, String title) {
        this.agent = agent;
        this.title = title;
    }

    public @Nullable Long id() {
        return id;
    }

    public Agent agent() {
        return agent;
    }

    public String title() {
        return title;
    }

    public String status() {
        return status;
    }

    public short priority() {
        return priority;
    }

    public String instructions() {
        return instructions;
    }

    public Map<String, Object> payload() {
        return payload;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public List<Run> runs() {
        return runs;
    }
}
