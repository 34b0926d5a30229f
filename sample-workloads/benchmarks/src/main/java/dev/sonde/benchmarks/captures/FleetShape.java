package dev.sonde.benchmarks.captures;

/**
 * How large a made-up fleet is.
 *
 * @param executions of all services together; the last unit of work of each service goes a little beyond its share
 * @param services each with its own statements, routes and session
 * @param statements of each service
 * @param seed equal seeds give equal records
 */
public record FleetShape(long executions, int services, int statements, long seed) {

    public FleetShape {
        if (executions < 1 || services < 1 || statements < ServicePlan.MIN_STATEMENTS) {
            throw new IllegalArgumentException("a fleet needs an execution, a service and " + ServicePlan.MIN_STATEMENTS
                    + " statements: " + executions + ", " + services + ", " + statements);
        }
    }

    /** Executions of one service: the same for all, the remainder with the first ones. */
    long executions(int service) {
        return executions / services + (service < executions % services ? 1 : 0);
    }

    /** The records of one of its services, from 0. */
    public ServiceStream stream(int service) {
        return new ServiceStream(new ServicePlan(service, statements, seed), executions(service), seed);
    }
}
