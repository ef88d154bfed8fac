package dev.updraft;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.ClosedException;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions with a copy of a model's weights. Few samples are computed by the thread that brings them, on a session of its
 * own: threads that predict side by side use the processors better than one prediction on several of them. Many samples go
 * to a session that has all of the engine's threads.
 */
final class Sessions implements AutoCloseable {
    /** From here on the cpu engine cuts a batch into parts of full size for several threads. */
    private static final int MANY = 32;

    private final Engine engine;
    private final Engine.Options options;
    private final Program program;
    private final PredictionShape shape;
    private final RowValues rowValues;
    private final Arena arena = Arena.ofShared();
    private final Map<Variable, MemorySegment> weights = new LinkedHashMap<>();
    private final SessionPool single;
    private final SessionPool shared;

    /**
     * @param thresholds of outputs that have one, by name
     * @param trained has the weights to be copied
     * @param rowValues how rows are written for these weights
     */
    Sessions(
            CompiledModel compiled,
            Map<String, Double> thresholds,
            Engine engine,
            Engine.Options options,
            Session trained,
            RowValues rowValues) {
        this.rowValues = rowValues;
        this.engine = engine;
        this.options = options;
        shape = PredictionShape.of(compiled, thresholds);
        program = compiled.program().inference();
        for (var variable : program.variables()) {
            var values = arena.allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
            trained.read(variable, values);
            weights.put(variable, values);
        }
        single = new SessionPool(engine.accelerated() ? 1 : options.threads(), this::buffers, () -> open(1));
        // A device computes one thing at a time, and one thread needs no other session for many samples.
        shared = engine.accelerated() || options.threads() == 1
                ? single
                : new SessionPool(1, this::buffers, () -> open(options.threads()));
    }

    PredictionShape shape() {
        return shape;
    }

    /** Memory to predict with. */
    PredictionBuffers buffers() {
        return new PredictionBuffers(shape, rowValues);
    }

    private Session open(int threads) {
        var session = engine.open(program, new Engine.Options(threads, options.seed(), options.notice()));
        weights.forEach(session::write);
        return session;
    }

    /**
     * Waits for a session.
     *
     * @throws ClosedException if closed
     */
    SessionPool.Seat borrow(int samples) {
        return (samples < MANY ? single : shared).borrow();
    }

    /**
     * Predicts samples of one caller.
     *
     * @throws ClosedException if closed
     */
    <S, R> double predict(SampleForm<S> given, S samples, int count, ResultForm<R> wanted, R results) {
        try (var seat = borrow(count)) {
            return seat.buffers().predict(seat.session(), given, samples, count, wanted, results);
        }
    }

    /** Waits until all sessions are given back, and frees them. */
    @Override
    public void close() {
        single.close();
        shared.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
