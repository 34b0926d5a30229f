package dev.sonde.sample.agents.database;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Settings under {@code agents}; {@code AGENTS_DB_URL} and its like come in by Spring's own relaxed names. */
@ConfigurationProperties("agents")
public record DatabaseSettings(
        @DefaultValue Db db, @DefaultValue List<String> migrationLocations) {

    public record Db(
            @Nullable String url,
            @DefaultValue("postgres") String user,
            @DefaultValue("") String password,
            @DefaultValue("10") int poolSize) {}

    public DatabaseTarget target() {
        return new DatabaseTarget(db.url() == null ? "" : db.url(), db.user(), db.password());
    }
}
