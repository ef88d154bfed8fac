package dev.updraft.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DestinationTest {

    /** Where {@code /dev/stdout} leads in {@code updraft … | cat}: opened and read, it would never answer. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aPipeOfAProcessIsNoNewFile() throws IOException {
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Destination.of(Path.of("/proc/" + process.pid() + "/fd/0")))
                    .isInstanceOfSatisfying(
                            Destination.Special.class,
                            special -> assertThat(special.kind()).isEqualTo("a pipe"));
        } finally {
            process.destroy();
        }
    }

    @Test
    void whereNothingIsAFileCanBe() {
        assertThat(Path.of("nowhere"))
                .satisfies(path ->
                        assertThat(Destination.of(path)).isEqualTo(new Destination.Free(path.toAbsolutePath())));
    }
}
