package dev.updraft;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * A predictor with a session for each thread that computes at the same time, made when first needed and at most one for
 * each thread of the engine's options; further threads wait for their turn.
 */
final class PooledPredictor implements Predictor {
    private final CompiledModel compiled;
    private final Engine engine;
    private final Engine.Options options;
    private final Program program;
    private final Arena arena = Arena.ofShared();
    private final Map<Variable, MemorySegment> weights = new LinkedHashMap<>();
    private final int permits;
    private final Semaphore turns;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private boolean closed;

    private record Worker(Session session, PredictionBuffers buffers) {
        void close() {
            session.close();
            buffers.close();
        }
    }

    PooledPredictor(CompiledModel compiled, Engine engine, Engine.Options options, Session trained) {
        this.compiled = compiled;
        this.engine = engine;
        // Threads that predict side by side use the processors better than one prediction on several of them.
        this.options = new Engine.Options(1, options.seed(), options.notice());
        permits = options.threads();
        turns = new Semaphore(permits);
        program = compiled.program().inference();
        for (var variable : program.variables()) {
            var values = arena.allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
            trained.read(variable, values);
            weights.put(variable, values);
        }
    }

    @Override
    public float[] predict(float[] sample) {
        return predict(List.of(sample)).getFirst();
    }

    @Override
    public List<float[]> predict(List<float[]> samples) {
        turns.acquireUninterruptibly();
        try {
            var worker = borrow();
            try {
                return worker.buffers.predict(worker.session, samples);
            } finally {
                giveBack(worker);
            }
        } finally {
            turns.release();
        }
    }

    private Worker borrow() {
        synchronized (idle) {
            if (closed) {
                throw new IllegalStateException("the predictor is closed");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        var session = engine.open(program, options);
        weights.forEach(session::write);
        return new Worker(session, new PredictionBuffers(compiled));
    }

    private void giveBack(Worker worker) {
        synchronized (idle) {
            idle.push(worker);
        }
    }

    @Override
    public void close() {
        turns.acquireUninterruptibly(permits);
        try {
            synchronized (idle) {
                if (closed) {
                    return;
                }
                closed = true;
                idle.forEach(Worker::close);
                idle.clear();
                arena.close();
            }
        } finally {
            turns.release(permits);
        }
    }
}
