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

    /** Where finished files go, without secrets; empty if they stay. */
    String getShippingTarget();

    long getFilesShipped();

    /** Finished files that are still here. */
    long getFilesWaiting();

    /** Files that were deleted before they were shipped, because the folder was full. */
    long getFilesDeletedUnshipped();

    /** Why the last attempt to ship failed, empty if it did not. */
    String getLastShippingFailure();

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
