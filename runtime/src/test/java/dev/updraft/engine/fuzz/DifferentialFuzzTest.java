package dev.updraft.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.DoubleEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random networks on the gpu engine, on the double, against the reference. {@code -Dupdraft.fuzz.networks=100000} draws more,
 * {@code -Dupdraft.fuzz.seed=4711} begins elsewhere.
 */
class DifferentialFuzzTest {
    private static final int NETWORKS = Integer.getInteger("updraft.fuzz.networks", 1000);
    private static final long FIRST_SEED = Long.getLong("updraft.fuzz.seed", 1);

    /** Compiled together: javac takes longer to begin than to compile a class. */
    private static final int TOGETHER = 50;

    @TempDir
    private Path folder;

    private final AtomicInteger agreed = new AtomicInteger();
    private final AtomicInteger passedOver = new AtomicInteger();

    @Test
    void randomNetworksComputeWhatTheReferenceComputes() throws InterruptedException, ExecutionException {
        var pieces = new ArrayList<List<RandomNetwork>>();
        for (var from = 0; from < NETWORKS; from += TOGETHER) {
            var piece = new ArrayList<RandomNetwork>();
            for (var i = from; i < Math.min(NETWORKS, from + TOGETHER); i++) {
                piece.add(NetworkGenerator.draw(FIRST_SEED + i));
            }
            pieces.add(piece);
        }
        try (var threads =
                Executors.newFixedThreadPool(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4))) {
            var running = new ArrayList<java.util.concurrent.Future<?>>();
            for (var index = 0; index < pieces.size(); index++) {
                var piece = pieces.get(index);
                var classes = folder.resolve("piece-" + index);
                var gpu = index % 2 == 0;
                running.add(threads.submit(() -> check(piece, DoubleEngine.in(classes, gpu))));
            }
            for (var each : running) {
                each.get();
            }
        }
        System.out.printf(
                "%d random networks: %d agree, %d say nothing, as rounding alone changes them%n",
                NETWORKS, agreed.get(), passedOver.get());
        assertThat(passedOver.get()).isLessThanOrEqualTo(Math.max(10, NETWORKS / 10));
    }

    private void check(List<RandomNetwork> networks, DoubleEngine engine) {
        var programs = new LinkedHashMap<Program, Integer>();
        networks.forEach(network -> programs.put(TestPrograms.program(network.text()), network.batch()));
        engine.prepare(programs);
        var comparison = new Comparison(engine);
        for (var network : networks) {
            switch (comparison.apply(network)) {
                case Comparison.Agrees _ -> agreed.incrementAndGet();
                case Comparison.IllConditioned _ -> passedOver.incrementAndGet();
                case Comparison.NoModel _ -> fail("seed " + network.seed() + " draws no model:\n" + network.text());
                case Comparison.Wrong _ -> report(network, comparison, engine.description());
            }
        }
    }

    private static void report(RandomNetwork network, Comparison comparison, String engine) {
        var smallest = new Shrinker(candidate -> comparison.apply(candidate).wrong()).shrink(network);
        fail("seed %d on %s, smallest with batches of %d: %s%n%s%nas drawn: %s%n%s"
                .formatted(
                        network.seed(),
                        engine,
                        smallest.batch(),
                        comparison.apply(smallest),
                        smallest.text(),
                        comparison.apply(network),
                        network.text()));
    }
}
