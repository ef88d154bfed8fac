package dev.updraft.download;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where downloads are kept. */
public final class CacheFolder {

    private CacheFolder() {}

    /** {@code UPDRAFT_CACHE} if it is set, else a folder of ours where the system keeps a user's caches. */
    public static Path current() {
        return of(
                System.getenv(), System.getProperty("os.name"), home(System.getenv(), System.getProperty("user.home")));
    }

    /**
     * The home folder. Java calls that of a user whom the system does not know {@code ?}: without {@code HOME} it is the
     * root then, as for other programs, and not a folder of that name in the current one.
     */
    static Path home(Map<String, String> environment, String java) {
        for (var home : new String[] {java, environment.get("HOME")}) {
            if (home != null && Path.of(home).isAbsolute()) {
                return Path.of(home);
            }
        }
        return Path.of("/").toAbsolutePath();
    }

    static Path of(Map<String, String> environment, String system, Path home) {
        var chosen = set(environment, "UPDRAFT_CACHE");
        if (chosen != null) {
            return Path.of(chosen).toAbsolutePath();
        }
        var os = system.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return home.resolve("Library/Caches/updraft");
        }
        if (os.startsWith("windows")) {
            var local = set(environment, "LOCALAPPDATA");
            return (local == null ? home.resolve("AppData/Local") : Path.of(local)).resolve("updraft/cache");
        }
        var xdg = set(environment, "XDG_CACHE_HOME");
        return (xdg == null ? home.resolve(".cache") : Path.of(xdg)).resolve("updraft");
    }

    private static @Nullable String set(Map<String, String> environment, String name) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
