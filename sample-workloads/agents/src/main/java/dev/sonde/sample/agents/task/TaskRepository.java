package dev.sonde.sample.agents.task;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Tasks, the deleted ones too: their runs still point at them. */
public interface TaskRepository extends JpaRepository<Task, Long> {

    @Query("select t from Task t where t.agent.id = :agent order by t.createdAt desc")
    List<Task> newestOf(long agent, Limit limit);
}
