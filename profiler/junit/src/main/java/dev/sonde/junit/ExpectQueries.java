package dev.sonde.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test executes so many statements. What is executed before and after the test method does not count, a batch is one
 * execution. On a class it holds for each of its tests that has no such annotation itself.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(SondeExtension.class)
public @interface ExpectQueries {

    /** Stands for no expectation. */
    int ANY = -1;

    /** At most so many. */
    int max() default ANY;

    /** At least so many. */
    int min() default ANY;

    /** Exactly so many. */
    int exact() default ANY;

    /** At most so many SELECTs. */
    int maxSelects() default ANY;

    /** At most so many INSERTs. */
    int maxInserts() default ANY;

    /** At most so many UPDATEs. */
    int maxUpdates() default ANY;

    /** At most so many DELETEs. */
    int maxDeletes() default ANY;
}
