package dev.sonde.profiler.ship;

import dev.sonde.profiler.settings.ShipTarget;
import java.util.Optional;

/**
 * Makes a shipper of what {@code sonde.ship-to} names. Found by {@link java.util.ServiceLoader} through the class loader
 * of the profiler: of a web application's own, if the profiler is in the web application.
 */
public interface CaptureShipperProvider {

    /**
     * A shipper, or none if the target is for others.
     *
     * @throws IllegalArgumentException if the target is wrong; the message must not hold a secret
     */
    Optional<CaptureShipper> shipperTo(ShipTarget target);
}
