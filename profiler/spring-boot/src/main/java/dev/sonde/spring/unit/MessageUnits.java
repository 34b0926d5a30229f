package dev.sonde.spring.unit;

import dev.sonde.profiler.UnitOfWork;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * Makes each message a unit of work where a listener is observed: Spring's Kafka, RabbitMQ and JMS listeners all describe
 * a received message to Micrometer by a {@link ReceiverContext}. So does an HTTP request, which is the filter's.
 */
final class MessageUnits implements ObservationHandler<ReceiverContext<?>> {

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ReceiverContext<?>
                && !context.getClass().getName().startsWith("org.springframework.http.");
    }

    @Override
    public void onScopeOpened(ReceiverContext<?> context) {
        if (UnitOfWork.current() == null && !context.containsKey(MessageUnits.class)) {
            String name = context.getContextualName();
            context.put(MessageUnits.class, UnitOfWork.open(name == null ? context.getName() : name));
        }
    }

    @Override
    public void onScopeClosed(ReceiverContext<?> context) {
        if (context.get(MessageUnits.class) instanceof UnitOfWork unit && UnitOfWork.current() == unit) {
            context.remove(MessageUnits.class);
            unit.close();
        }
    }
}
