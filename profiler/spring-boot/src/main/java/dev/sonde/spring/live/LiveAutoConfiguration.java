package dev.sonde.spring.live;

import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.spring.ConditionalOnSonde;
import dev.sonde.spring.SondeProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The live mode, where {@code sonde.live.enabled} is true. */
@AutoConfiguration
@ConditionalOnSonde
@ConditionalOnProperty(prefix = "sonde.live", name = "enabled", havingValue = "true")
public class LiveAutoConfiguration {

    @Bean
    FindingCounts sondeFindingCounts() {
        return new FindingCounts();
    }

    @Bean
    LiveFindings sondeLiveFindings(SondeProperties properties, ProfilerSettings settings, FindingCounts counts) {
        FindingOptions defaults = FindingOptions.ofDefaults();
        FindingOptions options = settings.slowThreshold().isZero()
                ? defaults
                : new FindingOptions(settings.slowThreshold(), defaults.minRepetitions());
        FindingLog log = new FindingLog(
                properties.live().maxPerMinute(),
                counts,
                System::nanoTime,
                LoggerFactory.getLogger("dev.sonde.findings")::warn);
        LiveFindings live = new LiveFindings(
                new FindingWindow(options), log, properties.live().interval());
        live.start();
        return live;
    }

    /** Only where the service has Micrometer. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {

        @Bean
        LiveMeters sondeLiveMeters(FindingCounts counts, LiveFindings live) {
            return new LiveMeters(counts, live);
        }
    }
}
