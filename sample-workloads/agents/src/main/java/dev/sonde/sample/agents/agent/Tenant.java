package dev.sonde.sample.agents.agent;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A customer of the platform. */
@Entity
@Table(name = "tenants")
public class Tenant {

    @Id
    private Long id;

    private String name;

    @SuppressWarnings("NullAway.Init")
    protected Tenant() {}

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }
}
