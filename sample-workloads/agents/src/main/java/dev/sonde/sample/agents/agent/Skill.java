package dev.sonde.sample.agents.agent;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Something agents can do. */
@Entity
@Table(name = "skills")
public class Skill {

    @Id
    private Long id;

    private String name;

    @SuppressWarnings("NullAway.Init")
    protected Skill() {}

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }
}
