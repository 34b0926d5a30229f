package dev.sonde.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class SondeVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Sonde.class.getPackage().getImplementationVersion();
        return new String[] {"sonde " + (version == null ? "development build" : version)};
    }
}
