package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.Philox;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;
import java.util.List;

/** One step of a {@link PointwiseTask} on a block of elements; registers are arrays of {@link ExecutionContext#BLOCK} floats. */
public sealed interface Instruction {
    /**
     * Does it for a block.
     *
     * @param start the block's first element in the loop
     * @param count elements of the block
     */
    void run(ExecutionContext executionContext, float[][] registers, long start, int count);

    /** A tensor of the loop's own shape. */
    record Load(int target, Buffer source) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            Memory.load(source.address(executionContext) + start * Float.BYTES, registers[target], 0, count);
        }
    }

    /** The same number everywhere. */
    record Fill(int target, float value) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            Arrays.fill(registers[target], 0, count, value);
        }
    }

    /** A tensor repeated to the loop's shape. */
    record LoadRepeated(int target, Buffer source, ContiguousRuns contiguousRuns) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var address = source.address(executionContext);
            var register = registers[target];
            var length = contiguousRuns.length();
            var stride = contiguousRuns.stride();
            var run = start / length;
            var within = (int) (start % length);
            for (var i = 0; i < count; run++, within = 0) {
                var part = Math.min(length - within, count - i);
                var first = address + (contiguousRuns.offset(run) + within * stride) * Float.BYTES;
                if (stride == 1) {
                    Memory.load(first, register, i, part);
                } else if (stride == 0) {
                    Arrays.fill(register, i, i + part, Memory.get(first));
                } else {
                    for (var k = 0; k < part; k++) {
                        register[i + k] = Memory.get(first + k * stride * Float.BYTES);
                    }
                }
                i += part;
            }
        }
    }

    /**
     * Random numbers.
     *
     * @param perSample elements of a sample, so that the numbers do not depend on how the batch is cut; 0 if they are not for
     *     samples
     */
    record Random(int target, int stream, long perSample) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var register = registers[target];
            var first = (executionContext.row() + executionContext.firstSample()) * perSample + start;
            for (var i = 0; i < count; ) {
                var element = first + i;
                var block = Philox.block(executionContext.seed(), executionContext.step(), stream, element >>> 2);
                for (var word = (int) element & 3; word < 4 && i < count; word++) {
                    register[i++] = Philox.uniform(block.word(word));
                }
            }
        }
    }

    record Map(UnaryFunction function, int source, int target) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            Loops.map(function, registers[source], registers[target], executionContext.floatBits(), count);
        }
    }

    record Combine(BinaryFunction function, int left, int right, int target) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            Loops.combine(function, registers[left], registers[right], registers[target], count);
        }
    }

    record Select(int condition, int left, int right, int target) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            Loops.select(registers[condition], registers[left], registers[right], registers[target], count);
        }
    }

    /**
     * A run of the above as one loop.
     *
     * @param places the register of each of the program's places
     * @param instructions the same one by one
     */
    record Together(SharedLoop sharedLoop, int[] places, List<Instruction> instructions) implements Instruction {
        public static Together of(LoopProgram program, int[] places, List<Instruction> instructions) {
            return new Together(SharedLoop.of(program), places, List.copyOf(instructions));
        }

        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            sharedLoop.run(instructions, places, executionContext, registers, start, count);
        }
    }

    record Store(int source, Buffer target) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            Memory.store(registers[source], count, target.address(executionContext) + start * Float.BYTES);
        }
    }

    /**
     * One of the above on a number for each row of a block.
     *
     * @param length elements of a row; blocks are whole rows
     */
    record OfRows(Instruction instruction, int length) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            instruction.run(executionContext, registers, start / length, count / length);
        }
    }

    /** The sum of each row, in float64, which is rounded in the end. */
    record SumRows(int source, int target, int length) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var x = registers[source];
            var sums = registers[target];
            for (var i = 0; i < count; i += length) {
                sums[i / length] = (float) Loops.sum(x, i, length, executionContext.lanes());
            }
        }
    }

    /** A number for each row to all elements of the row; to another register. */
    record RepeatRows(int source, int target, int length) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            for (var i = 0; i < count; i += length) {
                Arrays.fill(registers[target], i, i + length, registers[source][i / length]);
            }
        }
    }

    /**
     * Adds to sums: every block is first folded in halves, in float32, until it is {@code lanes} rows of sums at most; these are
     * added in float64, each to its own.
     *
     * @param first where in the accumulator the sums begin
     * @param period how many sums there are; elements at this distance go into the same one, and blocks are whole periods
     * @param lanes how many numbers in the accumulator make a sum in the end
     * @param scratch a register to fold in
     */
    record Fold(int source, int scratch, int first, int period, int lanes) implements Instruction {
        /** Elements of a row that is no longer worth folding: calling a loop takes longer than its work does. */
        private static final int SHORT = 256;

        /** How many lanes sums with this period are best added in. */
        public static int lanes(int period) {
            return Math.max(1, SHORT / period);
        }

        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var folded = registers[scratch];
            var rows = count / period;
            var from = registers[source];
            if (rows == 4 * lanes) { // The usual case: the same additions in one loop.
                Loops.addQuartersTo(executionContext.accumulator(0), first, from, lanes * period);
                return;
            }
            while (rows > lanes) {
                var half = rows / 2;
                Loops.addUpper(from, folded, half * period);
                if (rows % 2 == 1) {
                    Loops.addRow(from, (rows - 1) * period, folded, period);
                }
                rows = half;
                from = folded;
            }
            Loops.addTo(executionContext.accumulator(0), first, from, 0, rows * period);
        }
    }

    /**
     * Adds to sums and to sums of squares; all in float64, so that what they differ by is as good as a sum of squared differences from
     * a mean in float32. See {@link PointwiseTask.DeviationsResult}.
     *
     * @param first where the sums begin in the accumulator, and those of squares in theirs
     * @param period as in {@link Fold}
     * @param lanes as in {@link Fold}
     */
    record FoldMoments(int source, int first, int period, int lanes) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var sums = executionContext.accumulator(0);
            var squares = executionContext.squares(0);
            var row = period * lanes;
            var i = 0;
            for (; i + 2 * row <= count; i += 2 * row) {
                Loops.addTwoMomentsTo(sums, squares, first, registers[source], i, row);
            }
            for (; i < count; i += row) {
                Loops.addMomentsTo(sums, squares, first, registers[source], i, Math.min(row, count - i));
            }
        }
    }

    /**
     * As {@link FoldMoments}, of any arrangement and in order.
     *
     * @param first as in {@link FoldMoments}
     * @param contiguousRuns from the loop to the sums
     */
    record AccumulateMoments(int source, int first, ContiguousRuns contiguousRuns) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int elements) {
            var sums = executionContext.accumulator(0);
            var squares = executionContext.squares(0);
            var register = registers[source];
            for (var i = 0; i < elements; i++) {
                var place = first + (int) contiguousRuns.place(start + i);
                sums[place] += register[i];
                squares[place] += (double) register[i] * register[i];
            }
        }
    }

    /**
     * Adds to sums of whole runs, in float64.
     *
     * @param first where in the accumulator the sums begin
     * @param contiguousRuns from the loop to the sums, the same one for a run; blocks are whole runs
     */
    record SumRuns(int source, int first, ContiguousRuns contiguousRuns) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var sums = executionContext.accumulator(0);
            var lanes = executionContext.lanes();
            var length = contiguousRuns.length();
            var run = start / length;
            for (var i = 0; i < count; i += length) {
                sums[first + (int) contiguousRuns.offset(run++)] += Loops.sum(registers[source], i, length, lanes);
            }
        }
    }

    /**
     * Adds to sums of any arrangement, in float64 and in order.
     *
     * @param first where in the accumulator the sums begin
     * @param contiguousRuns from the loop to the sums
     */
    record Accumulate(int source, int first, ContiguousRuns contiguousRuns) implements Instruction {
        @Override
        public void run(ExecutionContext executionContext, float[][] registers, long start, int count) {
            var sums = executionContext.accumulator(0);
            var register = registers[source];
            var length = contiguousRuns.length();
            var stride = (int) contiguousRuns.stride();
            var run = start / length;
            var within = (int) (start % length);
            for (var i = 0; i < count; run++, within = 0) {
                var part = Math.min(length - within, count - i);
                var place = first + (int) contiguousRuns.offset(run) + within * stride;
                if (stride == 1) {
                    Loops.addTo(sums, place, register, i, part);
                } else {
                    for (var k = 0; k < part; k++) {
                        sums[place + k * stride] += register[i + k];
                    }
                }
                i += part;
            }
        }
    }
}
