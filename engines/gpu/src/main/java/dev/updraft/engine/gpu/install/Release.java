package dev.updraft.engine.gpu.install;

import dev.updraft.engine.EngineException;
import java.util.regex.Pattern;

/**
 * One archive of one release of TornadoVM, always that for JDK 25.
 *
 * @param version {@code 5.2.0}
 */
public record Release(String version, Backend backend, Platform platform) {
    /** The version that Updraft is tested with. */
    public static final String TESTED = "5.2.0";

    private static final String JDK = "-jdk25";
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){1,3}");

    /** @throws EngineException if there can be none such */
    public Release {
        if (version.endsWith(JDK)) {
            version = version.substring(0, version.length() - JDK.length());
        }
        if (!VERSION.matcher(version).matches()) {
            throw new EngineException(
                    "`" + version + "` is not a version of TornadoVM for JDK 25; write it as " + TESTED);
        }
        if (!platform.has(backend)) {
            throw new EngineException("TornadoVM publishes no SDK with backend " + backend + " for " + platform
                    + "; leave out --backend");
        }
    }

    /** {@code 5.2.0-jdk25}. */
    String fullVersion() {
        return version + JDK;
    }

    String tag() {
        return "v" + fullVersion();
    }

    String archive() {
        return "tornadovm-" + fullVersion() + "-" + backend + "-" + platform + ".zip";
    }

    /** The folder it is installed in. */
    String folder() {
        return fullVersion() + "-" + backend;
    }
}
