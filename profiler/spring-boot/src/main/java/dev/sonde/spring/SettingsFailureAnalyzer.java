package dev.sonde.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows wrong settings as Spring Boot shows its own: what is wrong and what to do, without a stack trace. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingsException cause) {
        return new FailureAnalysis(
                "The settings of the profiler are wrong:\n\n    " + String.join("\n    ", cause.problems()),
                "Correct them, or start without the profiler: sonde.enabled=false",
                cause);
    }
}
