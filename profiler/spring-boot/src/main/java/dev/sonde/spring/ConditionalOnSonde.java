package dev.sonde.spring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Matches where the service is profiled: {@code sonde.enabled} is true, or it is not set and {@code
 * spring.datasource.url} begins with {@code jdbc:sonde:}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnSonde.class)
public @interface ConditionalOnSonde {}
