package dev.updraft.engine.spi;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.OperationTimes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that refuses a second thread, and whoever comes after it was closed: behind it are addresses, and a mistake would
 * end the process.
 */
public final class ExclusiveSession implements Session {
    private final Session session;
    private final ExclusiveAccess access =
            new ExclusiveAccess("the session", "open a session for each thread, or let one thread make the calls");

    public ExclusiveSession(Session session) {
        this.session = session;
    }

    @Override
    public double train(Batch batch, long step, StepOutputs outputs) {
        access.enter("train");
        try {
            return session.train(batch, step, outputs);
        } finally {
            access.exit();
        }
    }

    @Override
    public void learningRateFactor(double factor) {
        access.enter("learningRateFactor");
        try {
            session.learningRateFactor(factor);
        } finally {
            access.exit();
        }
    }

    @Override
    public void epoch(long epoch) {
        access.enter("epoch");
        try {
            session.epoch(epoch);
        } finally {
            access.exit();
        }
    }

    @Override
    public double evaluate(Batch batch, StepOutputs outputs) {
        access.enter("evaluate");
        try {
            return session.evaluate(batch, outputs);
        } finally {
            access.exit();
        }
    }

    @Override
    public void predict(Batch batch, StepOutputs outputs) {
        access.enter("predict");
        try {
            session.predict(batch, outputs);
        } finally {
            access.exit();
        }
    }

    @Override
    public void read(Variable variable, MemorySegment target) {
        access.enter("read");
        try {
            session.read(variable, target);
        } finally {
            access.exit();
        }
    }

    @Override
    public void write(Variable variable, MemorySegment source) {
        access.enter("write");
        try {
            session.write(variable, source);
        } finally {
            access.exit();
        }
    }

    @Override
    public @Nullable DeviceDataset upload(Samples samples) {
        access.enter("upload");
        try {
            var kept = session.upload(samples);
            return kept == null ? null : new ExclusiveSamples(kept);
        } finally {
            access.exit();
        }
    }

    @Override
    public boolean holdsRows() {
        return session.holdsRows();
    }

    @Override
    public DeviceRows binnedRows(List<DeviceFeature> features, TreeShape shape) {
        access.enter("binnedRows");
        try {
            return session.binnedRows(features, shape);
        } finally {
            access.exit();
        }
    }

    @Override
    public OperationTimes profile(Batch batch, boolean training) {
        access.enter("profile");
        try {
            return session.profile(batch, training);
        } finally {
            access.exit();
        }
    }

    @Override
    public void close() {
        access.close(session::close);
    }

    /** Samples of the session, for the thread that is inside it. */
    private final class ExclusiveSamples implements DeviceDataset {
        private final DeviceDataset samples;

        ExclusiveSamples(DeviceDataset samples) {
            this.samples = samples;
        }

        @Override
        public void train(int[] order, int batchSize, long firstStep, Sink sink) {
            access.enterOnce("train");
            try {
                samples.train(order, batchSize, firstStep, sink);
            } finally {
                access.exit();
            }
        }

        @Override
        public void evaluate(int[] order, int batchSize, Sink sink) {
            access.enter("evaluate");
            try {
                samples.evaluate(order, batchSize, sink);
            } finally {
                access.exit();
            }
        }

        @Override
        public void predict(int[] order, int batchSize, Sink sink) {
            access.enter("predict");
            try {
                samples.predict(order, batchSize, sink);
            } finally {
                access.exit();
            }
        }

        @Override
        public void close() {
            samples.close();
        }
    }
}
