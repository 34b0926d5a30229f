package dev.sonde.sample.agents.task;

import dev.sonde.sample.agents.agent.AgentRepository;
import dev.sonde.sample.agents.run.Run;
import dev.sonde.sample.agents.web.NotFoundException;
import java.util.List;
import java.util.Map;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TaskController {

    private final TaskRepository tasks;
    private final AgentRepository agents;

    TaskController(TaskRepository tasks, AgentRepository agents) {
        this.tasks = tasks;
        this.agents = agents;
    }

    record TaskView(long id, String title, String status, Map<String, Object> payload) {}

    record TaskWithRuns(long id, String title, List<String> runs) {}

    @GetMapping("/tasks/{task}")
    @Transactional(readOnly = true)
    TaskView byId(@PathVariable long task) {
        return tasks.findById(task)
                .map(found -> new TaskView(task, found.title(), found.status(), found.payload()))
                .orElseThrow(() -> new NotFoundException("task", task));
    }

    /** Planted fault: each task loads its own runs. */
    @GetMapping("/agents/{agent}/tasks")
    @Transactional(readOnly = true)
    List<TaskWithRuns> withRuns(@PathVariable long agent, @RequestParam(defaultValue = "20") int limit) {
        return tasks.newestOf(agent, Limit.of(limit)).stream()
                .map(task -> new TaskWithRuns(
                        idOf(task),
                        task.title(),
                        task.runs().stream().map(Run::status).toList()))
                .toList();
    }

    @PostMapping("/agents/{agent}/tasks")
    @Transactional
    Map<String, Long> create(@PathVariable long agent, @RequestParam(defaultValue = "A new task") String title) {
        // A reference is enough for the foreign key; loading the agent would be a statement for nothing.
        Task created = tasks.save(new Task(agents.getReferenceById(agent), title));
        return Map.of("id", idOf(created));
    }

    private static long idOf(Task task) {
        Long id = task.id();
        if (id == null) {
            throw new IllegalStateException("task has no id yet: " + task.title());
        }
        return id;
    }
}
