package dev.updraft.engine.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.updraft.engine.cpu.execution.ExecutionContext;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {
    /** With periods whose blocks are folded twice, which is one loop, and with others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 32, 64, 96, 128, 256, 512, 1024})
    void aBlockIsFoldedInHalvesAndAddedInFloat64(int period) {
        var lanes = Instruction.Fold.lanes(period);
        for (var rows = 1; rows <= ExecutionContext.BLOCK / period; rows++) {
            var random = new SplittableRandom(rows);
            var block = new float[ExecutionContext.BLOCK];
            for (var i = 0; i < block.length; i++) {
                block[i] = (float) random.nextDouble(-1, 1);
            }
            var executionContext = new ExecutionContext(0, 0, 0);
            var registers = executionContext.registers(2);
            var accumulator = executionContext.accumulator(period * lanes);
            System.arraycopy(block, 0, registers[0], 0, block.length);

            new Instruction.Fold(0, 1, 0, period, lanes).run(executionContext, registers, 0, rows * period);

            assertArrayEquals(folded(block, rows, period, lanes), accumulator, rows + " rows");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 32, 64, 96, 128, 256, 512, 1024})
    void momentsAreAddedInFloat64RowByRow(int period) {
        var width = period * Instruction.Fold.lanes(period);
        for (var count = period; count <= ExecutionContext.BLOCK; count += period) {
            var executionContext = new ExecutionContext(0, 0, 0);
            var registers = executionContext.registers(1);
            var random = new SplittableRandom(count);
            var sums = new double[3 + width];
            var squares = new double[3 + width];
            executionContext.accumulator(sums.length);
            executionContext.squares(squares.length);
            for (var i = 0; i < count; i++) {
                var x = (float) random.nextDouble(-1, 1);
                registers[0][i] = x;
                sums[3 + i % width] += x;
                squares[3 + i % width] += (double) x * x;
            }

            new Instruction.FoldMoments(0, 3, period, width / period).run(executionContext, registers, 0, count);

            assertArrayEquals(sums, executionContext.accumulator(0), count + " elements");
            assertArrayEquals(squares, executionContext.squares(0), count + " elements");
        }
    }

    private static double[] folded(float[] block, int rows, int period, int lanes) {
        var sums = block.clone();
        var left = rows;
        while (left > lanes) {
            var half = left / 2;
            for (var i = 0; i < half * period; i++) {
                sums[i] += sums[half * period + i];
            }
            for (var i = 0; left % 2 == 1 && i < period; i++) {
                sums[i] += sums[(left - 1) * period + i];
            }
            left = half;
        }
        var wide = new double[period * lanes];
        for (var i = 0; i < left * period; i++) {
            wide[i] = sums[i];
        }
        return wide;
    }
}
