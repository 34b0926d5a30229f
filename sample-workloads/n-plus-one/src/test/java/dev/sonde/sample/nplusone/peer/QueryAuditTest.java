package dev.sonde.sample.nplusone.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples are those of its README and of its page on N+1 detection. */
class QueryAuditTest {
    private static final String CUSTOMER = "SELECT * FROM customers WHERE id = ?";
    private final Statements statements = new Statements();

    @Test
    void reportsASelectThatRanThreeTimesFromOneCallSite() {
        statements.run("SELECT * FROM orders").run(CUSTOMER, 1).run(CUSTOMER, 2).run(CUSTOMER, 3);

        assertThat(statements.to(new QueryAudit()))
                .containsExactly(new PeerFinding(
                        "query-audit 0.7",
                        Set.of(Statements.fingerprint(CUSTOMER)),
                        null,
                        List.of("shop.Orders.list(Orders.java:12)")));
    }

    @Test
    void passesTwoExecutions() {
        statements.run(CUSTOMER, 1).run(CUSTOMER, 2);

        assertThat(statements.to(new QueryAudit())).isEmpty();
    }

    @Test
    void passesThreeCallSites() {
        for (int line = 1; line <= 3; line++) {
            statements.from("shop.Orders.list(Orders.java:" + line + ")").run(CUSTOMER, line);
        }

        assertThat(statements.to(new QueryAudit())).isEmpty();
    }

    @Test
    void passesTheSameValues() {
        statements.run(CUSTOMER, 1).run(CUSTOMER, 1).run(CUSTOMER, 1);

        assertThat(statements.to(new QueryAudit())).isEmpty();
    }

    @Test
    void reportsTextsWithoutParameters() {
        for (int id = 1; id <= 3; id++) {
            statements.run("SELECT * FROM customers WHERE id = " + id);
        }

        assertThat(statements.to(new QueryAudit())).hasSize(1);
    }

    @Test
    void passesABatchedFetch() {
        for (int id = 1; id <= 3; id++) {
            statements.run("SELECT * FROM customers WHERE id IN (?, ?)", id, id + 1);
        }

        assertThat(statements.to(new QueryAudit())).isEmpty();
    }

    @Test
    void reportsListsOfOne() {
        for (int id = 1; id <= 3; id++) {
            statements.run("SELECT * FROM customers WHERE id IN (?)", id);
        }

        assertThat(statements.to(new QueryAudit())).hasSize(1);
    }

    @Test
    void passesOffsetPagingAndReportsKeysetPaging() {
        for (int page = 0; page < 3; page++) {
            statements.run("SELECT * FROM products ORDER BY id LIMIT 20 OFFSET ?", page * 20);
        }
        assertThat(statements.to(new QueryAudit())).isEmpty();

        for (int page = 0; page < 3; page++) {
            statements.run("SELECT * FROM products WHERE id > ? ORDER BY id LIMIT 20", page * 20);
        }
        assertThat(statements.to(new QueryAudit())).hasSize(1);
    }

    @Test
    void passesWrites() {
        for (int id = 1; id <= 3; id++) {
            statements.run("DELETE FROM orders WHERE id = ?", id);
        }

        assertThat(statements.to(new QueryAudit())).isEmpty();
    }
}
