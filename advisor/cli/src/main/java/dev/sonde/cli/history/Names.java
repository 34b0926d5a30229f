package dev.sonde.cli.history;

import dev.sonde.cli.history.store.Release;

/** How services and releases are called where they have no name. */
final class Names {

    private Names() {}

    static String service(String service) {
        return service.isEmpty() ? "(no service)" : service;
    }

    static String version(String version) {
        return version.isEmpty() ? "(no version)" : version;
    }

    static String route(String route) {
        return route.isEmpty() ? "(no route)" : route;
    }

    static String release(String service, String version) {
        return service(service) + " " + version(version);
    }

    static String release(Release release) {
        return release(release.service(), release.version());
    }
}
