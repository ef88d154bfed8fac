import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/**
 * How long XGBoost takes to predict one row from the JVM, and many: {@code ROWS FEATURES TREES DEPTH THREADS}. Run as
 * benchmarks/README.md says; no part of the build.
 */
public final class XgboostRows {
    private static final int CALLS = 20_000;

    private XgboostRows() {}

    public static void main(String[] args) throws Exception {
        var numbers = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        var rows = numbers[0];
        var features = numbers[1];
        var random = new Random(1);
        var values = new float[rows * features];
        var labels = new float[rows];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        for (var row = 0; row < rows; row++) {
            labels[row] = values[row * features] * values[row * features + 1] + values[row * features + 2] > 0 ? 1 : 0;
        }
        var data = new DMatrix(values, rows, features, Float.NaN);
        data.setLabel(labels);
        var settings = new HashMap<String, Object>(Map.of(
                "objective", "binary:logistic", "tree_method", "hist", "max_depth", numbers[3], "nthread", numbers[4]));
        var booster = XGBoost.train(data, settings, numbers[2], Map.of(), null, null);
        var row = new float[features];
        var nanos = new long[CALLS];
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var bytes = 0L;
        for (var i = 0; i < 2 * CALLS; i++) {
            System.arraycopy(values, i % rows * features, row, 0, features);
            bytes = i == CALLS ? thread.getCurrentThreadAllocatedBytes() : bytes;
            var start = System.nanoTime();
            booster.inplace_predict(row, 1, features, Float.NaN);
            nanos[i % CALLS] = System.nanoTime() - start;
        }
        bytes = thread.getCurrentThreadAllocatedBytes() - bytes;
        Arrays.sort(nanos);
        System.out.printf("one row: %.2f µs, %.1f bytes%n", nanos[CALLS / 2] * 1e-3, bytes / (double) CALLS);
        for (var i = 0; i < 8; i++) {
            var start = System.nanoTime();
            booster.inplace_predict(values, rows, features, Float.NaN);
            System.out.printf("%d rows: %.1f ms%n", rows, (System.nanoTime() - start) * 1e-6);
        }
    }
}
