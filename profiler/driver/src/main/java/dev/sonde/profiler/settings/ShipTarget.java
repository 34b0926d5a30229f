package dev.sonde.profiler.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where finished capture files go. Its text may hold a secret, the signature of a URL or a password, so nothing but {@link
 * #address()} gives it away.
 */
public final class ShipTarget {

    /** Files stay where they were written. */
    public static final ShipTarget NOWHERE = new ShipTarget("");

    private final String address;

    private ShipTarget(String address) {
        this.address = address;
    }

    /** A folder, or a URI of the scheme that a shipper on the class path knows. */
    public static ShipTarget of(String address) {
        return new ShipTarget(address);
    }

    static ShipTarget parse(String name, String value, List<String> problems) {
        ShipTarget target = new ShipTarget(value);
        if (value.isEmpty()) {
            return NOWHERE;
        }
        if (target.scheme().isEmpty()) {
            if (target.folder() == null) {
                problems.add(name + " must be the absolute path of a folder, or a URI");
            }
        } else if (target.uri() == null || (target.scheme().equals("file") && target.folder() == null)) {
            problems.add(name + " is no URI: " + target);
        }
        return target;
    }

    /** In full, secrets included. */
    public String address() {
        return address;
    }

    public boolean isNowhere() {
        return address.isEmpty();
    }

    /** In lower case, empty for a path. */
    public String scheme() {
        int colon = address.indexOf(':');
        String scheme = colon < 2 ? "" : address.substring(0, colon); // "C:\captures" is a path
        return scheme.matches("[A-Za-z][A-Za-z0-9+.-]+") ? scheme.toLowerCase(Locale.ROOT) : "";
    }

    /** As a URI, null if it is none. */
    public @Nullable URI uri() {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The folder that it names, null if it names something else. */
    public @Nullable Path folder() {
        try {
            if (scheme().equals("file")) {
                return Path.of(URI.create(address));
            }
            Path path = Path.of(address);
            return scheme().isEmpty() && path.isAbsolute() ? path : null;
        } catch (IllegalArgumentException e) { // an InvalidPathException is one too
            return null;
        }
    }

    boolean isFolder(Path other) {
        Path folder = folder();
        return folder != null
                && folder.normalize().equals(other.toAbsolutePath().normalize());
    }

    /** A folder in full, of a URI the scheme and the host; empty if it is nowhere. */
    @Override
    public String toString() {
        if (isNowhere()) {
            return "";
        }
        Path folder = folder();
        if (folder != null) {
            return folder.toString();
        }
        URI uri = uri();
        String host = uri == null ? null : uri.getHost();
        return scheme() + (host == null ? ":…" : "://" + host + "/…");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShipTarget target && address.equals(target.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }
}
