package dev.updraft.maven.configuration;

/** The configuration of the plugin does not fit the project; the message tells the user what to change. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }
}
