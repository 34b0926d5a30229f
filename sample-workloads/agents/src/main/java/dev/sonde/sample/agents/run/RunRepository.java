package dev.sonde.sample.agents.run;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Runs of all tasks. */
public interface RunRepository extends JpaRepository<Run, Long> {

    @Query("select r from Run r where r.id < :before order by r.id desc")
    List<Run> newest(long before, Limit limit);

    @Query("select r from Run r join fetch r.task where r.id < :before order by r.id desc")
    List<Run> newestWithTask(long before, Limit limit);
}
