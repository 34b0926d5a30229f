package dev.sonde.profiler.session;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The session's bean in JMX; where there is no JMX, or no module java.management, the session does without. So no exception of
 * JMX is caught by its own name: the class would not be loaded without that module.
 */
final class ManagedCapture implements CaptureMXBean {

    private final CaptureSession session;

    ManagedCapture(CaptureSession session) {
        this.session = session;
    }

    void register() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            server.registerMBean(this, name());
        } catch (Exception | LinkageError e) {
            ServiceLog.debug("the capture cannot be seen in JMX", e);
        }
    }

    void unregister() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name())) {
                server.unregisterMBean(name());
            }
        } catch (Exception | LinkageError e) {
            ServiceLog.debug("the capture cannot be taken out of JMX", e);
        }
    }

    private ObjectName name() throws JMException {
        return new ObjectName("dev.sonde:type=Capture,service=" + ObjectName.quote(session.service()) + ",id="
                + Long.toHexString(session.session()));
    }

    @Override
    public String getService() {
        return session.service();
    }

    @Override
    public String getFolder() {
        return session.folder().toString();
    }

    @Override
    public String getState() {
        return session.status().state();
    }

    @Override
    public long getExecutions() {
        return session.status().executions();
    }

    @Override
    public long getErrors() {
        return session.status().errors();
    }

    @Override
    public long getSlow() {
        return session.status().slow();
    }

    @Override
    public long getDropped() {
        return session.status().drops().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public long getBytesWritten() {
        return session.status().bytesWritten();
    }

    @Override
    public String getShippingTarget() {
        return session.shipping().target();
    }

    @Override
    public long getFilesShipped() {
        return session.shipping().shipped();
    }

    @Override
    public long getFilesWaiting() {
        return session.shipping().waiting();
    }

    @Override
    public long getFilesDeletedUnshipped() {
        return session.shipping().deleted();
    }

    @Override
    public String getLastShippingFailure() {
        return session.shipping().lastFailure();
    }

    @Override
    public double getOverheadPercent() {
        CaptureStatus status = session.status();
        return status.statementNanos() == 0 ? 0 : 100.0 * status.callerNanos() / status.statementNanos();
    }

    @Override
    public double getOverheadBudgetPercent() {
        return 100 * session.status().overheadBudget();
    }

    @Override
    public void setOverheadBudgetPercent(double percent) {
        session.overheadBudget(percent / 100);
    }

    @Override
    public long getSlowThresholdMillis() {
        return session.status().slowThreshold().toMillis();
    }

    @Override
    public void setSlowThresholdMillis(long millis) {
        session.slowThreshold(Duration.ofMillis(millis));
    }

    @Override
    public void pause() {
        session.pause();
    }

    @Override
    public void resume() {
        session.resume();
    }

    @Override
    public boolean flush() {
        return session.flush(Duration.ofSeconds(10));
    }
}
