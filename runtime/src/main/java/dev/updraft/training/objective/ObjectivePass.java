package dev.updraft.training.objective;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.program.Program;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Compares scores of samples with their targets, as often as wanted: the targets are read once. */
public final class ObjectivePass implements AutoCloseable {
    /** Samples that are compared at once. */
    public static final int BLOCK = 1 << 13;

    private static final int ALIGNMENT = 64;

    private final Session session;
    private final int samples;
    private final int outputs;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> targets = new ArrayList<>();
    private final List<Integer> targetBytes = new ArrayList<>();
    private final MemorySegment scores;
    private final StepOutputs results;

    /** Takes what a block of samples gives. */
    @FunctionalInterface
    public interface BlockResult {
        /**
         * A block is done.
         *
         * @param from its first sample
         * @param loss its mean
         */
        void block(int from, Batch batch, StepOutputs outputs, double loss);
    }

    /**
     * @param session of {@code program}
     * @param data the samples, whose targets are those of the program
     * @param outputs how many scores a sample has
     */
    public ObjectivePass(Program program, Session session, Dataset data, int outputs) {
        this.session = session;
        this.outputs = outputs;
        samples = data.size();
        for (var number = 0; number < data.targets().size(); number++) {
            var target = data.targets().get(number);
            var values = arena.allocate((long) target.bytes() * samples, ALIGNMENT);
            for (var i = 0; i < samples; i++) {
                CheckedTarget.copy(data, number, target, i, values, (long) i * target.bytes());
            }
            targets.add(values);
            targetBytes.add(target.bytes());
        }
        var block = Math.min(BLOCK, samples);
        scores = arena.allocate((long) block * outputs * Float.BYTES, ALIGNMENT);
        results = StepOutputs.allocate(program, block, arena);
    }

    /** What compares them. */
    public Session session() {
        return session;
    }

    /** How many samples there are. */
    public int samples() {
        return samples;
    }

    /**
     * Compares all, block by block.
     *
     * @param found by output, then sample
     */
    public void run(float[][] found, BlockResult result) {
        for (var from = 0; from < samples; from += BLOCK) {
            var size = Math.min(BLOCK, samples - from);
            fill(found, from, size);
            var ofBlock = new ArrayList<MemorySegment>();
            for (var target = 0; target < targets.size(); target++) {
                var bytes = (long) targetBytes.get(target);
                ofBlock.add(targets.get(target).asSlice(from * bytes, size * bytes));
            }
            var batch = new Batch(size, from, List.of(scores), ofBlock);
            var loss = session.evaluate(batch, results);
            result.block(from, batch, results, loss);
        }
    }

    /**
     * Compares some, block by block.
     *
     * @param of the samples, ascending
     * @param found by output, then sample, of all
     */
    public void run(int[] of, float[][] found, BlockResult result) {
        try (var gathered = Arena.ofConfined()) {
            var block = Math.min(BLOCK, of.length);
            var ofBlock = targetBytes.stream()
                    .map(bytes -> gathered.allocate((long) bytes * block, ALIGNMENT))
                    .toList();
            for (var from = 0; from < of.length; from += BLOCK) {
                var size = Math.min(BLOCK, of.length - from);
                for (var i = 0; i < size; i++) {
                    gather(of[from + i], i, found, ofBlock);
                }
                var batch = new Batch(size, from, List.of(scores), ofBlock);
                result.block(from, batch, results, session.evaluate(batch, results));
            }
        }
    }

    private void gather(int sample, int to, float[][] found, List<MemorySegment> ofBlock) {
        for (var output = 0; output < outputs; output++) {
            scores.setAtIndex(JAVA_FLOAT, (long) to * outputs + output, found[output][sample]);
        }
        for (var target = 0; target < targets.size(); target++) {
            var bytes = (long) targetBytes.get(target);
            MemorySegment.copy(targets.get(target), sample * bytes, ofBlock.get(target), to * bytes, bytes);
        }
    }

    private void fill(float[][] found, int from, int size) {
        if (outputs == 1) {
            MemorySegment.copy(found[0], from, scores, JAVA_FLOAT, 0, size);
            return;
        }
        for (var i = 0; i < size; i++) {
            for (var output = 0; output < outputs; output++) {
                scores.setAtIndex(JAVA_FLOAT, (long) i * outputs + output, found[output][from + i]);
            }
        }
    }

    /**
     * Takes a result of a block apart.
     *
     * @param values {@code [size, outputs]}
     * @param to by output, then sample
     */
    public void copy(MemorySegment values, int from, int size, float[][] to) {
        if (outputs == 1) {
            MemorySegment.copy(values, JAVA_FLOAT, 0, to[0], from, size);
            return;
        }
        for (var i = 0; i < size; i++) {
            for (var output = 0; output < outputs; output++) {
                to[output][from + i] = values.getAtIndex(JAVA_FLOAT, (long) i * outputs + output);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
