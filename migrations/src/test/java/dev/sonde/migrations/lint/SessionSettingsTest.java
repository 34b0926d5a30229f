package dev.sonde.migrations.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.script.MigrationScript;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "set lock_timeout = '2s'                                | 2000",
                "SET LOCAL lock_timeout TO '30min'                      | 1800000",
                "set session lock_timeout = 500                         | 500",
                "set lock_timeout = '1 h'; set statement_timeout = 0    | 3600000",
                "set lock_timeout = '2s'; set lock_timeout = 0          |",
                "set lock_timeout = '2s'; reset lock_timeout            |",
                "set lock_timeout = '2s'; reset all                     |",
                "set lock_timeout to default                            |",
                "select 1                                               |"
            })
    void readsTheLimitThatHoldsAfterwards(String sql, Long millis) {
        assertThat(limit(sql, true)).isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }

    @ParameterizedTest
    @CsvSource({"set local lock_timeout = '2s'"})
    void setLocalDoesNothingOutsideOfATransaction(String sql) {
        assertThat(limit(sql, false)).isEmpty();
    }

    private static Optional<Duration> limit(String sql, boolean transaction) {
        return SessionSettings.limit(
                MigrationScript.of("", sql, Optional.empty()).statements(), SessionSettings.LOCK_TIMEOUT, transaction);
    }
}
