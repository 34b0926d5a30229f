package dev.sonde.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanConstantsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            (agent_id = 42) ; (agent_id = ?)
            ((t1.c2 = 'O''Brien'::text) AND (x > -1.5)) ; ((t1.c2 = ?::text) AND (x > -?))
            (note = E'a\\'b') ; (note = ?)
            (bits = B'101'::"bit") ; (bits = ?::"bit")
            ("Odd 7"."it's 8" = $1) ; ("Odd 7"."it's 8" = $1)
            (a = ANY ('{1,2,secret}'::text[])) ; (a = ANY (?::text[]))
            (a = (InitPlan 1).col1) ; (a = (InitPlan 1).col1)
            (hashed SubPlan 12) ; (hashed SubPlan 12)
            (x < '2025-01-01 00:00:00+00'::timestamp with time zone) ; (x < ?::timestamp with time zone)
            'never closed ; ?
            """)
    void leavesNamesAndParametersAndTakesValues(String expression, String masked) {
        assertThat(PlanConstants.masked(expression)).isEqualTo(masked);
    }
}
