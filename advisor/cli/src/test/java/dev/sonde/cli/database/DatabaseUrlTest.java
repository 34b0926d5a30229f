package dev.sonde.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.cli.CommandRun;
import dev.sonde.cli.command.CommandFailure;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseUrlTest {

    @Test
    void neverShowsAPassword() {
        DatabaseUrl url = DatabaseUrl.of(
                "jdbc:postgresql://me:secret1@h/d?password=secret2&x=y&sslpassword=secret3", null, Map.of());

        CommandFailure failure = url.failure(new SQLException("bad jdbc:postgresql://h/d?password=secret2", "08001"));

        assertThat(url.toString()).doesNotContain("secret").contains("x=y");
        assertThat(failure.getMessage()).doesNotContain("secret").contains("is the server running");
        assertThatThrownBy(() -> DatabaseUrl.of("postgresql://me:secret@h/d", null, Map.of()))
                .hasMessageContaining("it looks like jdbc:postgresql://host:5432/database")
                .hasMessageNotContaining("secret");
    }

    @Test
    void takesTheUrlOfAProfiledService() {
        assertThat(DatabaseUrl.of("jdbc:sonde:postgresql://h/d", null, Map.of()))
                .hasToString("jdbc:postgresql://h/d");
    }

    @Test
    void anUnreachableServerIsAMatterOfTheEnvironment() {
        CommandRun run = CommandRun.with(
                Map.of("PGPASSWORD", "secret"),
                "snapshot",
                "--url",
                "jdbc:postgresql://127.0.0.1:1/app",
                "--user",
                "app",
                "-o",
                "target/x.json");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("127.0.0.1:1", "accepting TCP/IP connections: is the server running")
                .hasLineCount(1)
                .doesNotContain("secret");
    }
}
