package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import dev.updraft.engine.cpu.machine.Frame;
import dev.updraft.engine.cpu.machine.VectorLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of a {@link PointwiseTask} as machine code that keeps all values in vector registers and goes through memory
 * once. What has no machine code is done block by block in Java, before it, between and behind it; the bits are those of Java.
 *
 * @param block elements of a block
 * @param frameBytes of what the code looks at, see {@link Frame}
 * @param streams that the code reads and writes
 * @param scalars that are the same for all elements
 * @param vectors that are the same for all blocks
 * @param stages that each block goes through
 * @param folds sums that the code adds whole blocks to
 */
// Lists are gone through by index: a prediction allocates nothing, also no iterators.
record VectorBlocks(
        int block,
        int frameBytes,
        List<Buffer> streams,
        List<Kept> scalars,
        List<Kept> vectors,
        List<Stage> stages,
        List<Fold> folds) {
    VectorBlocks {
        streams = List.copyOf(streams);
        scalars = List.copyOf(scalars);
        vectors = List.copyOf(vectors);
        stages = List.copyOf(stages);
        folds = List.copyOf(folds);
    }

    /** A register of Java and its place in the frame. */
    record Kept(int register, int place) {}

    /** What is done for each block. */
    sealed interface Stage {}

    /** Machine code. */
    record Code(VectorLoop vectorLoop) implements Stage {}

    /**
     * Java.
     *
     * @param from what it reads of the code's; null for nothing
     * @param to what it computes for the code; null for nothing
     */
    record InJava(
            Instruction instruction,
            @Nullable Kept from,
            @Nullable Kept to) implements Stage {}

    /**
     * Sums that the code adds whole blocks to.
     *
     * @param inJava does the same for a block that is not whole
     * @param first where they are in the accumulator
     * @param columns how many there are
     * @param hasSquares whether there are sums of squares, too, which lie behind the others in the frame
     * @param place in the frame
     */
    record Fold(InJava inJava, int first, int columns, boolean hasSquares, int place) {}

    /** The code of instructions; null if there is none for them on this machine. */
    static @Nullable VectorBlocks of(int block, List<Instruction> once, List<Instruction> perBlock) {
        return new VectorBlocksWriter(block, perBlock).write(once);
    }

    /**
     * Takes over what is the same for all blocks.
     *
     * @param count elements of the largest block
     */
    void begin(ExecutionContext executionContext, float[][] registers, int count) {
        var frame = executionContext.frame(frameBytes);
        for (var i = 0; i < scalars.size(); i++) {
            var scalar = scalars.get(i);
            Memory.set(frame + scalar.place(), registers[scalar.register()][0]);
        }
        for (var i = 0; i < vectors.size(); i++) {
            var vector = vectors.get(i);
            Memory.store(registers[vector.register()], count, frame + vector.place());
        }
    }

    /** Goes through elements {@code from} to {@code to}, where a block begins at {@code from}. */
    void run(ExecutionContext executionContext, float[][] registers, long from, long to) {
        var frame = executionContext.frame(frameBytes);
        for (var i = 0; i < streams.size(); i++) {
            Memory.setLong(frame + Frame.stream(i), streams.get(i).address(executionContext));
        }
        for (var i = 0; i < folds.size(); i++) {
            var fold = folds.get(i);
            var place = frame + fold.place();
            Memory.store(executionContext.accumulator(0), fold.first(), fold.columns(), place);
            if (fold.hasSquares()) {
                Memory.store(executionContext.squares(0), fold.first(), fold.columns(), behind(fold, place));
            }
        }
        var whole = from + (to - from) / block * block;
        var isOneCall = stages.size() == 1 && stages.getFirst() instanceof Code;
        if (isOneCall && stages.getFirst() instanceof Code(var vectorLoop)) {
            vectorLoop.run(frame, from, folds.isEmpty() ? to : whole);
        } else {
            for (var start = from; start < whole; start += block) {
                stages(executionContext, registers, frame, start, block);
            }
        }
        for (var i = 0; i < folds.size(); i++) {
            var fold = folds.get(i);
            var place = frame + fold.place();
            Memory.load(place, executionContext.accumulator(0), fold.first(), fold.columns());
            if (fold.hasSquares()) {
                Memory.load(behind(fold, place), executionContext.squares(0), fold.first(), fold.columns());
            }
        }
        if (whole < to && !(isOneCall && folds.isEmpty())) {
            var count = (int) (to - whole);
            stages(executionContext, registers, frame, whole, count);
            for (var i = 0; i < folds.size(); i++) {
                var fold = folds.get(i);
                run(executionContext, registers, frame, fold.inJava(), whole, count);
            }
        }
    }

    private static long behind(Fold fold, long place) {
        return place + (long) fold.columns() * Double.BYTES;
    }

    private void stages(ExecutionContext executionContext, float[][] registers, long frame, long start, int count) {
        for (var i = 0; i < stages.size(); i++) {
            switch (stages.get(i)) {
                case Code(var vectorLoop) -> vectorLoop.run(frame, start, start + count);
                case InJava inJava -> run(executionContext, registers, frame, inJava, start, count);
            }
        }
    }

    private static void run(
            ExecutionContext executionContext, float[][] registers, long frame, InJava inJava, long start, int count) {
        var from = inJava.from();
        if (from != null) {
            Memory.load(frame + from.place(), registers[from.register()], 0, count);
        }
        inJava.instruction().run(executionContext, registers, start, count);
        var to = inJava.to();
        if (to != null) {
            Memory.store(registers[to.register()], count, frame + to.place());
        }
    }
}
