package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
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

/**
 * The instructions of a {@link PointwiseTask} as machine code that keeps all values in vector registers and goes through memory
 * once. What has no machine code is done block by block in Java, before it and behind it; the bits are those of Java.
 */
final class VectorBlocks {
    private final int block;
    private final List<Buffer> streams = new ArrayList<>();
    private final List<Kept> numbers = new ArrayList<>();
    private final List<Kept> vectors = new ArrayList<>();
    private final List<InJava> before = new ArrayList<>();
    private final List<InJava> behind = new ArrayList<>();
    private final List<Fold> folds = new ArrayList<>();
    /** The values of the registers. */
    private final Map<Integer, Integer> values = new HashMap<>();

    private final VectorProgram program = new VectorProgram();
    private final VectorFunctions functions = new VectorFunctions(program);
    private int blocks;
    private @Nullable VectorLoop code;

    /** A register and its place in the frame. */
    private record Kept(int register, int place) {}

    /**
     * Sums that have machine code for whole blocks.
     *
     * @param first where they are in the accumulator
     * @param sums how many numbers in it, a multiple of 8
     * @param place how many come before in the frame
     */
    private record Fold(InJava inJava, int first, int sums, int place) {}

    /** An instruction whose result or operand goes through the frame. */
    private record InJava(Instruction instruction, Kept kept) {}

    private VectorBlocks(int block) {
        this.block = block;
    }

    /** The code of instructions; null if there is none for them on this machine. */
    static @Nullable VectorBlocks of(int block, List<Instruction> once, List<Instruction> perBlock) {
        var blocks = new VectorBlocks(block);
        once.forEach(blocks::once);
        for (var instruction : perBlock) {
            if (!blocks.add(instruction)) {
                return null;
            }
        }
        if (blocks.streams.size() > Frame.MOST || blocks.numbers.size() > Frame.MOST) {
            return null;
        }
        blocks.folds.forEach(blocks::add);
        blocks.code = VectorLoop.of(blocks.program, block);
        return blocks.code == null ? null : blocks;
    }

    private void once(Instruction instruction) {
        switch (instruction) {
            case Instruction.Fill(var target, var value) -> values.put(target, program.constant(value));
            case Instruction.LoadRepeated(var target, var _, var runs) -> {
                if (runs.isScalar()) {
                    var place = Frame.number(numbers.size());
                    numbers.add(new Kept(target, place));
                    values.put(target, program.number(place));
                } else {
                    var place = newBlock();
                    vectors.add(new Kept(target, place));
                    values.put(target, program.block(place));
                }
            }
            case Instruction other -> throw new IllegalStateException(other + " once for all blocks");
        }
    }

    /** Whether there is a way to do it. */
    private boolean add(Instruction instruction) {
        switch (instruction) {
            case Instruction.Load(var target, var source) -> values.put(target, program.load(stream(source)));
            case Instruction.Store(var source, var target) -> program.store(value(source), stream(target));
            case Instruction.Fill(var target, var number) -> values.put(target, program.constant(number));
            case Instruction.Map(var function, var source, var target) -> {
                if (!VectorFunctions.has(function)) {
                    return false;
                }
                values.put(target, functions.map(function, value(source)));
            }
            case Instruction.Combine(var function, var left, var right, var target) -> {
                if (!VectorFunctions.has(function)) {
                    return false;
                }
                values.put(target, functions.combine(function, value(left), value(right)));
            }
            case Instruction.Select(var condition, var left, var right, var target) ->
                values.put(target, functions.select(value(condition), value(left), value(right)));
            case Instruction.Together(var _, var _, var instructions) -> {
                return instructions.stream().allMatch(this::add);
            }
            case Instruction.LoadRepeated(var target, var _, var _) -> before(instruction, target);
            case Instruction.Random(var target, var _, var _) -> before(instruction, target);
            case Instruction.Fold fold -> {
                var rows = block / fold.period();
                while (rows > fold.lanes() && rows % 2 == 0) {
                    rows /= 2;
                }
                fold(fold, fold.source(), fold.first(), rows <= fold.lanes() ? rows * fold.period() : 0);
            }
            case Instruction.FoldMoments fold -> {
                var row = fold.period() * fold.lanes();
                fold(fold, fold.source(), fold.first(), block % row == 0 ? 2 * row : 0);
            }
            case Instruction.AccumulateMoments sums -> behind(sums, sums.source());
            case Instruction.SumRuns sums -> behind(sums, sums.source());
            case Instruction.Accumulate sums -> behind(sums, sums.source());
        }
        return true;
    }

