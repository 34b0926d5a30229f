package dev.sonde.benchmarks.captures;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The statements and routes of a made-up service. Each route reads a few rows by key, every third one a list and then
 * a row for each of its rows, every fifth inserts row by row, every seventh has a statement that is slow; a few
 * statements (the user, the tenant) are executed on all routes.
 */
final class ServicePlan {
    static final int MIN_STATEMENTS = 40;

    private static final int SHARED = 5;
    private static final int STATEMENTS_OF_ROUTE = 11;

    /** What a step of a route does with its statement. */
    enum Step {
        READ,
        LIST,
        /** Once for each row of the list before. */
        CHILD,
        INSERTS,
        SLOW
    }

    /**
     * A statement as the generator needs it.
     *
     * @param keys how many different values are bound
     * @param nanos usual time of an execution
     */
    record Planned(long id, Step step, int binds, int keys, long nanos, long site) {}

    /** One kind of work. */
    record Route(String name, List<Planned> steps) {}

    final Session session;
    final List<Statement> statements = new ArrayList<>();
    final List<CallSite> sites = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();

    private final Random random;
    private final List<Planned> shared = new ArrayList<>();

    ServicePlan(int service, int count, long seed) {
        random = new Random(seed * 31 + service);
        session = new Session(
                random.nextLong(),
                "service-" + service,
                "1." + service % 7,
                "host-" + service,
                1_767_225_600_000_000L + service * 1_000_000L,
                "jdbc:postgresql://db/" + service / 4,
                "18.4",
                "hashed",
                ContentHash.hex(random.nextLong()) + ContentHash.hex(random.nextLong()),
                50_000,
                "0.1.0");
        for (int i = 0; i < SHARED; i++) {
            shared.add(planned(Step.READ, "select id, name, tenant, roles from account_" + i + " where id = ?", 1, -1));
        }
        while (statements.size() + STATEMENTS_OF_ROUTE <= count || routes.isEmpty()) {
            routes.add(route(routes.size()));
        }
        while (statements.size() < count) {
            int i = statements.size();
            Route last = routes.get(i % routes.size());
            last.steps().add(read(routes.indexOf(last), i));
        }
    }

    private Route route(int number) {
        List<Planned> steps = new ArrayList<>(shared.subList(0, 1 + number % SHARED));
        int wanted = statements.size() + STATEMENTS_OF_ROUTE;
        if (number % 3 == 0) {
            steps.add(planned(
                    Step.LIST,
                    "select id, title, state, created_at from parents_" + number
                            + " where owner = ? and state = ? order by created_at desc limit 50",
                    2,
                    number));
            steps.add(planned(
                    Step.CHILD,
                    "select id, parent_id, text, author from children_" + number + " where parent_id = ?",
                    1,
                    number));
        }
        if (number % 5 == 0) {
            steps.add(planned(
                    Step.INSERTS,
                    "insert into audit_" + number + " (id, who, what, at_time) values (?, ?, ?, ?)",
                    4,
                    number));
        }
        if (number % 7 == 0) {
            steps.add(planned(
                    Step.SLOW,
                    "select state, count(*), max(changed_at) from events_" + number
                            + " where tenant = ? and changed_at > ? group by state order by 2 desc",
                    2,
                    number));
        }
        while (statements.size() < wanted) {
            steps.add(read(number, statements.size()));
        }
        Collections.shuffle(steps.subList(steps.size() - 3, steps.size()), random);
        return new Route("GET /resource" + number + "/{id}", steps);
    }

    private Planned read(int route, int number) {
        return number % 4 == 0
                ? planned(
                        Step.READ,
                        "select a.id, a.name, b.value from table_" + number + " a join detail_" + number
                                + " b on b.owner = a.id where a.tenant = ? and a.id = ? and b.kind in (?, ?, ?)",
                        5,
                        route)
                : planned(
                        Step.READ,
                        "select id, name, state, changed_at, payload from table_" + number + " where id = ?",
                        1,
                        route);
    }

    private Planned planned(Step step, String sql, int binds, int route) {
        NormalizedSql normalized = SqlNormalizer.normalize(sql);
        statements.add(new Statement(
                session.session(),
                normalized.id(),
                normalized.fingerprint(),
                normalized.sql(),
                List.of(),
                Collections.nCopies(binds, Types.BIGINT),
                step == Step.INSERTS ? List.of() : List.of("id", "name"),
                false));
        int number = statements.size();
        String owner = route < 0 ? "Accounts" : "Resource" + route;
        List<String> frames = List.of(
                "shop." + owner + "Repository.find" + number + "(" + owner + "Repository.java:" + (20 + number) + ")",
                "shop." + owner + "Service." + (step == Step.CHILD ? "loadAll" : "load") + "(" + owner + "Service.java:"
                        + (30 + number) + ")",
                "shop." + owner + "Controller.get(" + owner + "Controller.java:41)");
        long site = ContentHash.of(frames.toString());
        sites.add(new CallSite(session.session(), site, frames, List.of("spring-jdbc")));
        int keys = route < 0 ? 2_000 : 16 << random.nextInt(10);
        return new Planned(normalized.id(), step, binds, keys, 100_000 + random.nextInt(900_000), site);
    }
}
