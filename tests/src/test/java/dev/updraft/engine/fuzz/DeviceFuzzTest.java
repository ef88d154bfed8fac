package dev.updraft.engine.fuzz;

import dev.updraft.engine.gpu.RealDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random networks on the devices of the TornadoVM that is here, against the reference: as many as fit into five minutes on each,
 * or into {@code -Dupdraft.fuzz.seconds=3600}. {@code -Dupdraft.fuzz.seed=4711} begins elsewhere.
 */
@EnabledIfSystemProperty(named = "updraft.tornado", matches = "true")
class DeviceFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("updraft.fuzz.seconds", 300));
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(15);
    private static final long FIRST_SEED = Long.getLong("updraft.fuzz.seed", 1);
    private static final int TOGETHER = 20;

    @TempDir
    private Path folder;

    static List<RealDevice> devices() {
        return RealDevice.all();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void randomNetworksComputeWhatTheReferenceComputes(RealDevice device) {
        try (var apart = device.apart(folder)) {
            var fuzzTrials = new FuzzTrials(apart);
            run(fuzzTrials, device.description());
            fuzzTrials.require();
        }
    }

    private static void run(FuzzTrials fuzzTrials, String name) {
        var begin = Instant.now();
        var end = begin.plus(TIME);
        var report = begin.plus(BETWEEN_REPORTS);
        var networks = List.<RandomNetwork>of().iterator();
        for (var seed = FIRST_SEED; Instant.now().isBefore(end); ) {
            if (!networks.hasNext()) {
                var drawn = FuzzTrials.draw(seed, TOGETHER);
                fuzzTrials.prepare(drawn);
                networks = drawn.iterator();
                seed += TOGETHER;
            }
            fuzzTrials.check(networks.next());
            if (Instant.now().isAfter(report)) {
                progress(name, fuzzTrials, begin);
                report = Instant.now().plus(BETWEEN_REPORTS);
            }
        }
        progress(name, fuzzTrials, begin);
    }

    private static void progress(String name, FuzzTrials fuzzTrials, Instant begin) {
        System.out.printf(
                "%s: %d s of %d, seeds %d to %d: %d agree, %d say nothing, %d are wrong%n",
                name,
                Duration.between(begin, Instant.now()).toSeconds(),
                TIME.toSeconds(),
                FIRST_SEED,
                FIRST_SEED + fuzzTrials.count() - 1,
                fuzzTrials.agreed(),
                fuzzTrials.passedOver(),
                fuzzTrials.count() - fuzzTrials.agreed() - fuzzTrials.passedOver());
    }
}
