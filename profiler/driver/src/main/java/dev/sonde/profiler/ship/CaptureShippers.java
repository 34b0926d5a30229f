package dev.sonde.profiler.ship;

import dev.sonde.profiler.settings.ShipTarget;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the shipper of a capture. This class is threadsafe. */
public final class CaptureShippers {

    private static volatile @Nullable CaptureShipper used;

    private CaptureShippers() {}

    /** Captures of this class loader that have no {@code sonde.ship-to}, running ones too, ship by this one from now on. */
    public static void use(CaptureShipper shipper) {
        used = shipper;
    }

    /** Files of such captures stay where they are again. */
    public static void useNone() {
        used = null;
    }

    /** Whether there is one in use. */
    public static boolean isUsed() {
        return used != null;
    }

    /**
     * The shipper to the target, or the one in use if the target is nowhere.
     *
     * @throws IllegalArgumentException if nobody can ship there
     */
    public static Optional<CaptureShipper> to(ShipTarget target) {
        if (target.isNowhere()) {
            return Optional.ofNullable(used);
        }
        for (CaptureShipperProvider provider :
                ServiceLoader.load(CaptureShipperProvider.class, CaptureShipperProvider.class.getClassLoader())) {
            Optional<CaptureShipper> shipper = provider.shipperTo(target);
            if (shipper.isPresent()) {
                return shipper;
            }
        }
        Path folder = target.folder();
        if (folder != null) {
            return Optional.of(new FolderShipper(folder));
        }
        if (target.scheme().equals("http") || target.scheme().equals("https")) {
            return Optional.of(HttpShipper.into(target));
        }
        throw new IllegalArgumentException("no shipper on the class path knows " + target.scheme() + ":");
    }
}
