package dev.updraft.engine;

import dev.updraft.compiler.ops.Variable;
import java.lang.foreign.MemorySegment;

/** Another session, but for what a test does otherwise. It keeps no samples. */
public abstract class ForwardingSession implements Session {
    private final Session session;

    protected ForwardingSession(Session session) {
        this.session = session;
    }

    @Override
    public double train(Batch batch, long step, MemorySegment predictions) {
        return session.train(batch, step, predictions);
    }

    @Override
    public void learningRateFactor(double factor) {
        session.learningRateFactor(factor);
    }

    @Override
    public double evaluate(Batch batch, MemorySegment predictions) {
        return session.evaluate(batch, predictions);
    }

    @Override
    public void predict(Batch batch, MemorySegment predictions) {
        session.predict(batch, predictions);
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
