package dev.sonde.sample.agents.agent;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Agents that are not deleted. */
public interface AgentRepository extends JpaRepository<Agent, Long> {

    @Query("select a from Agent a join fetch a.tenant where a.id = :id")
    Optional<Agent> findWithTenant(long id);

    @Query("select a from Agent a join fetch a.tenant where a.id > :after order by a.id")
    List<Agent> pageAfter(long after, Limit limit);

    @Query(
            value = "select id from agents where config @> cast(:part as jsonb) and deleted_at is null"
                    + " order by id limit :limit",
            nativeQuery = true)
    List<Long> idsWithConfig(String part, int limit);
}
