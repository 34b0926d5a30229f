package dev.sonde.migrations.doctor;

/**
 * What real Flyway did with one concurrent index build.
 *
 * @param settings it ran with
 * @param detail of a hang, who waits for whom; of a failure, the message
 */
public record ProofRun(String settings, Diagnosis.Verdict outcome, String detail) {}
