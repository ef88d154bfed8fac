package dev.updraft.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedDevicesTest {
    private static final String NOTICE = "checking once that wrong computes right";
    private static final Engine RIGHT = new WrongOperation(Engines.of("cpu"), "none");

    @TempDir
    private Path folder;

    private final List<String> notices = new ArrayList<>();

    private VerifiedDevices verified() {
        return new VerifiedDevices(folder.resolve("verified"));
    }

    @Test
    void aDeviceIsCheckedOnceAndSaysSoInOneLine() {
        verified().require(RIGHT, notices::add);
        verified().require(RIGHT, notices::add);

        assertThat(notices).containsExactly(NOTICE);
    }

    @Test
    void aDeviceThatComputesOneOperationWrongIsRefusedEveryTime() {
        var wrong = new WrongOperation(Engines.of("cpu"), "log_softmax");
        for (var time = 0; time < 2; time++) {
            assertThatThrownBy(() -> verified().require(wrong, notices::add))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith("a wrong device computes wrong results on this machine: log_softmax [")
                    .hasMessageEndingWith(
                            " is the first operation that differs from the reference engine's; train on another"
                                    + " device, and update the driver (UPDRAFT_VERIFY=off trains all the same)");
        }
        assertThat(notices).containsExactly(NOTICE, NOTICE);
    }

    @Test
    void anEngineWithoutADriverNeedsNoCheck() {
        verified().require(Engines.of("cpu"), notices::add);

        assertThat(notices).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatCannotBeNotedIsSaid() throws IOException {
        Files.createFile(folder.resolve("verified"));
        verified().require(RIGHT, notices::add);

        assertThat(notices)
                .containsExactly(
                        NOTICE,
                        "that cannot be noted in " + folder.resolve("verified")
                                + ", so it will be checked again; UPDRAFT_CACHE can name a folder that can be written");
    }

    @Test
    void theEnvironmentCanTurnItOff() {
        assertThat(VerifiedDevices.wanted(Map.of())).isTrue();
        assertThat(VerifiedDevices.wanted(Map.of("UPDRAFT_VERIFY", "off"))).isFalse();
    }
}
