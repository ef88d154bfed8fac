package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.loops.VectorBlocks.Code;
import dev.updraft.engine.cpu.loops.VectorBlocks.Fold;
import dev.updraft.engine.cpu.loops.VectorBlocks.InJava;
import dev.updraft.engine.cpu.loops.VectorBlocks.Kept;
import dev.updraft.engine.cpu.loops.VectorBlocks.Stage;
import dev.updraft.engine.cpu.machine.Frame;
import dev.updraft.engine.cpu.machine.VectorFunctions;
import dev.updraft.engine.cpu.machine.VectorLoop;
import dev.updraft.engine.cpu.machine.VectorProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cuts instructions into stages, and writes the code of those that have any. */
final class VectorBlocksWriter {
    private final int block;
    private final List<Instruction> perBlock;
    private final List<Buffer> streams = new ArrayList<>();
    private final List<Kept> scalars = new ArrayList<>();
    private final List<Kept> vectors = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Fold> folds = new ArrayList<>();
    /** What is done in Java as soon as the program at hand has been run. */
    private final List<InJava> next = new ArrayList<>();

    private final Map<Integer, Source> sources = new HashMap<>();
    private VectorProgram program = new VectorProgram();
    private boolean hasCode;
    private boolean isTooLong;
    private int frameBytes = Frame.FIRST;

    /** Where a register's value is. */
    private sealed interface Source {}

    private record Constant(float value) implements Source {}

    private record Scalar(int place) implements Source {}

    private record Block(int place) implements Source {}

    /** A value of the program at hand. */
    private record Computed(int value) implements Source {}

    VectorBlocksWriter(int block, List<Instruction> perBlock) {
        this.block = block;
        this.perBlock = perBlock;
    }

    @Nullable
    VectorBlocks write(List<Instruction> once) {
        if (!VectorLoop.isSupported()) {
            return null;
        }
        once.forEach(this::once);
        for (var i = 0; i < perBlock.size(); i++) {
            if (!add(perBlock.get(i), i)) {
                return null;
            }
        }
        endProgram(perBlock.size());
        if (isTooLong || streams.size() > Frame.MOST || scalars.size() > Frame.MOST) {
            return null;
        }
        return new VectorBlocks(block, frameBytes, streams, scalars, vectors, stages, folds);
    }

    private void once(Instruction instruction) {
        switch (instruction) {
            case Instruction.Fill(var target, var value) -> sources.put(target, new Constant(value));
            case Instruction.LoadRepeated(var target, var _, var runs) -> {
                if (runs.isScalar()) {
                    var place = Frame.scalar(scalars.size());
                    scalars.add(new Kept(target, place));
                    sources.put(target, new Scalar(place));
                } else {
                    vectors.add(newBlock(target));
                }
            }
            case Instruction other -> throw new IllegalStateException(other + " once for all blocks");
        }
    }

    /** Whether there is a way to do it. */
    private boolean add(Instruction instruction, int index) {
        var functions = new VectorFunctions(program);
        switch (instruction) {
            case Instruction.Load(var target, var source) -> computed(target, program.load(stream(source)));
            case Instruction.Store(var source, var target) -> {
                program.store(value(source), stream(target));
                hasCode = true;
            }
            case Instruction.Fill(var target, var number) -> sources.put(target, new Constant(number));
            case Instruction.Map(var function, var source, var target) -> {
                if (!VectorFunctions.has(function)) {
                    return false;
                }
                computed(target, functions.map(function, value(source)));
            }
            case Instruction.Combine(var function, var left, var right, var target) -> {
                if (!VectorFunctions.has(function)) {
                    return false;
                }
                computed(target, functions.combine(function, value(left), value(right)));
            }
            case Instruction.Select(var condition, var left, var right, var target) ->
                computed(target, functions.select(value(condition), value(left), value(right)));
            case Instruction.Together(var _, var _, var instructions) -> {
                return instructions.stream().allMatch(each -> add(each, index));
            }
            case Instruction.LoadRepeated(var target, var _, var _) -> before(instruction, target);
            case Instruction.Random(var target, var _, var _) -> before(instruction, target);
            case Instruction.RepeatRows(var _, var target, var _) -> before(instruction, target);
            case Instruction.OfRows _ -> {
                endNext(index);
                stages.add(new InJava(instruction, null, null));
            }
            case Instruction.SumRows(var source, var _, var _) -> {
                endNext(index);
                if (sources.get(source) instanceof Computed) {
                    endProgram(index);
                }
                stages.add(new InJava(instruction, inFrame(source), null));
            }
            case Instruction.Fold fold -> {
                var rows = block / fold.period();
                while (rows > fold.lanes() && rows % 2 == 0) {
                    rows /= 2;
                }
                fold(fold, fold.source(), fold.first(), rows <= fold.lanes() ? rows * fold.period() : 0, false);
            }
            case Instruction.FoldMoments moments -> {
                var row = moments.period() * moments.lanes();
                fold(moments, moments.source(), moments.first(), block % row == 0 ? row : 0, true);
            }
            case Instruction.AccumulateMoments its -> next.add(new InJava(its, keep(its.source()), null));
            case Instruction.SumRuns its -> next.add(new InJava(its, keep(its.source()), null));
            case Instruction.Accumulate its -> next.add(new InJava(its, keep(its.source()), null));
        }
        return true;
    }

