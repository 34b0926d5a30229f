package dev.sonde.cli.history.store;

import dev.sonde.capture.hash.ContentHash;

/** A version of a service; either may be empty if captures do not name it. */
public record Release(String service, String version) {

    long id() {
        return ContentHash.finish(ContentHash.add(ContentHash.of(service), ContentHash.of(version)));
    }
}
