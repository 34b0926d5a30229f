package dev.sonde.spring.unit;

import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.profiler.unit.TraceIds;
import dev.sonde.spring.ConditionalOnSonde;
import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Makes each request of a servlet container a unit of work, named by Spring MVC's pattern. */
@AutoConfiguration
@ConditionalOnSonde
@ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(prefix = "sonde.units", name = "web", matchIfMissing = true)
public class WebUnitsAutoConfiguration {

    @Bean
    RequestUnitFilter sondeRequestUnitFilter(ProfilerSettings settings) {
        return new RequestUnitFilter(TraceIds.available(settings.mdcKeys()));
    }

    /** Only where Spring MVC dispatches. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebMvcConfigurer.class)
    static class Routes {

        @Bean
        RequestRoute sondeRequestRoute() {
            return new RequestRoute();
        }
    }
}
