package dev.sonde.profiler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.sql.BindColumn;
import dev.sonde.capture.sql.BindColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueRulesTest {

    @ParameterizedTest
    @CsvSource({
        "column:status,          orders.status,   true",
        "column:STATUS,          orders.status,   true",
        "column:orders.status,   orders.status,   true",
        "column:orders.status,   .status,         false",
        "column:orders.status,   users.status,    false",
        "column:orders.*,        orders.total,    true",
        "column:*_id,            orders.user_id,  true",
        "column:*_id,            orders.id,       false",
        "column:*,               users.email,     true",
        "column:*.status,        orders.status,   true",
        "column:*,               users.password,  false",
        "column:password,        users.password,  false",
        "column:*,               users.ApiToken,  false",
        "column:a.b,             axb.b,           false",
        "column:s.atus,          orders.status,   false",
        "column:(.+)+$,          orders.status,   false",
    })
    void allowsColumnsByPatternAndNeverSecrets(String rule, String column, boolean allowed) {
        int dot = column.indexOf('.');
        List<BindColumn> bound = List.of(new BindColumn(column.substring(0, dot), column.substring(dot + 1)));

        assertThat(rules(rule).allowsColumns(bound)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "passwd",
                "user_pwd",
                "password_hash",
                "hashedPassword",
                "client_secret",
                "refreshToken",
                "api_key",
                "apikey",
                "api-key",
                "ssn",
                "user ssn",
                "iban",
                "card_number",
                "credit_card",
                "cardNumber",
                "cvv",
                "pin",
                "private_key",
                "credentials",
                "passphrase",
                "otp_secret",
                "auth"
            })
    void knowsSecretsByTheirName(String column) {
        assertThat(ValueRules.isSecret(column)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "user_id", "discarded", "shipping", "cardinality", "author", "compass", "pinned"})
    void leavesOtherNamesAlone(String column) {
        assertThat(ValueRules.isSecret(column)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select * from t where a = $1                      | true
            select * from t where f($1)                       | true
            select * from t where password = $1               | false
            select * from t where f($1) and password is null  | false
            select * from api_tokens where value = $1         | false
            insert into t values ($1)                         | false
            select * from t where U&"x" = $1                  | false
            """)
    void allowsTypesOnlyWhereNoSecretCanBeMeant(String sql, boolean allowed) {
        BindColumns columns = BindColumns.of(sql);

        assertThat(ValueRules.allowsTypes(columns.of(1), columns)).isEqualTo(allowed);
    }

    @Test
    void saysWhatIsWrongWithAnAllowList() {
        assertThatThrownBy(() -> settings("values", null))
                .hasMessageContaining("sonde.binds=values keeps nothing without an allow-list: set sonde.values");
        assertThatThrownBy(() -> settings("hashed", "type:uuid")).hasMessageContaining("no effect");
        assertThatThrownBy(() -> settings("values", "type:blob,status,column:,column:a.b.c"))
                .hasMessageContaining("unknown type in type:blob; known are bigint, boolean,")
                .hasMessageContaining("column:<table>.<name>: status")
                .hasMessageContaining("column:<table>.<name>: column:")
                .hasMessageContaining("column:a.b.c");
        assertThatThrownBy(() -> settings("everything", null)).hasMessageContaining("hashed, none or values");
        assertThat(settings("values", "type:int8, column:status").values())
                .isEqualTo(new ValueRules(java.util.Set.of("bigint"), List.of("status")));
        assertThat(settings("hashed", null).flushInterval()).hasSeconds(2);
    }

    private static ProfilerSettings settings(String binds, @org.jspecify.annotations.Nullable String values) {
        Properties properties = new Properties();
        properties.setProperty("sonde.binds", binds);
        if (values != null) {
            properties.setProperty("sonde.values", values);
        }
        return ProfilerSettings.of(Map.of(), properties, new Properties(), Map.of());
    }

    private static ValueRules rules(String text) {
        List<String> problems = new ArrayList<>();
        ValueRules rules = ValueRules.parse("sonde.values", List.of(text.split(",")), problems);
        assertThat(problems).isEmpty();
        return rules;
    }
}
