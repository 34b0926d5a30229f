package dev.sonde.junit;

import dev.sonde.analysis.finding.Finding.Verdict;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test contains no N+1 pattern: no statement that is executed once per row of another one's result, read or write. On
 * a class it holds for each of its tests that has no such annotation itself.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(SondeExtension.class)
public @interface NoNPlusOne {

    /** From how many executions of one statement on it may be a loop; at least 3. The test's data needs as many rows. */
    int min() default 5;

    /**
     * The least certain verdict that fails the test. CONFIRMED: the keys were seen to come from the parent's rows. LIKELY:
     * a loop by every sign, but its parent was not seen, for example because it ran before the test method.
     */
    Verdict from() default Verdict.LIKELY;
}
