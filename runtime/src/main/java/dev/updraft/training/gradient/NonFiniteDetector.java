package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.BatchLoader;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Engines;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.TrainingContext;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which operation first gave what is no number. Keeps a copy of all variables, made while they are all finite, and
 * no oftener than costs a hundredth of the time. When training has diverged, does the steps since then again, as they give
 * the same, halving them until the one is left that began it; then computes that step once more with a {@link FiniteCheckStep}.
 */
public final class NonFiniteDetector implements AutoCloseable {
    private static final int TIME_SHARE = 100;

    private final TrainingContext trainingContext;
    private final Dataset data;
    private final int batchSize;
    private final int batches;
    private final IntFunction<int[]> order;
    private final LongSupplier nanoTime;

    /** By the step from which on each counts. */
    private final TreeMap<Long, Double> rateFactors = new TreeMap<>();

    private @Nullable VariableCopy copy;
    private boolean tooLarge;
    private boolean known;
    private long due;
    private int epoch;
    private int batch;
    private long step;

    /** @param order of the samples, by epochs that are done */
    public NonFiniteDetector(
            TrainingContext trainingContext,
            Dataset data,
            int batchSize,
            IntFunction<int[]> order,
            LongSupplier nanoTime) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.batchSize = Math.min(batchSize, data.size());
        this.order = order;
        this.nanoTime = nanoTime;
        due = nanoTime.getAsLong();
        batches = Math.ceilDiv(data.size(), this.batchSize);
    }

    /** Before a step: copies the variables, if it is time and they are finite. */
    public void keep(StepCounter stepCounter) {
        if (rateFactors.isEmpty() || rateFactors.lastEntry().getValue() != stepCounter.learningRateFactor) {
            rateFactors.put(stepCounter.step, stepCounter.learningRateFactor);
        }
        var begun = nanoTime.getAsLong();
        if (begun - due < 0 || tooLarge) {
            return;
        }
        if (copy == null) {
            copy = VariableCopy.of(trainingContext.program().variables());
            tooLarge = copy == null;
        }
        if (copy != null && copy.take(trainingContext.session())) {
            known = true;
            epoch = stepCounter.epoch;
            batch = stepCounter.batch;
            step = stepCounter.step;
            rateFactors.clear();
            rateFactors.put(step, stepCounter.learningRateFactor);
        }
        var end = nanoTime.getAsLong();
        due = end + TIME_SHARE * (end - begun);
    }

    /** The variables have become others than the steps make of them: what was copied leads nowhere. */
    public void forget() {
        known = false;
        due = nanoTime.getAsLong();
    }

    /** Whether {@link #explain} has anything to go by. */
    public boolean canExplain() {
        return known;
    }

    /**
     * What went wrong first, in words; null if that cannot be found out, or the thread is interrupted. The variables are
     * others afterwards.
     *
     * @param steps that are done, the one whose loss is no number among them
     */
    @Nullable
    public String explain(long steps) {
        if (!known || copy == null) {
            return null;
        }
        copy.writeTo(trainingContext.session());
        var end = steps;
        while (end - step > 1) {
            var middle = step + (end - step) / 2;
            if (!replay(middle)) {
                return null;
            }
            if (copy.take(trainingContext.session())) {
                var done = batch + middle - step;
                epoch += (int) (done / batches);
                batch = (int) (done % batches);
                step = middle;
            } else {
                end = middle;
                copy.writeTo(trainingContext.session());
            }
        }
        try (var arena = Arena.ofShared()) {
            var all = order.apply(epoch);
            var samples = Arrays.copyOfRange(all, batch * batchSize, Math.min(all.length, (batch + 1) * batchSize));
            return examine(copy, samples, BatchLoader.load(data, samples, arena));
        }
    }

    /** Does the steps up to another again; false if the thread was interrupted. */
    private boolean replay(long end) {
        try (var epochIterator =
                new EpochIterator(trainingContext.program(), trainingContext.session(), data, batchSize)) {
            var replayed = epoch;
            var samples = order.apply(replayed);
            var next = batch;
            for (var at = step; at < end; ) {
                trainingContext.session().epoch(replayed);
                trainingContext.session().learningRateFactor(rateFactor(at));
                var change = rateFactors.higherKey(at);
                var count = Math.min(batches - next, (change == null ? end : Math.min(end, change)) - at);
                var to = next + (int) count;
                if (epochIterator.run(BatchSource.Work.TRAIN, samples, next, to, at, (_, _, _, _) -> {}) < to) {
                    return false;
                }
                at += count;
                next = to;
                if (next == batches) {
                    next = 0;
                    samples = order.apply(++replayed);
                }
            }
            return true;
        }
    }

    private double rateFactor(long at) {
        return rateFactors.floorEntry(at).getValue();
    }

    private @Nullable String examine(VariableCopy before, int[] samples, Batch given) {
        var program = trainingContext.program();
        for (var input = 0; input < program.inputs().size(); input++) {
            var declared = program.inputs().get(input);
            var broken = declared.type() == ElementType.REAL
                    ? broken(declared.name(), samples, given.inputs().get(input))
                    : null;
            if (broken != null) {
                return broken;
            }
        }
        for (var target = 0; target < program.targets().size(); target++) {
            var broken = data.targets().get(target) instanceof Dataset.Target.Reals
                    ? broken(
                            program.targets().get(target).name(),
                            samples,
                            given.targets().get(target))
                    : null;
            if (broken != null) {
                return broken;
            }
        }
        var found = first(before, given);
        return found == null
                ? null
                : "first " + (found.isInfinite() ? "infinite value" : "NaN") + " is the result of `"
                        + GraphText.name(found.node().op()) + "`, in " + place(found.node());
    }

    /** The cpu engine is quick to look; but what is just too large elsewhere may be just small enough there. */
    private FiniteCheckStep.@Nullable Found first(VariableCopy before, Batch given) {
        var probe = FiniteCheckStep.of(trainingContext.program());
        var position = new StepPosition(step, epoch, rateFactor(step));
        var cpu = Engines.of("cpu");
        if (cpu.unavailable() == null) {
            var options = new Engine.Options(Runtime.getRuntime().availableProcessors(), trainingContext.seed());
            var found = probe.first(changed -> cpu.open(changed, options), before, given, position);
            if (found != null) {
                return found;
            }
        }
        return probe.first(trainingContext.open(), before, given, position);
    }

    /** The first sample with a value that is not finite, in words; null if there is none. */
    private @Nullable String broken(String name, int[] samples, MemorySegment values) {
        var width = values.byteSize() / Float.BYTES / samples.length;
        for (var i = 0L; i < width * samples.length; i++) {
            var value = values.getAtIndex(JAVA_FLOAT, i);
            if (!Float.isFinite(value)) {
                return "`" + name + "` of sample " + samples[(int) (i / width)] + " (from 0) of " + data.description()
                        + " is " + kind(Float.isInfinite(value));
            }
        }
        return null;
    }

    private static String kind(boolean isInfinite) {
        return isInfinite ? "infinite" : "not a number";
    }

    private static String place(Node node) {
        var span = node.origin().span();
        return node.origin().name() + (span == null ? "" : " at " + span.location());
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
