package dev.sonde.junit;

import dev.sonde.analysis.budget.Limit;
import dev.sonde.capture.sql.Verb;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Profiles each test method, each invocation of a parameterised or repeated one and each dynamic test, and looks whether
 * {@link ExpectQueries}, {@link NoNPlusOne}, {@link ExpectNoSlowQueries} and {@link WithinBudget} hold; the annotations
 * register it. If the test itself fails that is what is reported.
 */
public final class SondeExtension implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        profile(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        profile(invocation, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
            throws Throwable {
        profile(invocation, context);
    }

    private static void profile(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        Expected expected = Expected.of(context);
        Expectations expectations;
        try (Recording recording = Recording.begin("test " + name(context))) {
            invocation.proceed();
            expectations = new Expectations(recording.end());
        }
        expected.addTo(expectations);
        expectations.verify();
    }

    private static String name(ExtensionContext context) {
        return context.getTestClass().map(Class::getName).orElse("?")
                + method(context).map(method -> "." + method.getName()).orElse("");
    }

    /** That of a dynamic test is its factory's. */
    private static Optional<Method> method(ExtensionContext context) {
        for (Optional<ExtensionContext> next = Optional.of(context);
                next.isPresent();
                next = next.get().getParent()) {
            if (next.get().getTestMethod().isPresent()) {
                return next.get().getTestMethod();
            }
        }
        return Optional.empty();
    }

    private record Expected(
            @Nullable ExpectQueries queries,
            @Nullable NoNPlusOne nPlusOne,
            @Nullable ExpectNoSlowQueries slow,
            @Nullable WithinBudget budget) {

        static Expected of(ExtensionContext context) {
            Expected expected = new Expected(
                    find(context, ExpectQueries.class),
                    find(context, NoNPlusOne.class),
                    find(context, ExpectNoSlowQueries.class),
                    find(context, WithinBudget.class));
            expected.check();
            return expected;
        }

        private static <A extends Annotation> @Nullable A find(ExtensionContext context, Class<A> type) {
            Optional<A> found = method(context).flatMap(method -> AnnotationSupport.findAnnotation(method, type));
            Class<?> testClass = context.getTestClass().orElse(null);
            while (found.isEmpty() && testClass != null) {
                found = AnnotationSupport.findAnnotation(testClass, type);
                testClass = testClass.getEnclosingClass();
            }
            return found.orElse(null);
        }

        private void check() {
            if (queries != null) {
                if (queries.exact() >= 0 && (queries.min() >= 0 || queries.max() >= 0)) {
                    throw new ExtensionConfigurationException("@ExpectQueries: exact excludes min and max");
                }
                if (queries.max() >= 0 && queries.min() > queries.max()) {
                    throw new ExtensionConfigurationException(
                            "@ExpectQueries: min must not exceed max: " + queries.min() + " and " + queries.max());
                }
                if (queries.exact() < 0
                        && queries.min() < 0
                        && queries.max() < 0
                        && queries.maxSelects() < 0
                        && queries.maxInserts() < 0
                        && queries.maxUpdates() < 0
                        && queries.maxDeletes() < 0) {
                    throw new ExtensionConfigurationException(
                            "@ExpectQueries needs a number, for example @ExpectQueries(max = 3)");
                }
            }
            if (nPlusOne != null && nPlusOne.min() < 3) {
                throw new ExtensionConfigurationException("@NoNPlusOne: min must be at least 3: " + nPlusOne.min());
            }
            if (slow != null && slow.thresholdMillis() <= 0) {
                throw new ExtensionConfigurationException(
                        "@ExpectNoSlowQueries: thresholdMillis must be positive: " + slow.thresholdMillis());
            }
            if (budget != null) {
                limit(budget);
            }
        }

        private static Limit limit(WithinBudget budget) {
            try {
                return BudgetLookup.limit(budget.file(), budget.value());
            } catch (IllegalArgumentException e) {
                throw new ExtensionConfigurationException("@WithinBudget: " + e.getMessage(), e);
            }
        }

        void addTo(Expectations expectations) {
            if (queries != null) {
                ifGiven(queries.exact(), expectations::exactly);
                ifGiven(queries.max(), expectations::atMost);
                ifGiven(queries.min(), expectations::atLeast);
                ifGiven(queries.maxSelects(), max -> expectations.atMost(max, Verb.SELECT));
                ifGiven(queries.maxInserts(), max -> expectations.atMost(max, Verb.INSERT));
                ifGiven(queries.maxUpdates(), max -> expectations.atMost(max, Verb.UPDATE));
                ifGiven(queries.maxDeletes(), max -> expectations.atMost(max, Verb.DELETE));
            }
            if (nPlusOne != null) {
                expectations.noNPlusOne(nPlusOne.min(), nPlusOne.from());
            }
            if (slow != null) {
                expectations.noSlowQueries(Duration.ofMillis(slow.thresholdMillis()));
            }
            if (budget != null) {
                expectations.within(limit(budget), budget.value());
            }
        }

        private static void ifGiven(int value, Consumer<Long> expectation) {
            if (value >= 0) {
                expectation.accept((long) value);
            }
        }
    }
}
