package dev.updraft.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

    @Test
    void cachesAreWhereTheSystemKeepsThem() {
        var home = Path.of("home");
        var cache = Path.of("chosen").toAbsolutePath();

        assertThat(CacheFolder.of(Map.of("UPDRAFT_CACHE", cache.toString(), "XDG_CACHE_HOME", "x"), "Linux", home))
                .isEqualTo(cache);
        assertThat(CacheFolder.of(Map.of(), "Linux", home)).isEqualTo(home.resolve(".cache/updraft"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "x"), "Linux", home)).isEqualTo(Path.of("x/updraft"));
        assertThat(CacheFolder.of(Map.of(), "Mac OS X", home)).isEqualTo(home.resolve("Library/Caches/updraft"));
        assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", "local"), "Windows 11", home))
                .isEqualTo(Path.of("local/updraft/cache"));
    }

    @Test
    void whoHasNoHomeGetsNoFolderInTheCurrentOne() {
        var home = Path.of("home").toAbsolutePath();

        assertThat(CacheFolder.home(Map.of(), home.toString())).isEqualTo(home);
        assertThat(CacheFolder.home(Map.of("HOME", home.toString()), "?")).isEqualTo(home);
        assertThat(CacheFolder.home(Map.of("HOME", ""), "?"))
                .isEqualTo(Path.of("/").toAbsolutePath());
        assertThat(CacheFolder.home(Map.of(), "?")).isEqualTo(Path.of("/").toAbsolutePath());
    }
}
