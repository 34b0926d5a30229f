package dev.sonde.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No execution of the test takes as long as the threshold, fetching included. On a class it holds for each of its tests
 * that has no such annotation itself.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(SondeExtension.class)
public @interface ExpectNoSlowQueries {

    /** From which time on an execution is slow. */
    long thresholdMillis() default 50;
}
