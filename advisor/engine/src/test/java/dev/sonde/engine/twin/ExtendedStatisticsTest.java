package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Majors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExtendedStatisticsTest {

    private static final List<String> ON_EXPRESSIONS = List.of(
            "select * from visits where lower(city) = 'city 17'",
            "select * from visits where lower(city) = 'city 17' and n % 100 = 17",
            "select * from visits where lower(city) < 'city 2'",
            "select lower(city), n % 100 from visits group by 1, 2");

    private static final List<String> STATEMENTS = List.of(
            "select * from addresses where city = 'city 17' and zip = 17",
            "select city, zip, street from addresses group by city, zip, street",
            "select * from addresses where kind = 1 and sort = 0",
            "select * from addresses where kind = 7 and sort = 1");

    /** 14 makes the rows of {@code pg_statistic_ext_data} when the object is made. */
    static IntStream majors() {
        return IntStream.of(14, 15, 18);
    }

    @ParameterizedTest
    @MethodSource("majors")
    void estimatesDependentColumnsAsTheSourceDoes(int major) throws Exception {
        try (KindsSource source = KindsSource.start(major)) {
            source.execute("""
                    create table addresses (gone int, city text, gone_too int, zip int, street text, kind int, sort int);
                    alter table addresses drop gone, drop gone_too;
                    insert into addresses select 'city ' || i % 100, i % 100, 's' || i % 100, i % 10, (i % 10) / 2
                      from generate_series(1, 20000) i;
                    create statistics place (ndistinct, dependencies) on city, zip, street from addresses;
                    create statistics "Kinds'" (mcv) on kind, sort from addresses;
                    analyze addresses;
                    """);
            double onTwin;
            try (PlanTwin twin = PlanTwin.start(source.snapshot(), Majors.home(major))) {
                assertThat(twin.notes()).isEmpty();
                for (String sql : STATEMENTS) {
                    double expected = source.plan(sql).rows();

                    assertThat(twin.explain(List.of(sql), List.of()).get(0).rows())
                            .as(sql)
                            .isCloseTo(expected, within(Math.max(1, expected * 0.005)));
                }
                onTwin = twin.explain(List.of(STATEMENTS.get(0)), List.of())
                        .get(0)
                        .rows();
            }
            source.execute("drop statistics place, \"Kinds'\"");
            assertThat(source.plan(STATEMENTS.get(0)).rows()).isLessThan(onTwin / 10);
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void estimatesExpressionsAsTheSourceDoes(int major) throws Exception {
        try (KindsSource source = KindsSource.start(major)) {
            source.execute("""
                    create table visits (gone int, city text collate "C", n int) partition by range (n);
                    alter table visits drop gone;
                    create table visits_low partition of visits for values from (0) to (15000);
                    create table visits_high partition of visits for values from (15000) to (maxvalue);
                    insert into visits select 'City ' || i % 100, i from generate_series(1, 20000) i;
                    create statistics of_visits on lower(city), (n % 100) from visits;
                    create statistics of_low on lower(city), (n % 100) from visits_low;
                    create statistics of_high on (lower(city)) from visits_high;
                    analyze visits;
                    """);
            try (PlanTwin twin = PlanTwin.start(source.snapshot(), Majors.home(major))) {
                assertThat(twin.notes()).isEmpty();
                List<Double> rows = new ArrayList<>();
                List<Double> without = new ArrayList<>();
                List<Double> expected = new ArrayList<>();
                for (String sql : ON_EXPRESSIONS) {
                    expected.add(source.plan(sql).rows());
                    rows.add(twin.explain(List.of(sql), List.of()).get(0).rows());
                }
                source.execute("drop statistics of_visits, of_low, of_high");
                for (String sql : ON_EXPRESSIONS) {
                    without.add(source.plan(sql).rows());
                }

                assertThat(rows).isEqualTo(expected);
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(rows.get(i)).as(ON_EXPRESSIONS.get(i)).isNotEqualTo(without.get(i));
                }
            }
        }
    }
}
