package dev.sonde.sample.agents.run;

import dev.sonde.sample.agents.web.NotFoundException;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Transactional(readOnly = true)
class RunController {

    private static final String NEWEST = "9223372036854775807";

    private final RunRepository runs;

    RunController(RunRepository runs) {
        this.runs = runs;
    }

    record RunView(long id, String status, String model, long costMicros) {}

    record TitledRun(long id, String task, String status) {}

    @GetMapping("/runs/{run}")
    RunView byId(@PathVariable long run) {
        return runs.findById(run)
                .map(found -> new RunView(run, found.status(), found.model(), found.costMicros()))
                .orElseThrow(() -> new NotFoundException("run", run));
    }

    /** Planted fault: the title loads one task for each run. */
    @GetMapping("/runs")
    List<TitledRun> page(
            @RequestParam(defaultValue = NEWEST) long before, @RequestParam(defaultValue = "30") int limit) {
        return titled(runs.newest(before, Limit.of(limit)));
    }

    @GetMapping("/runs/with-tasks")
    List<TitledRun> pageWithTasks(
            @RequestParam(defaultValue = NEWEST) long before, @RequestParam(defaultValue = "30") int limit) {
        return titled(runs.newestWithTask(before, Limit.of(limit)));
    }

    private static List<TitledRun> titled(List<Run> found) {
        return found.stream()
                .map(run -> new TitledRun(run.id(), run.task().title(), run.status()))
                .toList();
    }
}
