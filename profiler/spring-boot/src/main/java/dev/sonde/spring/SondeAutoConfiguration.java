package dev.sonde.spring;

import dev.sonde.profiler.settings.ProfilerSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Reads the settings; if they are wrong the service does not start, and one message says all that is wrong. */
@AutoConfiguration
@ConditionalOnSonde
@EnableConfigurationProperties(SondeProperties.class)
public class SondeAutoConfiguration {

    @Bean
    ProfilerSettings sondeSettings(
            SondeProperties properties, Environment environment, ObjectProvider<BuildProperties> build) {
        return Settings.of(properties, environment, build.getIfAvailable());
    }
}
