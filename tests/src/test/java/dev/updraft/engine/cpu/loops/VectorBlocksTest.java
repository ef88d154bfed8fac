package dev.updraft.engine.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.machine.VectorFunctions;
import dev.updraft.engine.cpu.machine.VectorLoop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machine code computes the bits of the loops in Java. */
class VectorBlocksTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-30f,
        -1e-30f,
        2e-30f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.7f,
        -87.4f,
        -103f,
        0.5f,
        -2.5f,
        7.9f,
        -8f
    };

    private static final int BLOCK = 512;

    @BeforeAll
    static void onlyWhereThereIsMachineCode() {
        assumeTrue(VectorLoop.isSupported(), "this processor has no AVX-512");
    }

    private static Stream<UnaryFunction> functions() {
        return Stream.of(UnaryFunction.values()).filter(VectorFunctions::has);
    }

    private static Stream<BinaryFunction> functionsOfTwo() {
        return Stream.of(BinaryFunction.values()).filter(VectorFunctions::has);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void functionsOfOneHaveTheBitsOfJava(UnaryFunction function) {
        compare(21 * 21 + 5000, loop(List.of(), instructions -> {
            instructions.add(new Instruction.Load(0, stream(0)));
            instructions.add(new Instruction.Map(function, 0, 1));
            instructions.add(new Instruction.Store(1, stream(3)));
        }));
    }

    @ParameterizedTest
    @MethodSource("functionsOfTwo")
    void functionsOfTwoHaveTheBitsOfJava(BinaryFunction function) {
        compare(21 * 21 + 5000, loop(List.of(), instructions -> {
            instructions.add(new Instruction.Load(0, stream(0)));
            instructions.add(new Instruction.Load(1, stream(1)));
            instructions.add(new Instruction.Combine(function, 0, 1, 0));
            instructions.add(new Instruction.Store(0, stream(3)));
        }));
    }

    @Test
    void aSelectionTakesWhatIsNotZero() {
        compare(3000, loop(List.of(), instructions -> {
            instructions.add(new Instruction.Load(0, stream(0)));
            instructions.add(new Instruction.Load(1, stream(1)));
            instructions.add(new Instruction.Load(2, stream(2)));
            instructions.add(new Instruction.Select(0, 1, 2, 2));
            instructions.add(new Instruction.Store(2, stream(3)));
        }));
    }

    /** Incomplete vectors and blocks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 31, 33, 511, 512, 513, 527, 528, 1024, 1040, 1537})
    void anyNumberOfElements(int elements) {
        compare(elements, loop(List.of(new Instruction.Fill(4, 3f)), instructions -> {
            instructions.add(new Instruction.Load(0, stream(0)));
            instructions.add(new Instruction.Load(1, stream(1)));
            instructions.add(new Instruction.Combine(BinaryFunction.MULTIPLY, 0, 4, 2));
            instructions.add(new Instruction.Combine(BinaryFunction.SUBTRACT, 1, 2, 3));
            instructions.add(new Instruction.Store(3, stream(3)));
            instructions.add(new Instruction.Store(2, stream(0)));
        }));
    }

    /** Numbers, vectors of the last axis, and rows, which Java lays out. */
    @Test
    void repeatedTensors() {
        var dims = new int[] {40, 32};
        var once = List.<Instruction>of(
                new Instruction.LoadRepeated(4, stream(1), ContiguousRuns.of(dims, new long[] {0, 0})),
                new Instruction.LoadRepeated(5, stream(2), ContiguousRuns.of(dims, new long[] {0, 1})));
        compare(40 * 32, loop(once, instructions -> {
            instructions.add(new Instruction.Load(0, stream(0)));
            instructions.add(new Instruction.LoadRepeated(1, stream(2), ContiguousRuns.of(dims, new long[] {1, 0})));
            instructions.add(new Instruction.Combine(BinaryFunction.ADD, 0, 1, 0));
            instructions.add(new Instruction.Combine(BinaryFunction.SUBTRACT, 4, 0, 1));
            instructions.add(new Instruction.Combine(BinaryFunction.DIVIDE, 5, 1, 1));
            instructions.add(new Instruction.Store(1, stream(3)));
        }));
    }

    /** Java sums rows up between two pieces of code, which both look at what is read once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 32, 100, 512})
    void rows(int length) {
        var block = BLOCK / length * length;
        compare(
                3 * block + 2 * length,
                block,
                List.of(new Instruction.Fill(6, 2f)),
                List.of(
                        new Instruction.Load(0, stream(0)),
                        new Instruction.Load(1, stream(1)),
                        new Instruction.Combine(BinaryFunction.MULTIPLY, 0, 1, 2),
                        new Instruction.SumRows(2, 3, length),
                        new Instruction.OfRows(new Instruction.Map(UnaryFunction.NEGATE, 3, 3), length),
                        new Instruction.OfRows(new Instruction.Store(3, stream(2)), length),
                        new Instruction.RepeatRows(3, 4, length),
                        new Instruction.Combine(BinaryFunction.SUBTRACT, 0, 4, 5),
                        new Instruction.Combine(BinaryFunction.MULTIPLY, 5, 6, 5),
                        new Instruction.Store(5, stream(3))));
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "1, 1024", "10, 510", "16, 512", "32, 1024", "96, 960", "192, 960", "256, 1024", "512, 512"})
    void sums(int period, int block) {
        var lanes = Instruction.Fold.lanes(period);
        compare(
                5 * block + 2 * period,
                block,
                List.of(),
                List.of(
                        new Instruction.Load(0, stream(0)),
                        new Instruction.Map(UnaryFunction.SQUARE, 0, 1),
                        new Instruction.Fold(1, 3, 0, period, lanes),
                        new Instruction.FoldMoments(0, period * lanes, period, lanes),
                        new Instruction.Store(1, stream(3))));
    }

    /** Java sums a register up in any order, which then gets numbers of rows. */
    @Test
    void aRegisterForSumsAndThenForRows() {
        var dims = new int[] {64, 16};
        var columns = ContiguousRuns.of(dims, new long[] {0, 1});
        compare(
                64 * 16,
                BLOCK,
                List.of(),
                List.of(
                        new Instruction.Load(0, stream(0)),
                        new Instruction.Accumulate(0, 0, columns),
                        new Instruction.OfRows(new Instruction.Load(0, stream(2)), 16),
                        new Instruction.Load(1, stream(1)),
                        new Instruction.Map(UnaryFunction.NEGATE, 1, 1),
                        new Instruction.SumRows(1, 2, 16),
                        new Instruction.RepeatRows(0, 3, 16),
                        new Instruction.RepeatRows(2, 4, 16),
                        new Instruction.Combine(BinaryFunction.ADD, 3, 4, 5),
                        new Instruction.Store(5, stream(3))));
    }

    /** Instructions in any order that a register's use allows: full ones and those with a number for each row change places. */
    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void anyInstructions(int length) {
        var block = BLOCK / length * length;
        for (var seed = 0; seed < 150; seed++) {
            compare(
                    2 * block + 3 * length,
                    block,
                    RandomInstructions.once(length),
                    new RandomInstructions(seed, length).list(40));
        }
    }

    /** Sums that there is code for, and nothing else. */
    @Test
    void aSumOfARepeatedVector() {
        var columns = ContiguousRuns.of(new int[] {100, 32}, new long[] {0, 1});
        var once =
                List.<Instruction>of(new Instruction.LoadRepeated(0, stream(1).plus(8000), columns));
        compare(100 * 32, BLOCK, once, List.of(new Instruction.Fold(0, 1, 0, 32, Instruction.Fold.lanes(32))));
    }

    /** With nothing for machine code to do, and an incomplete block. */
    @Test
    void aSumOfNumbers() {
        var once = List.<Instruction>of(
                new Instruction.LoadRepeated(0, stream(1), ContiguousRuns.of(new int[] {24}, new long[] {0})));
        compare(24, BLOCK, once, List.of(new Instruction.Fold(0, 1, 0, 1, 256)));
    }

    /** More values at once than a processor has registers: then Java does it. */
    @Test
    void tooManyValuesAreLeftToJava() {
        var instructions = new ArrayList<Instruction>();
        for (var i = 0; i < 40; i++) {
            instructions.add(new Instruction.Load(i, stream(0).plus(i * 64L)));
        }
        for (var i = 0; i < 40; i++) {
            instructions.add(new Instruction.Store(i, stream(3).plus(i * 64L)));
        }

        assertNull(VectorBlocks.of(16, List.of(), instructions));
    }

    private record Loop(List<Instruction> once, List<Instruction> perBlock) {}

    private static Loop loop(List<Instruction> once, Consumer<List<Instruction>> perBlock) {
        var instructions = new ArrayList<Instruction>();
        perBlock.accept(instructions);
        return new Loop(once, instructions);
    }

    private static Buffer stream(int number) {
        return Buffer.at(Region.GLOBAL, number * 40_000L);
    }

    private static void compare(int elements, Loop loop) {
        compare(elements, BLOCK, loop.once(), loop.perBlock());
    }

    private static void compare(int elements, int block, List<Instruction> once, List<Instruction> perBlock) {
        try (var arena = Arena.ofConfined()) {
            var inJava = memory(arena);
            var context = context(inJava);
            var registers = context.registers(10);
            context.accumulator(8192);
            context.squares(8192);
            once.forEach(instruction -> instruction.run(context, registers, 0, Math.min(block, elements)));
            for (var start = 0; start < elements; start += block) {
                for (var instruction : perBlock) {
                    instruction.run(context, registers, start, Math.min(block, elements - start));
                }
            }

            var vectors = memory(arena);
            var others = context(vectors);
            others.accumulator(8192);
            others.squares(8192);
            Supplier<float[][]> file = () -> others.registers(10);
            var blocks = Objects.requireNonNull(VectorBlocks.of(block, once, perBlock));
            once.forEach(instruction -> instruction.run(others, file.get(), 0, Math.min(block, elements)));
            blocks.begin(others, file.get(), Math.min(block, elements));
            blocks.run(others, file.get(), 0, elements);

            for (var i = 0L; i < inJava.byteSize() / Float.BYTES; i++) {
                assertEquals(
                        Float.floatToIntBits(inJava.getAtIndex(ValueLayout.JAVA_FLOAT, i)),
                        Float.floatToIntBits(vectors.getAtIndex(ValueLayout.JAVA_FLOAT, i)),
                        "float " + i + ", of " + inJava.getAtIndex(ValueLayout.JAVA_FLOAT, i % 10_000) + ": "
                                + inJava.getAtIndex(ValueLayout.JAVA_FLOAT, i) + " and "
                                + vectors.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
            for (var i = 0; i < 8192; i++) {
                assertEquals(context.accumulator(0)[i], others.accumulator(0)[i], "sum " + i);
                assertEquals(context.squares(0)[i], others.squares(0)[i], "sum of squares " + i);
            }
        }
    }

    /** Four streams: all pairs of special numbers, and others of any magnitude behind them. */
    private static MemorySegment memory(Arena arena) {
        var memory = arena.allocate(4 * 40_000L, 64);
        var random = new SplittableRandom(1);
        for (var i = 0; i < 30_000; i++) {
            var pair = i % 10_000;
            var special = SPECIAL[(i < 10_000 ? pair : pair / SPECIAL.length) % SPECIAL.length];
            memory.setAtIndex(
                    ValueLayout.JAVA_FLOAT,
                    i,
                    pair < SPECIAL.length * SPECIAL.length
                            ? special
                            : (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextDouble(-6, 3))));
        }
        return memory;
    }

    private static ExecutionContext context(MemorySegment memory) {
        var context = new ExecutionContext(0, 0, Region.COUNT);
        context.base(Region.GLOBAL, memory.address());
        return context;
    }
}
