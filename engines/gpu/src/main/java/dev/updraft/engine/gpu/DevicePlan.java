package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.worker.Driver;
import dev.updraft.engine.spi.DeviceDataset.Sink;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One graph of a session on the device, with the arrays of its own. */
final class DevicePlan implements AutoCloseable {
    private final EmittedProgram emitted;
    private final SharedArrays<DeviceArray> own;
    private final Driver.Plan plan;
    private final DriverFailure failure;
    private final Size size;
    private final long bytes;

    /** Whose samples lie in the slots; null if nobody's. */
    private @Nullable Object tenant;

    /** Whether the device's variables are those of the session. */
    private boolean current;

    /**
     * How much fits.
     *
     * @param wanted how many samples were to be kept on the device
     * @param slots how many can be
     * @param samples of a piece
     * @param steps of a piece
     */
    record Size(int wanted, int slots, int samples, int steps) {
        /** Whether no plan would keep more of so many samples. */
        boolean suits(int count) {
            return slots >= count || wanted >= count;
        }
    }

    DevicePlan(
            EmittedProgram emitted,
            SharedArrays<DeviceArray> own,
            Driver.Plan plan,
            DriverFailure failure,
            Size size,
            long bytes) {
        this.emitted = emitted;
        this.own = own;
        this.plan = plan;
        this.failure = failure;
        this.size = size;
        this.bytes = bytes;
    }

    int capacity() {
        return emitted.capacity();
    }

    Size size() {
        return size;
    }

    /** Of the device's memory. */
    long bytes() {
        return bytes;
    }

    EmittedProgram emitted() {
        return emitted;
    }

    /** The host's side of an array of the plan's own. */
    MemorySegment array(DeviceArray array) {
        return own.of(array);
    }

    boolean isTenant(Object owner) {
        return owner.equals(tenant);
    }

    /** Copies samples and targets to the device, and notes whose they are. */
    void move(Object owner) {
        var arrays = EnumSet.of(DeviceArray.SAMPLES);
        if (emitted.learns()) {
            arrays.add(DeviceArray.TARGETS);
            arrays.add(DeviceArray.LABELS);
        }
        failure.guard(() -> plan.upload(arrays));
        tenant = owner;
    }

    /** The variables on the device are no longer those of the session. */
    void outdated() {
        current = false;
    }

    /** Brings the variables, if they are not there. */
    void bringVariables() {
        if (!current) {
            failure.guard(() -> plan.upload(Set.of(DeviceArray.VARIABLES)));
            current = true;
        }
    }

    /** What a user should know of how its steps run, once one has run. */
    Optional<String> notice() {
        return plan.notice();
    }

    void fetchVariables() {
        failure.guard(() -> plan.download(Set.of(DeviceArray.VARIABLES)));
    }

    /**
     * Runs a piece. The slots of its samples must be in {@link DeviceArray#ORDER}.
     *
     * @param samples how many
     * @param batchSize samples a step
     * @param seed of random numbers
     * @param firstStep number of the optimizer step
     * @param row place of the first sample in the data
     * @param scalars of a step, by its number
     * @param firstBatch what the first batch is called before the sink
     */
    void run(
            int samples,
            int batchSize,
            long seed,
            long firstStep,
            long row,
            LongFunction<double[]> scalars,
            int firstBatch,
            Sink sink) {
        var steps = Math.ceilDiv(samples, batchSize);
        BatchArrays.begin(own.of(DeviceArray.CONTROL), samples, batchSize, seed, firstStep, row);
        var uploads = EnumSet.of(DeviceArray.CONTROL, DeviceArray.ORDER);
        if (emitted.scalars() > 0) {
            var target = own.of(DeviceArray.SCALARS);
            var next = 0;
            for (var step = 0; step < steps; step++) {
                next = BatchArrays.scalars(target, next, scalars.apply(firstStep + step));
            }
            uploads.add(DeviceArray.SCALARS);
        }
        bringVariables();
        failure.guard(() -> plan.run(uploads, steps, EnumSet.of(DeviceArray.LOSSES, DeviceArray.PREDICTIONS)));
        var losses = own.of(DeviceArray.LOSSES);
        var predictions = own.of(DeviceArray.PREDICTIONS);
        for (var step = 0; step < steps; step++) {
            var from = (long) step * batchSize;
            var count = Math.min(batchSize, samples - from);
            var outputs = new StepOutputs(values(predictions, samples, from, count), new double[emitted.losses() - 1]);
            var first = (long) step * emitted.losses();
            for (var term = 0; term < outputs.losses().length; term++) {
                outputs.losses()[term] = losses.getAtIndex(JAVA_FLOAT, first + 1 + term);
            }
            sink.done(firstBatch + step, losses.getAtIndex(JAVA_FLOAT, first), outputs);
        }
    }

    /** Of each output, the values of {@code count} samples from one on. */
    private List<MemorySegment> values(MemorySegment predictions, int samples, long from, long count) {
        var values = new ArrayList<MemorySegment>();
        var before = 0L;
        for (var size : emitted.predictionSizes()) {
            var width = (long) size * Float.BYTES;
            values.add(predictions
                    .asSlice(before * samples + from * width, count * width)
                    .asReadOnly());
            before += width;
        }
        return values;
    }

    @Override
    public void close() {
        try {
            plan.close();
        } finally {
            own.close();
        }
    }
}