    /** A register that Java is still to read may get a number of each row: then that comes first. */
    private void endNext(int index) {
        if (!next.isEmpty()) {
            endProgram(index);
        }
    }

    /** An instruction in Java that needs nothing of the program at hand. */
    private void before(Instruction instruction, int target) {
        stages.add(new InJava(instruction, null, newBlock(target)));
    }

    /** Sums of columns, with machine code if there are whole vectors of them. */
    private void fold(Instruction instruction, int source, int first, int columns, boolean hasSquares) {
        var inJava = new InJava(instruction, keep(source), null);
        var from = inJava.from();
        if (from == null || columns == 0 || columns % 8 != 0) {
            next.add(inJava);
            return;
        }
        hasCode = true;
        var place = room(Frame.sums(hasSquares ? 2 * columns : columns));
        folds.add(new Fold(inJava, first, columns, hasSquares, place));
        if (hasSquares) {
            program.sumMoments(from.place(), place, columns, block / columns);
        } else {
            program.sum(from.place(), place, columns, Integer.numberOfTrailingZeros(block / columns));
        }
    }

    /** A register's value for Java, after the program at hand; null if Java has it anyway. */
    private @Nullable Kept keep(int register) {
        if (sources.get(register) instanceof Computed(var value)) {
            var place = room(Frame.block(block));
            program.keep(value, place);
            hasCode = true;
            return new Kept(register, place);
        }
        return inFrame(register);
    }

    private @Nullable Kept inFrame(int register) {
        return sources.get(register) instanceof Block(var place) ? new Kept(register, place) : null;
    }

    /** Ends the program at hand; what later instructions read is kept. */
    private void endProgram(int index) {
        for (var register : List.copyOf(sources.keySet())) {
            if (sources.get(register) instanceof Computed && isReadFrom(index, register)) {
                var kept = Objects.requireNonNull(keep(register));
                sources.put(register, new Block(kept.place()));
            }
        }
        if (hasCode) {
            var code = VectorLoop.of(program, block);
            if (code == null) {
                isTooLong = true;
            } else {
                stages.add(new Code(code));
            }
        }
        stages.addAll(next);
        next.clear();
        program = new VectorProgram();
        hasCode = false;
    }

    private boolean isReadFrom(int index, int register) {
        return perBlock.subList(index, perBlock.size()).stream().anyMatch(instruction -> reads(instruction, register));
    }

    /** Whether an instruction reads a register, or one that it consists of. */
    private static boolean reads(Instruction instruction, int register) {
        return switch (instruction) {
            case Instruction.Store its -> its.source() == register;
            case Instruction.Map its -> its.source() == register;
            case Instruction.Combine its -> its.left() == register || its.right() == register;
            case Instruction.Select its ->
                its.condition() == register || its.left() == register || its.right() == register;
            case Instruction.Together its -> its.instructions().stream().anyMatch(each -> reads(each, register));
            case Instruction.SumRows its -> its.source() == register;
            case Instruction.Fold its -> its.source() == register;
            case Instruction.FoldMoments its -> its.source() == register;
            case Instruction.AccumulateMoments its -> its.source() == register;
            case Instruction.SumRuns its -> its.source() == register;
            case Instruction.Accumulate its -> its.source() == register;
            case Instruction.Load _, Instruction.Fill _, Instruction.LoadRepeated _, Instruction.Random _ -> false;
            case Instruction.OfRows _, Instruction.RepeatRows _ -> false; // They read what Java has.
        };
    }

    private void computed(int register, int value) {
        sources.put(register, new Computed(value));
    }

    private Kept newBlock(int register) {
        var place = room(Frame.block(block));
        sources.put(register, new Block(place));
        return new Kept(register, place);
    }

    /** The place of the next {@code bytes} bytes of the frame. */
    private int room(int bytes) {
        frameBytes += bytes;
        return frameBytes - bytes;
    }

    private int stream(Buffer buffer) {
        if (!streams.contains(buffer)) {
            streams.add(buffer);
        }
        return streams.indexOf(buffer);
    }

    private int value(int register) {
        return switch (Objects.requireNonNull(sources.get(register), "a register that nothing has written")) {
            case Constant(var value) -> program.constant(value);
            case Scalar(var place) -> program.scalar(place);
            case Block(var place) -> program.block(place);
            case Computed(var value) -> value;
        };
    }
}
