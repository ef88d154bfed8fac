package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** Draws instructions of which each reads only registers that have been written, as a compiler makes them. */
final class RandomInstructions {
    private static final int REGISTERS = 4;
    private static final int SCRATCH = 6;
    private static final int FIRST_ONCE = 7;
    private static final UnaryFunction[] FUNCTIONS = {
        UnaryFunction.NEGATE, UnaryFunction.ABS, UnaryFunction.RELU, UnaryFunction.TANH
    };
    private static final BinaryFunction[] FUNCTIONS_OF_TWO = {
        BinaryFunction.ADD, BinaryFunction.SUBTRACT, BinaryFunction.MAXIMUM, BinaryFunction.MULTIPLY
    };

    private final Random random;
    private final int length;
    /** Registers with a number for each element. */
    private final TreeSet<Integer> full = new TreeSet<>();
    /** Registers with a number for each row. */
    private final TreeSet<Integer> ofRows = new TreeSet<>();

    private final List<Instruction> drawn = new ArrayList<>();
    private int sums;

    RandomInstructions(int seed, int length) {
        this.random = new Random(seed);
        this.length = length;
        full.addAll(List.of(FIRST_ONCE, FIRST_ONCE + 1, FIRST_ONCE + 2));
    }

    /** A number, one out of memory, and a vector. */
    static List<Instruction> once(int length) {
        return List.of(
                new Instruction.Fill(FIRST_ONCE, 0.75f),
                new Instruction.LoadRepeated(
                        FIRST_ONCE + 1, stream(0), ContiguousRuns.of(new int[] {99, length}, new long[] {0, 0})),
                new Instruction.LoadRepeated(
                        FIRST_ONCE + 2, stream(1), ContiguousRuns.of(new int[] {99, length}, new long[] {0, 1})));
    }

    List<Instruction> list(int count) {
        while (drawn.size() < count) {
            draw();
        }
        drawn.add(new Instruction.Store(one(full), stream(3)));
        return drawn;
    }

    private void draw() {
        switch (random.nextInt(12)) {
            case 0, 1 -> drawn.add(new Instruction.Load(toFull(), stream(random.nextInt(3))));
            case 2 -> {
                var x = one(full);
                drawn.add(new Instruction.Map(one(FUNCTIONS), x, toFull()));
            }
            case 3, 4 -> {
                var a = one(full);
                var b = one(full);
                drawn.add(new Instruction.Combine(one(FUNCTIONS_OF_TWO), a, b, toFull()));
            }
            case 5 -> drawn.add(new Instruction.Store(one(full), stream(3)));
            case 6 -> {
                var source = one(full);
                drawn.add(new Instruction.Fold(source, SCRATCH, sums(), length, Instruction.Fold.lanes(length)));
            }
            case 7 -> {
                var source = one(full);
                drawn.add(new Instruction.FoldMoments(source, sums(), length, Instruction.Fold.lanes(length)));
            }
            case 8 -> {
                var columns = ContiguousRuns.of(new int[] {99, length}, new long[] {0, 1});
                drawn.add(new Instruction.Accumulate(one(full), sums(), columns));
            }
            case 9 -> {
                var source = one(full);
                drawn.add(new Instruction.SumRows(source, toRows(), length));
            }
            case 10 -> {
                if (ofRows.isEmpty() || random.nextBoolean()) {
                    drawn.add(new Instruction.OfRows(new Instruction.Load(toRows(), stream(2)), length));
                } else {
                    var x = one(ofRows);
                    drawn.add(new Instruction.OfRows(new Instruction.Map(one(FUNCTIONS), x, toRows()), length));
                }
            }
            case 11 -> {
                if (!ofRows.isEmpty()) {
                    var source = one(ofRows);
                    int target;
                    do {
                        target = random.nextInt(REGISTERS);
                    } while (target == source);
                    ofRows.remove(target);
                    full.add(target);
                    drawn.add(new Instruction.RepeatRows(source, target, length));
                }
            }
            default -> throw new AssertionError();
        }
    }

    private int toFull() {
        var register = random.nextInt(REGISTERS);
        ofRows.remove(register);
        full.add(register);
        return register;
    }

    private int toRows() {
        var register = random.nextInt(REGISTERS);
        full.remove(register);
        ofRows.add(register);
        return register;
    }

    /** Room in the accumulators for the lanes of a vector. */
    private int sums() {
        sums += 256;
        return sums - 256;
    }

    private int one(SortedSet<Integer> registers) {
        return List.copyOf(registers).get(random.nextInt(registers.size()));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Of numbers without infinities and NaN, whose sums would be the same whatever is added. */
    private static Buffer stream(int number) {
        return Buffer.at(Region.GLOBAL, number * 40_000L + 8_000);
    }
}
