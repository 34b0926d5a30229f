package dev.sonde.sample.nplusone.scenario;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * One scenario on one framework.
 *
 * @param executions how many statements a run with N issues, so that a wrong program is noticed
 * @param children how many of them are children
 * @param ownUnits whether it opens its units of work itself; otherwise the whole run is one unit
 * @param minJava feature version of Java that it needs
 */
public record Program(
        Scenario scenario,
        Framework framework,
        Body body,
        Truth truth,
        IntUnaryOperator executions,
        IntUnaryOperator children,
        boolean ownUnits,
        int minJava) {

    /** From how many repetitions on something is a fault. */
    public static final int MIN_REPETITIONS = 5;

    /** What a program does. */
    public interface Body {
        void run(Service service, int n) throws Exception;
    }

    /** A program with the scenario's label and, if that is a fault, one of it. */
    public static Program of(int number, Framework framework, Body body) {
        Scenario scenario = Scenarios.numbered(number);
        Truth truth = new Truth(
                scenario.label(), List.of(), null, null, scenario.label().isFault() ? 1 : 0, MIN_REPETITIONS);
        return new Program(scenario, framework, body, truth, n -> 1, n -> 0, false, 17);
    }

    /** Name for people, for example {@code 9 Hibernate}. */
    public String name() {
        return scenario.number() + " " + framework.title();
    }

    /** Whether this JVM can run it. */
    public boolean isAvailable() {
        return Runtime.version().feature() >= minJava;
    }

    /** Lower-case words of the repeated statements. */
    public Program child(String... words) {
        return with(
                new Truth(truth.label(), List.of(words), truth.parent(), truth.loop(), truth.faults(), truth.from()));
    }

    /** Lower-case words of the statement whose rows drive the repetition. */
    public Program parent(String words) {
        return with(new Truth(truth.label(), truth.child(), words, truth.loop(), truth.faults(), truth.from()));
    }

    /** The method that holds the loop. */
    public Program loop(Class<?> type, String method) {
        return with(new Truth(
                truth.label(),
                truth.child(),
                truth.parent(),
                type.getName() + "." + method,
                truth.faults(),
                truth.from()));
    }

    /** The smallest N at which it is a fault. */
    public Program from(int n) {
        return with(new Truth(truth.label(), truth.child(), truth.parent(), truth.loop(), truth.faults(), n));
    }

    /** How many statements a run issues, and how many of them are children. */
    public Program issues(IntUnaryOperator total, IntUnaryOperator repeated) {
        return new Program(scenario, framework, body, truth, total, repeated, ownUnits, minJava);
    }

    /** It opens its units of work itself. */
    public Program withOwnUnits() {
        return new Program(scenario, framework, body, truth, executions, children, true, minJava);
    }

    /** It needs this feature version of Java. */
    public Program needsJava(int feature) {
        return new Program(scenario, framework, body, truth, executions, children, ownUnits, feature);
    }

    private Program with(Truth changed) {
        return new Program(scenario, framework, body, changed, executions, children, ownUnits, minJava);
    }
}
