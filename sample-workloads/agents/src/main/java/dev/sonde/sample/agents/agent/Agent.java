package dev.sonde.sample.agents.agent;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.type.SqlTypes;

/** An agent: a model with a configuration, owned by a tenant. Deleted ones stay as rows. */
@Entity
@Table(name = "agents")
@SQLRestriction("deleted_at is null")
public class Agent {

    @Id
    private Long id;

    private String name;

    private String model;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Object> config;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "tenant_id")
    private Tenant tenant;

    @ManyToMany
    @JoinTable(
            name = "agent_skills",
            joinColumns = @JoinColumn(name = "agent_id"),
            inverseJoinColumns = @JoinColumn(name = "skill_id"))
    @BatchSize(size = 50)
    private Set<Skill> skills = new LinkedHashSet<>();

    @SuppressWarnings("NullAway.Init")
    protected Agent() {}

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String model() {
        return model;
    }

    public Map<String, Object> config() {
        return config;
    }

    public Tenant tenant() {
        return tenant;
    }

    public Set<Skill> skills() {
        return skills;
    }
}
