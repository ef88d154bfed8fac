package dev.updraft.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.BulkEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** Random networks on one engine against the reference, and what came of them. */
final class FuzzTrials {
    private final BulkEngine engine;
    private final EngineComparison engineComparison;
    private final List<RandomNetwork> wrong = new ArrayList<>();
    private int agreed;
    private int passedOver;

    FuzzTrials(BulkEngine engine) {
        this.engine = engine;
        engineComparison = new EngineComparison(engine);
    }

    /** So many networks from a seed on. */
    static List<RandomNetwork> draw(long seed, int count) {
        return LongStream.range(seed, seed + count)
                .mapToObj(NetworkGenerator::draw)
                .toList();
    }

    /** Has networks compiled at once, which saves time. */
    void prepare(List<RandomNetwork> networks) {
        var programs = new LinkedHashMap<Program, Integer>();
        networks.forEach(network -> programs.put(TestPrograms.program(network.text()), network.batch()));
        try {
            engine.prepare(programs);
        } catch (RuntimeException _) {
            // Each is then compiled by its own session, which tells whose fault it is.
        }
    }

    void check(RandomNetwork network) {
        switch (engineComparison.apply(network)) {
            case EngineComparison.Agrees _ -> agreed++;
            case EngineComparison.IllConditioned _ -> passedOver++;
            case EngineComparison.NoModel _ -> fail("seed " + network.seed() + " draws no model:\n" + network.text());
            case EngineComparison.Wrong(var how) -> {
                System.out.printf("seed %d on %s: %s%n", network.seed(), engine.description(), how);
                wrong.add(network);
            }
        }
    }

    int agreed() {
        return agreed;
    }

    /** Of which rounding alone changes results. */
    int passedOver() {
        return passedOver;
    }

    int count() {
        return agreed + passedOver + wrong.size();
    }

    /** Fails if a network was wrong, with the first made as small as it goes, or if too many say nothing. */
    void require() {
        if (!wrong.isEmpty()) {
            report(wrong.getFirst());
        }
        assertThat(passedOver).as("networks that say nothing").isLessThanOrEqualTo(Math.max(10, count() / 10));
    }

    private void report(RandomNetwork network) {
        var smallest =
                new Shrinker(candidate -> engineComparison.apply(candidate).wrong()).shrink(network);
        fail(String.format(
                Locale.ROOT,
                "wrong on %s: seeds %s%nThe first, smallest with batches of %d: %s%n%s%nas drawn: %s%n%s",
                engine.description(),
                wrong.stream().map(RandomNetwork::seed).toList(),
                smallest.batch(),
                engineComparison.apply(smallest),
                smallest.text(),
                engineComparison.apply(network),
                network.text()));
    }
}
