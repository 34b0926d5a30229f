package dev.sonde.sample.agents.run;

import dev.sonde.sample.agents.task.Task;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** One attempt at a task. */
@Entity
@Table(name = "runs")
public class Run {

    @Id
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "task_id")
    private Task task;

    private String status;

    private String model;

    private long costMicros;

    @SuppressWarnings("NullAway.Init")
    protected Run() {}

    public Long id() {
        return id;
    }

    public Task task() {
        return task;
    }

    public String status() {
        return status;
    }

    public String model() {
        return model;
    }

    public long costMicros() {
        return costMicros;
    }
}
