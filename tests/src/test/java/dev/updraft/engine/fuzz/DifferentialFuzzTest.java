package dev.updraft.engine.fuzz;

import dev.updraft.engine.gpu.DoubleEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random networks on the gpu engine, on the double, against the reference. {@code -Dupdraft.fuzz.networks=100000} draws more,
 * {@code -Dupdraft.fuzz.seed=4711} begins elsewhere.
 */
class DifferentialFuzzTest {
    private static final int NETWORKS = Integer.getInteger("updraft.fuzz.networks", 200);
    private static final long FIRST_SEED = Long.getLong("updraft.fuzz.seed", 1);
    private static final int TOGETHER = 50;

    @TempDir
    private Path folder;

    @Test
    void randomNetworksComputeWhatTheReferenceComputes() throws InterruptedException, ExecutionException {
        var running = new ArrayList<Future<FuzzTrials>>();
        try (var threads =
                Executors.newFixedThreadPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4))) {
            for (var from = 0; from < NETWORKS; from += TOGETHER) {
                var first = from;
                running.add(threads.submit(() -> check(first, Math.min(TOGETHER, NETWORKS - first))));
            }
        }
        var agreed = 0;
        var passedOver = 0;
        for (var each : running) {
            var fuzzTrials = each.get();
            fuzzTrials.require();
            agreed += fuzzTrials.agreed();
            passedOver += fuzzTrials.passedOver();
        }
        System.out.printf(
                "%d random networks: %d agree, %d say nothing, as rounding alone changes them%n",
                NETWORKS, agreed, passedOver);
    }

    private FuzzTrials check(int from, int count) {
        var gpu = from / TOGETHER % 2 == 0;
        var fuzzTrials = new FuzzTrials(DoubleEngine.in(folder.resolve("from-" + from), gpu));
        var networks = FuzzTrials.draw(FIRST_SEED + from, count);
        fuzzTrials.prepare(networks);
        networks.forEach(fuzzTrials::check);
        return fuzzTrials;
    }
}
