package dev.updraft.training.gradient;

import dev.updraft.data.Dataset;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.data.internal.Shuffle;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.history.LearningRateRange;
import dev.updraft.history.LearningRateRange.Point;
import dev.updraft.training.loop.TrainingContext;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A learning rate range test: steps with a rate that rises exponentially, until the loss explodes. Smith, arXiv:1506.01186. It
 * trains a copy of the model, in a session of its own.
 */
final class LearningRateFinder {
    private static final double FIRST = 1e-7;
    private static final double LAST = 10;
    private static final int STEPS = 300;
    private static final double MOMENTUM = 0.9;
    /** How many times the least smoothed loss is taken for an explosion. */
    private static final double EXPLOSION = 4;

    private final TrainingContext trainingContext;
    private final Dataset data;
    private final int batchSize;
    private final int accumulation;
    private int[] order = {};

    LearningRateFinder(TrainingContext trainingContext, Dataset data, int batchSize) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.batchSize = Math.min(batchSize, data.size());
        accumulation = trainingContext.model().fit().step().gradientAccumulationSteps();
    }

    /**
     * Does the test.
     *
     * @param progress hears of each step
     * @throws CancellationException if the thread is interrupted; its interrupt status is kept
     */
    LearningRateRange run(Consumer<Point> progress) {
        var program = trainingContext.program().withUnitLearningRate();
        try (var session = trainingContext.open().apply(program)) {
            var copy = new TrainingContext(
                    trainingContext.model(),
                    program,
                    session,
                    trainingContext.engine(),
                    trainingContext.open(),
                    trainingContext.threads(),
                    trainingContext.seed());
            trainingContext.session().copyTo(session, trainingContext.program().variables());
            ClassWeightInitializer.write(copy, data);
            return run(session, progress);
        }
    }

    private LearningRateRange run(Session session, Consumer<Point> progress) {
        var points = new ArrayList<Point>();
        var average = 0.0;
        var least = Double.POSITIVE_INFINITY;
        for (var step = 0; step < STEPS; step++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        "interrupted after " + step + " of " + STEPS + " steps to find a learning rate");
            }
            var rate = FIRST * Math.pow(LAST / FIRST, step / (STEPS - 1.0));
            session.learningRateFactor(rate);
            var loss = update(session, step);
            if (!Double.isFinite(loss)) {
                return new LearningRateRange(points, true);
            }
            average = MOMENTUM * average + (1 - MOMENTUM) * loss;
            var smoothed = average / (1 - Math.pow(MOMENTUM, step + 1));
            var point = new Point(rate, loss, smoothed);
            points.add(point);
            progress.accept(point);
            if (smoothed > EXPLOSION * least) {
                return new LearningRateRange(points, true);
            }
            least = Math.min(least, smoothed);
        }
        return new LearningRateRange(points, false);
    }

    /** One change of the weights; the mean loss of its batches. */
    private double update(Session session, int step) {
        var sum = 0.0;
        for (var part = 0; part < accumulation; part++) {
            sum += train(session, (long) step * accumulation + part);
        }
        return sum / accumulation;
    }

    private double train(Session session, long step) {
        var batches = BatchLoader.batches(data.size(), batchSize);
        var from = (int) (step % batches) * batchSize;
        if (from == 0) {
            order = Shuffle.order(data, trainingContext.seed(), (int) (step / batches));
        }
        var samples = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
        try (var arena = Arena.ofShared()) {
            var batch = BatchLoader.load(data, samples, arena);
            var outputs = StepOutputs.allocate(trainingContext.program(), batch.size(), arena);
            return session.train(batch, step, outputs);
        }
    }
}
