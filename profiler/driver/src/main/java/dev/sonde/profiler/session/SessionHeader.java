package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What each file of a session says first: whose run it is, and since when. */
final class SessionHeader {

    private SessionHeader() {}

    /**
     * The header of a session that begins now.
     *
     * @param hashKey of the bind hashes, empty if binds are not captured
     */
    static Session of(
            long id,
            ProfilerSettings settings,
            String databaseUrl,
            String serverVersion,
            String hashKey,
            String profilerVersion) {
        return new Session(
                id,
                settings.service(),
                settings.version(),
                host(),
                System.currentTimeMillis() * 1000,
                databaseUrl,
                serverVersion,
                settings.binds().label(),
                hashKey,
                settings.slowThreshold().toNanos() / 1000,
                profilerVersion);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
