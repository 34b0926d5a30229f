package dev.sonde.cli.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** What the load generator measured; latencies count from the intended start of a request. */
@JsonIgnoreProperties(ignoreUnknown = true)
record LoadResult(
        double rate,
        double achievedRate,
        long requests,
        long errors,
        long unserved,
        double meanMs,
        double p50Ms,
        double p95Ms,
        double p99Ms,
        double maxMs,
        double durationSeconds) {

    static LoadResult read(Path json) throws IOException {
        return new ObjectMapper().readValue(json.toFile(), LoadResult.class);
    }
}
