package dev.sonde.junit;

import dev.sonde.analysis.budget.BudgetFile;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test does the work of one unit of a route, a request for example, and makes no more round trips and executes no more
 * different statements than the route's budget allows, see {@code sonde budget}. On a class it holds for each of its tests that
 * has no such annotation itself.
 */
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(SondeExtension.class)
public @interface WithinBudget {

    /** The route as the budget names it, for example {@code GET /orders/{id}}. */
    String value();

    /** The file, from the folder the tests run in or one above it. */
    String file() default BudgetFile.NAME;
}
