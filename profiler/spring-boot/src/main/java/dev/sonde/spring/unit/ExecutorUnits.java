package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Lets Spring's task executors take the unit of work along, as a decorator around the service's own one. A decorator
 * bean of ours would be a second one beside the service's, and then Spring Boot 3.5 uses neither.
 */
final class ExecutorUnits implements BeanPostProcessor {

    private static final System.Logger LOG = System.getLogger("dev.sonde.profiler");

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof ThreadPoolTaskExecutor executor) {
            compose(executor, name, executor::setTaskDecorator);
        } else if (bean instanceof SimpleAsyncTaskExecutor executor && !(bean instanceof TaskScheduler)) {
            compose(executor, name, executor::setTaskDecorator);
        }
        return bean;
    }

    private interface Setter {
        void set(TaskDecorator decorator);
    }

    private static void compose(Object executor, String name, Setter setter) {
        Object present;
        try {
            // Spring offers no getter
            present = new DirectFieldAccessor(executor).getPropertyValue("taskDecorator");
        } catch (BeansException | SecurityException e) {
            LOG.log(Level.INFO, "the executor {0} does not take units of work along: {1}", name, e.toString());
            return;
        }
        setter.set(new UnitDecorator((TaskDecorator) present));
    }

    private record UnitDecorator(@Nullable TaskDecorator inner) implements TaskDecorator {

        @Override
        public Runnable decorate(Runnable task) {
            Runnable decorated = inner == null ? task : inner.decorate(task);
            return UnitOfWork.current() == null ? decorated : UnitOfWork.wrap(decorated);
        }
    }
}
