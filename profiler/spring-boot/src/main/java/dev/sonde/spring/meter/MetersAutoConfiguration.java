package dev.sonde.spring.meter;

import dev.sonde.spring.ConditionalOnSonde;
import dev.sonde.spring.SondeProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters, where the service has Micrometer; Spring Boot's actuator binds them to all its registries. */
@AutoConfiguration
@ConditionalOnSonde
@ConditionalOnClass(MeterRegistry.class)
public class MetersAutoConfiguration {

    @Bean
    SondeMeters sondeMeters(SondeProperties properties) {
        return new SondeMeters(properties.meters().statements());
    }
}
