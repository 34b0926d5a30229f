package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.SchedulingAwareRunnable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Makes each run of a scheduled method a unit of work. It stands between the registrar and whatever scheduler the service
 * chose, which is why it comes last of all configurers.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ScheduledUnits implements SchedulingConfigurer {

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        TaskScheduler scheduler = registrar.getScheduler();
        if (scheduler != null) {
            registrar.setTaskScheduler(new UnitScheduler(scheduler));
        }
    }

    /** The task with a unit around it; schedulers still see what the task says about itself. */
    static SchedulingAwareRunnable unit(Runnable task) {
        return new ScheduledUnit(task, route(task.toString()));
    }

    /**
     * {@code scheduled OrderJobs.tidy} for a method, which Spring prints as its qualified name; a lambda prints an address,
     * which would be another name at each start.
     */
    static String route(String task) {
        if (!task.matches("[\\p{L}\\p{N}_.$]+\\.[\\p{L}\\p{N}_$]+") || task.contains("$$Lambda")) {
            return "scheduled task";
        }
        int method = task.lastIndexOf('.');
        int type = task.lastIndexOf('.', method - 1);
        return "scheduled " + task.substring(type + 1);
    }

    private record ScheduledUnit(Runnable task, String route) implements SchedulingAwareRunnable {

        @Override
        public void run() {
            try (UnitOfWork unit = UnitOfWork.open(route)) {
                task.run();
            }
        }

        @Override
        public boolean isLongLived() {
            return task instanceof SchedulingAwareRunnable aware && aware.isLongLived();
        }

        @Override
        public @Nullable String getQualifier() {
            return task instanceof SchedulingAwareRunnable aware ? aware.getQualifier() : null;
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