    private void before(Instruction instruction, int target) {
        var place = newBlock();
        before.add(new InJava(instruction, new Kept(target, place)));
        values.put(target, program.block(place));
    }

    /** Sums, with machine code if they are a multiple of 16. */
    private void fold(Instruction instruction, int source, int first, int sums) {
        if (sums == 0 || sums % 16 != 0) {
            behind(instruction, source);
            return;
        }
        var place = newBlock();
        program.keep(value(source), place);
        folds.add(new Fold(
                new InJava(instruction, new Kept(source, place)),
                first,
                sums,
                folds.stream().mapToInt(Fold::sums).sum()));
    }

    private void add(Fold fold) {
        var place = fold.inJava().kept().place();
        var target = Frame.sums(blocks, block, fold.place());
        if (fold.inJava().instruction() instanceof Instruction.FoldMoments) {
            program.sumMoments(place, target, fold.sums() / 2, block / (fold.sums() / 2));
        } else {
            program.sum(place, target, fold.sums(), Integer.numberOfTrailingZeros(block / fold.sums()));
        }
    }

    private void behind(Instruction instruction, int source) {
        var place = newBlock();
        behind.add(new InJava(instruction, new Kept(source, place)));
        program.keep(value(source), place);
    }

    private int newBlock() {
        return Frame.block(blocks++, block);
    }

    private int stream(Buffer buffer) {
        if (!streams.contains(buffer)) {
            streams.add(buffer);
        }
        return streams.indexOf(buffer);
    }

    private int value(int register) {
        return Objects.requireNonNull(values.get(register), "a register that nothing has written");
    }

    private long frame(ExecutionContext executionContext) {
        return executionContext.frame(Frame.sums(
                blocks, block, folds.stream().mapToInt(Fold::sums).sum()));
    }

    /**
     * Takes over what is the same for all blocks.
     *
     * @param count elements of the largest block
     */
    void begin(ExecutionContext executionContext, float[][] registers, int count) {
        var frame = frame(executionContext);
        for (var number : numbers) {
            Memory.set(frame + number.place(), registers[number.register()][0]);
        }
        for (var vector : vectors) {
            Memory.store(registers[vector.register()], count, frame + vector.place());
        }
    }

    /** Goes through elements {@code from} to {@code to}, where a block begins at {@code from}. */
    void run(ExecutionContext executionContext, float[][] registers, long from, long to) {
        var frame = frame(executionContext);
        for (var i = 0; i < streams.size(); i++) {
            Memory.setLong(frame + Frame.stream(i), streams.get(i).address(executionContext));
        }
        var loop = Objects.requireNonNull(code);
        var sums = executionContext.accumulator(0);
        for (var fold : folds) {
            Memory.store(sums, fold.first(), fold.sums(), frame + Frame.sums(blocks, block, fold.place()));
        }
        var whole = from + (to - from) / block * block;
        if (before.isEmpty() && behind.isEmpty()) {
            loop.run(frame, from, whole);
        } else {
            for (var start = from; start < whole; start += block) {
                run(executionContext, registers, start, block);
            }
        }
        for (var fold : folds) {
            Memory.load(frame + Frame.sums(blocks, block, fold.place()), sums, fold.first(), fold.sums());
        }
        if (whole < to) {
            var count = (int) (to - whole);
            run(executionContext, registers, whole, count);
            for (var fold : folds) {
                behind(executionContext, registers, fold.inJava(), whole, count);
            }
        }
    }

    private void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
        var frame = frame(executionContext);
        for (var instruction : before) {
            instruction.instruction().run(executionContext, registers, start, count);
            Memory.store(
                    registers[instruction.kept().register()],
                    count,
                    frame + instruction.kept().place());
        }
        Objects.requireNonNull(code).run(frame, start, start + count);
        for (var instruction : behind) {
            behind(executionContext, registers, instruction, start, count);
        }
    }

    private void behind(
            ExecutionContext executionContext, float[][] registers, InJava instruction, long start, int count) {
        var kept = instruction.kept();
        Memory.load(frame(executionContext) + kept.place(), registers[kept.register()], 0, count);
        instruction.instruction().run(executionContext, registers, start, count);
    }
}
