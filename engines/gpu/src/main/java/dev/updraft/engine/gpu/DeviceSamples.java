package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.spi.DeviceDataset;
import dev.updraft.engine.spi.Samples;

/**
 * Samples that stay on the device: all of them where they fit, else as many as a piece has, brought anew with each piece. A
 * piece is so many steps that asking for news costs little and yet progress is seen.
 */
final class DeviceSamples implements DeviceDataset {
    /** The first pieces are short, so that a user soon sees that something happens. */
    private static final int FIRST_STEPS = 4;

    /** Of a piece. */
    static final int MOST_STEPS = 256;

    private final GpuSession session;
    private final Samples samples;
    private int steps = FIRST_STEPS;

    DeviceSamples(GpuSession session, Samples samples) {
        this.session = session;
        this.samples = samples;
    }

    @Override
    public void train(int[] order, int batchSize, long firstStep, Sink sink) {
        run(Purpose.TRAIN, order, batchSize, firstStep, sink);
    }

    @Override
    public void evaluate(int[] order, int batchSize, Sink sink) {
        run(Purpose.EVALUATE, order, batchSize, 0, sink);
    }

    @Override
    public void predict(int[] order, int batchSize, Sink sink) {
        run(Purpose.PREDICT, order, batchSize, 0, sink);
    }

    private void run(Purpose purpose, int[] order, int batchSize, long firstStep, Sink sink) {
        if (order.length == 0) {
            return;
        }
        var plan = session.plan(purpose, Math.min(batchSize, order.length), samples.size());
        var all = plan.size().slots() >= samples.size();
        if (all && !plan.isTenant(this)) {
            for (var index = 0; index < samples.size(); index++) {
                copy(plan, index, index);
            }
            plan.move(this);
        }
        for (var from = 0; from < order.length; ) {
            var count = piece(order.length - from, steps, batchSize, plan.size());
            for (var i = 0; i < count; i++) {
                if (!all) {
                    copy(plan, order[from + i], i);
                }
                plan.array(DeviceArray.ORDER).setAtIndex(JAVA_INT, i, all ? order[from + i] : i);
            }
            if (!all) {
                plan.move(new Object());
            }
            var batch = from / batchSize;
            session.piece(purpose, plan, count, batchSize, firstStep + batch, from, batch, sink);
            from += count;
            steps = Math.min(MOST_STEPS, steps * 4);
        }
    }

    /** How many samples come next: whole batches, unless they are the last. */
    private static int piece(int left, int steps, int batchSize, DevicePlan.Size size) {
        var room = (int) Math.min((long) Math.min(steps, size.steps()) * batchSize, size.samples());
        return left <= room ? left : room / batchSize * batchSize;
    }

    private void copy(DevicePlan plan, int index, int slot) {
        var inputs = session.inputs();
        for (var input = 0; input < inputs.size(); input++) {
            var layout = inputs.get(input);
            var array = plan.array(layout.array());
            samples.copyInput(input, index, array, BatchArrays.bytes(layout, slot));
            BatchArrays.numbers(layout, array, slot);
        }
        if (plan.emitted().learns()) {
            var targets = session.targets();
            for (var target = 0; target < targets.size(); target++) {
                var layout = targets.get(target);
                samples.copyTarget(target, index, plan.array(layout.array()), BatchArrays.bytes(layout, slot));
            }
        }
    }

    @Override
    public void close() {}
}
