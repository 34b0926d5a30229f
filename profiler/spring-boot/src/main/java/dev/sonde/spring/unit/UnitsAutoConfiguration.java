package dev.sonde.spring.unit;

import dev.sonde.spring.ConditionalOnSonde;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Units of work outside of HTTP, and how they get to other threads. */
@AutoConfiguration
@ConditionalOnSonde
public class UnitsAutoConfiguration {

    @Bean
    @ConditionalOnProperty(prefix = "sonde.units", name = "scheduled", matchIfMissing = true)
    ScheduledUnits sondeScheduledUnits() {
        return new ScheduledUnits();
    }

    @Bean
    @ConditionalOnProperty(prefix = "sonde.units", name = "runners", matchIfMissing = true)
    RunnerUnit sondeRunnerUnit() {
        return new RunnerUnit();
    }

    @Bean
    @ConditionalOnProperty(prefix = "sonde.units", name = "executors", matchIfMissing = true)
    static ExecutorUnits sondeExecutorUnits() {
        return new ExecutorUnits();
    }

    /** Reactor, and whoever else carries thread-locals by Micrometer's snapshots. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ContextRegistry.class)
    @ConditionalOnProperty(prefix = "sonde.units", name = "executors", matchIfMissing = true)
    static class Snapshots {

        @Bean(initMethod = "register", destroyMethod = "remove")
        UnitAccessor sondeUnitAccessor() {
            return new UnitAccessor();
        }
    }

    /** Kafka, RabbitMQ, JMS. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationHandler.class)
    @ConditionalOnProperty(prefix = "sonde.units", name = "messages", matchIfMissing = true)
    static class Messages {

        @Bean
        MessageUnits sondeMessageUnits() {
            return new MessageUnits();
        }
    }

    /** Trace identifiers from Micrometer Tracing. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    static class Traces {

        @Bean(initMethod = "register", destroyMethod = "unregister")
        TracerTraceIds sondeTraceIds(ObjectProvider<Tracer> tracer) {
            return new TracerTraceIds(tracer);
        }
    }
}
