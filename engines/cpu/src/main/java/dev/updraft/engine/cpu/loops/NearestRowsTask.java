package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.Op.NearestRows.Metric;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest rows of a table. Distances are compared in float64, computed from the differences. A product in float32 only
 * tells which rows cannot be among the nearest, with all that its rounding may have changed: so the result is the same however the
 * product adds up, and however many samples there are.
 *
 * @param filled how many rows of the table there are
 * @param samples how many
 * @param rows that the table has room for
 * @param width numbers of a row
 * @param block rows of one product
 * @param products of the samples with the rows of each whole block; null if distances are not bounded by a product
 * @param product where it is, {@code [samples, block]}; null if there is none
 * @param scratchBytes what products need
 */
public record NearestRowsTask(
        Buffer queries,
        Buffer table,
        Buffer filled,
        Buffer result,
        int k,
        Metric metric,
        int samples,
        int rows,
        int width,
        int block,
        @Nullable Product products,
        @Nullable Buffer product,
        long scratchBytes)
        implements CpuTask {
    /** Differences that are added up before it is asked whether the row is too far already. */
    private static final int STRIDE = 16;

    private static final int SLACK = 8;

    /** Products of all samples with the rows of a block of the table. */
    public interface Product {
        void run(ExecutionContext executionContext, int block);
    }

    @Override
    public void run(ExecutionContext executionContext, int part) {
        new Search(executionContext).run();
    }

    /** One run. */
    private final class Search {
        private final ExecutionContext executionContext;
        private final long from;
        private final int count;
        private final float[] x = new float[samples * width];
        private final double[] squares = new double[samples];
        private final float[] row = new float[width];
        private final double[] distances = new double[samples * k];
        private final int[] numbers = new int[samples * k];
        /** What the float32 product of two rows may be wrong by, as a part of the mean of their squares. */
        private final double rounding = (width + SLACK) * Math.scalb(1.0, -23);

        Search(ExecutionContext executionContext) {
            this.executionContext = executionContext;
            from = table.address(executionContext);
            count = (int) Math.clamp(Memory.get(filled.address(executionContext)), 0, rows);
        }

        void run() {
            Memory.load(queries.address(executionContext), x, 0, x.length);
            for (var sample = 0; sample < samples; sample++) {
                squares[sample] = squares(x, sample * width);
            }
            Arrays.fill(distances, Double.POSITIVE_INFINITY);
            Arrays.fill(numbers, -1);
            var next = 0;
            if (products != null && product != null) {
                var near = new float[block];
                for (; next + block <= count; next += block) {
                    products.run(executionContext, next / block);
                    ofBlock(next, product.address(executionContext), near);
                }
            }
            for (; next < count; next++) {
                load(next);
                var ofRow = squares(row, 0);
                for (var sample = 0; sample < samples; sample++) {
                    take(sample, next, ofRow);
                }
            }
            write();
        }

        private void ofBlock(int first, long products, float[] near) {
            var ofRows = new double[block];
            for (var i = 0; i < block; i++) {
                load(first + i);
                ofRows[i] = squares(row, 0);
            }
            for (var sample = 0; sample < samples; sample++) {
                Memory.load(products + (long) sample * block * Float.BYTES, near, 0, block);
                for (var i = 0; i < block; i++) {
                    if (mayBeNear(sample, near[i], ofRows[i])) {
                        load(first + i);
                        take(sample, first + i, ofRows[i]);
                    }
                }
            }
        }

        /** Not where the row is farther than the k nearest so far, however the product was rounded; nor where that is not known. */
        private boolean mayBeNear(int sample, float product, double ofRow) {
            if (Float.isInfinite(product)) {
                return true;
            }
            var worst = distances[sample * k + k - 1];
            var both = squares[sample] + ofRow;
            var least = metric == Metric.EUCLIDEAN
                    ? both - 2.0 * product - rounding * both
                    : 1 - product / Math.sqrt(squares[sample] * ofRow) - rounding;
            return !(least > worst);
        }

        private void load(int number) {
            Memory.load(from + (long) number * width * Float.BYTES, row, 0, width);
        }

        private static double squares(float[] values, int first, int width) {
            var sum = 0.0;
            for (var i = first; i < first + width; i++) {
                sum += (double) values[i] * values[i];
            }
            return sum;
        }

        private double squares(float[] values, int first) {
            return squares(values, first, width);
        }

        /** Puts the row that is loaded in its place, if it is nearer than the last. */
        private void take(int sample, int number, double ofRow) {
            var last = sample * k + k - 1;
            var distance = distance(sample, ofRow, distances[last]);
            if (!(distance < distances[last]) && !(numbers[last] < 0 && distance == Double.POSITIVE_INFINITY)) {
                return;
            }
            var place = last;
            while (place > sample * k && (numbers[place - 1] < 0 || distance < distances[place - 1])) {
                distances[place] = distances[place - 1];
                numbers[place] = numbers[place - 1];
                place--;
            }
            distances[place] = distance;
            numbers[place] = number;
        }

        /** Squared, of the Euclidean metric; more than {@code most} if the row is farther than that. */
        private double distance(int sample, double ofRow, double most) {
            var first = sample * width;
            if (metric == Metric.COSINE) {
                var sum = 0.0;
                for (var i = 0; i < width; i++) {
                    sum += (double) x[first + i] * row[i];
                }
                return squares[sample] == 0 || ofRow == 0 ? 1 : 1 - sum / Math.sqrt(squares[sample] * ofRow);
            }
            var sum = 0.0;
            for (var start = 0; start < width && !(sum > most); start += STRIDE) {
                var end = Math.min(start + STRIDE, width);
                for (var i = start; i < end; i++) {
                    var difference = (double) x[first + i] - row[i];
                    sum += metric == Metric.EUCLIDEAN ? difference * difference : Math.abs(difference);
                }
            }
            return sum;
        }

        private void write() {
            var to = result.address(executionContext);
            var values = new float[2 * k];
            for (var sample = 0; sample < samples; sample++) {
                for (var place = 0; place < k; place++) {
                    var number = numbers[sample * k + place];
                    var distance = distances[sample * k + place];
                    var isRoot = metric == Metric.EUCLIDEAN;
                    values[place] = number < 0 ? Float.NaN : (float) (isRoot ? Math.sqrt(distance) : distance);
                    values[k + place] = number;
                }
                Memory.store(values, values.length, to + (long) sample * values.length * Float.BYTES);
            }
        }
    }
}
