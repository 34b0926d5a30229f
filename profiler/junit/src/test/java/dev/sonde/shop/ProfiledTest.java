package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.capture.sql.Verb;
import dev.sonde.junit.Profile;
import dev.sonde.junit.Profiled;
import dev.sonde.junit.ProfiledStatement;
import dev.sonde.junit.ProfiledValue;
import dev.sonde.profiler.UnitOfWork;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;

class ProfiledTest {

    private final Orders orders = ShopDatabase.captured();

    @Entity(name = "Order")
    @Table(name = "orders")
    static class Order {
        @Id
        long id;

        @OneToMany(fetch = FetchType.LAZY)
        @JoinColumn(name = "order_id")
        List<Line> lines = new ArrayList<>();
    }

    @Entity(name = "Line")
    @Table(name = "order_lines")
    static class Line {
        @Id
        long id;

        String article = "";
    }

    @Test
    void tellsWhatWasExecutedAndWhatItReturned() {
        ProfiledValue<List<String>> profiled = Profiled.call(orders::articlesOneByOne);

        assertThat(profiled.value()).hasSize(30);
        assertThat(profiled.profile().queries()).isEqualTo(11);
        assertThat(profiled.profile().queries(Verb.INSERT)).isZero();
        assertThat(profiled.profile().statements())
                .extracting(ProfiledStatement::executions)
                .containsExactly(10L, 1L);
        assertThat(profiled.profile().findings()).extracting(Finding::rule).containsExactly("n-plus-one");
        assertThat(profiled.profile().lost()).isZero();
    }

    @Test
    void expectationsThatAreMetReadAsOneSentence() {
        Profiled.run(orders::articlesOfAll)
                .expectExactly(1)
                .expectAtMost(1, Verb.SELECT)
                .expectNoNPlusOne()
                .expectNoSlowQueries(Duration.ofMinutes(1));
    }

    @Test
    void theLoopOfHibernateIsNamedWithItsFix() {
        Properties properties = new Properties();
        properties.setProperty("hibernate.connection.url", ShopDatabase.capturedUrl());
        properties.setProperty("hibernate.connection.driver_class", "dev.sonde.profiler.jdbc.SondeDriver");
        Configuration configuration = new Configuration()
                .addProperties(properties)
                .addAnnotatedClass(Order.class)
                .addAnnotatedClass(Line.class);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            Profile profile = Profiled.run(() ->
                    factory.inSession(session -> session.createQuery("from Order order by id", Order.class)
                            .getResultList()
                            .forEach(order -> assertThat(order.lines.size()).isEqualTo(3))));

            assertThatThrownBy(profile::expectNoNPlusOne)
                    .isInstanceOf(AssertionError.class)
                    .message()
                    .matches("(?s)" + """
                            expected no N\\+1 pattern, but found one
                            n-plus-one \\(keyed-loop, CONFIRMED\\): 10 × select .*
                              loop    dev\\.sonde\\.shop\\.ProfiledTest\\..*\\(ProfiledTest\\.java:\\d+\\)
                              parent  select .* from orders .*
                              child   select .* from order_lines .* where .*order_id=\\$1
                              binds   10 distinct values of \\$1, all of them read from the parent's column id in the order of its rows
                              fix     .*(JOIN FETCH|@BatchSize).*""");
        }
    }

    @Test
    void textThatCouldForgeTheMessageStaysOnItsLine() {
        Profile profile = Profiled.run(
                () -> ShopDatabase.jdbc().queryForList("select 1 as \"a\u001b[2J\nfix\u202e b\" from orders"));

        assertThatThrownBy(() -> profile.expectExactly(0))
                .message()
                .contains("<U+001B>[2J fix<U+202E> b")
                .doesNotContain("\u001b", "\u202e", "\nfix");
    }

    @Test
    void whatOtherThreadsDoForTheWorkCountsAndNothingElse() throws InterruptedException {
        Profile profile = Profiled.run(() -> {
            Thread helper = new Thread(UnitOfWork.wrap((Runnable) () -> orders.articles(1)));
            Thread stranger = new Thread(orders::ids);
            helper.start();
            stranger.start();
            helper.join();
            stranger.join();
        });

        assertThat(profile.statements())
                .extracting(ProfiledStatement::sql)
                .containsExactly("select article from order_lines where order_id = $1");
    }

    @Test
    void aPartOfAProfileIsCountedInBoth() {
        Profile[] inner = new Profile[1];
        Profile outer = Profiled.run(() -> {
            orders.ids();
            inner[0] = Profiled.run(() -> orders.articles(1));
            orders.ids();
        });

        assertThat(inner[0].queries()).isEqualTo(1);
        assertThat(outer.queries()).isEqualTo(3);
    }

    @Test
    void aUnitOfTheServiceIsNotMixedUpWithTheTest() {
        try (UnitOfWork unit = UnitOfWork.open("GET /orders")) {
            assertThatThrownBy(() -> Profiled.run(orders::ids))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("\"GET /orders\"");
        }
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        assertThatThrownBy(() -> Profiled.run(() -> {
                    throw new IOException("as planned");
                }))
                .isInstanceOf(IOException.class);
        assertThat(UnitOfWork.current()).isNull();
    }

    @Test
    void eachExecutionHasItsPlaceHoweverOftenItWasSeenBefore() {
        for (int i = 0; i < 10; i++) {
            Profiled.run(orders::articlesOneByOne);
        }

        Profile profile = Profiled.run(() -> orders.articles(1));

        assertThat(profile.statements().get(0).frames())
                .singleElement()
                .asString()
                .startsWith("dev.sonde.shop.Orders.articles(");
    }
}
