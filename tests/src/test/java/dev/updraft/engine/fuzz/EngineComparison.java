package dev.updraft.engine.fuzz;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import java.util.function.Function;

/**
 * Compares an engine with the reference in float64. How far apart they may be is measured, not guessed: the reference in
 * float32, and in float64 with weights a few bits away, show what rounding alone does to this network. Where that is much, as
 * when a value lies on the edge of a {@code relu}, a network says nothing and is passed over.
 */
final class EngineComparison implements Function<RandomNetwork, EngineComparison.Verdict> {
    /** What rounding may do to a network that says something, relative to the largest value. */
    static final double MOST_ROUNDING = 2e-4;

    /** What an engine may be away where rounding does nothing. */
    static final double TOLERANCE = 1e-5;

    /** How much farther than the reference in float32 an engine in float32 may be: it sums in another order. */
    static final double MARGIN = 16;

    private static final double JITTER = 1e-6;
    private static final Engine EXACT = new ReferenceEngine(Precision.FLOAT64);
    private static final Engine ROUNDED = new ReferenceEngine(Precision.FLOAT32);

    private final Engine engine;

    EngineComparison(Engine engine) {
        this.engine = engine;
    }

    /** What came of it. */
    sealed interface Verdict {
        /** Whether the engine is wrong. */
        default boolean wrong() {
            return false;
        }
    }

    /** The engine gives what the reference gives. */
    record Agrees() implements Verdict {}

    /** Rounding alone changes results. */
    record IllConditioned() implements Verdict {}

    /** The model makes no sense; only shrinking makes such. */
    record NoModel() implements Verdict {}

    /** The engine gives something else, or fails. */
    record Wrong(String how) implements Verdict {
        @Override
        public boolean wrong() {
            return true;
        }
    }

    @Override
    public Verdict apply(RandomNetwork network) {
        Program program;
        EngineRun exact;
        try {
            program = TestPrograms.program(network.text());
            exact = EngineRun.of(network, program, EXACT, 0);
        } catch (IllegalArgumentException _) {
            return new NoModel();
        }
        EngineRun found;
        try {
            found = EngineRun.of(network, program, engine, 0);
        } catch (RuntimeException | Error e) {
            return new Wrong("it fails: " + e);
        }
        return compare(
                found,
                exact,
                EngineRun.of(network, program, ROUNDED, 0),
                EngineRun.of(network, program, EXACT, JITTER));
    }

    private static Verdict compare(EngineRun found, EngineRun exact, EngineRun rounded, EngineRun shaken) {
        var rounding = 0.0;
        for (var index = 0; index < exact.results().size(); index++) {
            var expected = exact.results().get(index).values();
            var scale = scale(expected);
            rounding = Math.max(
                    rounding,
                    Math.max(
                                    distance(
                                            expected,
                                            rounded.results().get(index).values()),
                                    distance(
                                                    expected,
                                                    shaken.results().get(index).values())
                                            / 4)
                            / scale);
            if (!(rounding <= MOST_ROUNDING)) {
                return new IllConditioned();
            }
            var away = distance(expected, found.results().get(index).values()) / scale;
            if (!(away <= TOLERANCE + MARGIN * rounding)) {
                return new Wrong("%s: %s away of largest %s; rounding accounts for %s"
                        .formatted(exact.results().get(index).name(), (float) (away * scale), (float) scale, (float)
                                (rounding * scale)));
            }
        }
        return new Agrees();
    }

    /** At least 1: many values are differences of such. */
    private static double scale(float[] values) {
        var largest = 1.0;
        for (var value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The largest difference; infinite where only one is a number. */
    private static double distance(float[] expected, float[] found) {
        var largest = 0.0;
        for (var i = 0; i < expected.length; i++) {
            var difference = Math.abs((double) expected[i] - found[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return largest;
    }
}
