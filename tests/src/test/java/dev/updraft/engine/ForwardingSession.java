package dev.updraft.engine;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.MemorySegment;

/** Another session, but for what a test does otherwise. It keeps no samples. */
public abstract class ForwardingSession implements Session {
    private final Session session;

    protected ForwardingSession(Session session) {
        this.session = session;
    }

    @Override
    public double train(Batch batch, long step, StepOutputs outputs) {
        return session.train(batch, step, outputs);
    }

    @Override
    public void learningRateFactor(double factor) {
        session.learningRateFactor(factor);
    }

    @Override
    public void epoch(long epoch) {
        session.epoch(epoch);
    }

    @Override
    public double evaluate(Batch batch, StepOutputs outputs) {
        return session.evaluate(batch, outputs);
    }

    @Override
    public void predict(Batch batch, StepOutputs outputs) {
        session.predict(batch, outputs);
    }

    @Override
    public void read(Variable variable, MemorySegment target) {
        session.read(variable, target);
    }

    @Override
    public void write(Variable variable, MemorySegment source) {
        session.write(variable, source);
    }

    @Override
    public void close() {
        session.close();
    }
}
