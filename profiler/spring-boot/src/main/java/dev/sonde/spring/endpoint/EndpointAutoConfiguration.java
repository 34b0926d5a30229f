package dev.sonde.spring.endpoint;

import dev.sonde.spring.ConditionalOnSonde;
import dev.sonde.spring.SondeProperties;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The endpoint, where the service has the actuator and makes it available. */
@AutoConfiguration
@ConditionalOnSonde
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(endpoint = SondeEndpoint.class)
public class EndpointAutoConfiguration {

    @Bean
    SondeEndpoint sondeEndpoint(SondeProperties properties) {
        return new SondeEndpoint(new CurrentFindings(properties.findings()));
    }
}
