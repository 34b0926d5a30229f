package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * One unit of work around all application and command line runners: Spring Boot says that the application has started
 * right before them and that it is ready right after them, on the same thread.
 */
class RunnerUnit {

    private @Nullable UnitOfWork unit;

    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    public void begin(ApplicationStartedEvent started) {
        if (unit == null) {
            unit = UnitOfWork.open("application runners");
        }
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    public void end(ApplicationReadyEvent ready) {
        end();
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    public void end(ApplicationFailedEvent failed) {
        end();
    }

    private void end() {
        UnitOfWork open = unit;
        unit = null;
        if (open != null) {
            open.close();
        }
    }
}
