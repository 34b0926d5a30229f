package dev.sonde.profiler.session;

/** A running capture in JMX, as {@code dev.sonde:type=Capture,service=…,id=…}. */
public interface CaptureMXBean {

    String getService();

    String getFolder();

    /** As {@link CaptureStatus#state()}. */
    String getState();

    long getExecutions();

    long getErrors();

    long getSlow();

    /** Executions whose details were lost. */
    long getDropped();

    long getBytesWritten();

    /** Our time on the service's threads as a share of its statements' time, in per cent; an estimate. */
    double getOverheadPercent();

    double getOverheadBudgetPercent();

    void setOverheadBudgetPercent(double percent);

    long getSlowThresholdMillis();

    void setSlowThresholdMillis(long millis);

    /** Records nothing until {@link #resume()}. */
    void pause();

    void resume();

    /** Writes everything recorded so far; false if that took more than ten seconds. */
    boolean flush();
}
