package dev.updraft.maven;

/** The configuration of the plugin does not fit the project; the message tells the user what to change. */
final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}
