package dev.sonde.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition of {@link ConditionalOnSonde}. */
final class OnSonde extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String enabled = context.getEnvironment().getProperty("sonde.enabled");
        if (enabled != null && !enabled.isBlank()) {
            return new ConditionOutcome(enabled.trim().equalsIgnoreCase("true"), "sonde.enabled is " + enabled);
        }
        return isProfiled(context.getEnvironment().getProperty("spring.datasource.url"))
                ? ConditionOutcome.match("spring.datasource.url is profiled")
                : ConditionOutcome.noMatch("sonde.enabled is not set to true");
    }

    private static boolean isProfiled(@Nullable String url) {
        return url != null && url.startsWith("jdbc:sonde:");
    }
}
