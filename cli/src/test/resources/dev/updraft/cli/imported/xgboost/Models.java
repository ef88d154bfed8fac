import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/**
 * Trains small models with XGBoost and writes them beside this file, with the rows of rows.csv and for each model its predictions.
 * Run in this folder with ml.dmlc:xgboost4j_2.12, commons-logging and kryo on the class path, first version 3.4.0, then 1.7.6:
 *
 * <pre>
 * java -cp xgboost4j_2.12-3.4.0.jar:commons-logging-1.2.jar:kryo-5.6.2.jar Models.java new
 * java -cp xgboost4j_2.12-1.7.6.jar:commons-logging-1.2.jar:kryo-5.6.2.jar Models.java old
 * </pre>
 */
final class Models {
    private static final int ROWS = 120;
    /** The first of the rows that are written. */
    private static final int SHOWN = 70;
    private static final String[] NAMES = {"age", "Income (EUR)", "pet", "colour"};
    private static final String[] TYPES = {"float", "float", "i", "c"};
    private static final String[] NUMBERS = {"float", "float", "i", "q"};

    private final float[] rows = new float[ROWS * NAMES.length];
    private final float[] effect = new float[ROWS];
    private final String version;

    private Models(String version) {
        this.version = version;
    }

    public static void main(String[] arguments) throws Exception {
        var models = new Models(arguments[0]);
        models.draw();
        if (arguments[0].equals("new")) {
            models.writeRows();
        }
        models.train();
    }

    /** Gaps, values that occur often, and categories, of which 6 occurs in no row that is trained on. */
    private void draw() {
        var random = new Random(7);
        for (var row = 0; row < ROWS; row++) {
            var at = row * NAMES.length;
            rows[at] = random.nextInt(6) == 0 ? Float.NaN : random.nextInt(18, 80);
            rows[at + 1] = random.nextInt(8) == 0 ? Float.NaN : (float) (random.nextGaussian() * 1000);
            rows[at + 2] = random.nextInt(10) == 0 && !Float.isNaN(rows[at]) ? Float.NaN : random.nextInt(2);
            rows[at + 3] = random.nextInt(10) == 0 ? Float.NaN : random.nextInt(row < ROWS - 10 ? 6 : 7);
            var age = Float.isNaN(rows[at]) ? 30 : rows[at];
            var income = Float.isNaN(rows[at + 1]) ? 500 : rows[at + 1];
            var colour = Float.isNaN(rows[at + 3]) ? 1 : (rows[at + 3] * 5) % 7;
            effect[row] = (float) (age / 40 + income / 1000 + colour / 2 + random.nextGaussian() / 4);
        }
    }

    private void writeRows() throws IOException {
        var lines = new ArrayList<String>();
        lines.add(String.join(",", NAMES));
        for (var row = SHOWN; row < ROWS; row++) {
            var at = row * NAMES.length;
            lines.add(IntStream.range(0, NAMES.length)
                    .mapToObj(i -> {
                        var x = rows[at + i];
                        return Float.isNaN(x) ? "" : x == Math.rint(x) ? Integer.toString((int) x) : Float.toString(x);
                    })
                    .collect(Collectors.joining(",")));
        }
        Files.write(Path.of("rows.csv"), lines);
    }

    private void train() throws Exception {
        if (version.equals("old")) {
            save("old-squared.json", TYPES, 4, Map.of("objective", "reg:squarederror", "base_score", 1.5), effect);
            save("old-logistic.ubj", TYPES, 4, Map.of("objective", "binary:logistic", "base_score", 0.3), classes(2));
            save("old-raw.json", TYPES, 3, Map.of("objective", "binary:logitraw", "base_score", 0.3), classes(2));
            save("old-dart.json", TYPES, 6, Map.of("booster", "dart", "rate_drop", 0.5, "seed", 3), effect);
            return;
        }
        save("squared.json", TYPES, 6, Map.of("objective", "reg:squarederror"), effect);
        save("squared.ubj", TYPES, 6, Map.of("objective", "reg:squarederror"), effect);
        save("one-hot.json", TYPES, 6, Map.of("objective", "reg:squarederror", "max_cat_to_onehot", 20), effect);
        save("absolute.json", TYPES, 4, Map.of("objective", "reg:absoluteerror"), effect);
        save("pseudo-huber.json", TYPES, 4, Map.of("objective", "reg:pseudohubererror", "huber_slope", 0.7), effect);
        save("quantile.json", TYPES, 4, Map.of("objective", "reg:quantileerror", "quantile_alpha", 0.8), effect);
        save("two-quantiles.json", TYPES, 2, Map.of("objective", "reg:quantileerror", "quantile_alpha", "[0.2,0.8]"), effect);
        save("logistic.json", TYPES, 6, Map.of("objective", "binary:logistic"), classes(2));
        save("logistic-lossguide.ubj", TYPES, 6, Map.of("objective", "binary:logistic", "tree_method", "hist", "grow_policy", "lossguide", "max_leaves", 6, "max_depth", 0), classes(2));
        save("share.json", TYPES, 4, Map.of("objective", "reg:logistic"), shares());
        save("raw.json", TYPES, 4, Map.of("objective", "binary:logitraw", "base_score", 0.3), classes(2));
        save("hinge.json", TYPES, 4, Map.of("objective", "binary:hinge"), classes(2));
        save("softprob.ubj", TYPES, 3, Map.of("objective", "multi:softprob", "num_class", 3, "num_parallel_tree", 2, "subsample", 0.7), classes(3));
        save("softmax.json", TYPES, 3, Map.of("objective", "multi:softmax", "num_class", 3), classes(3));
        save("poisson.json", TYPES, 4, Map.of("objective", "count:poisson"), counts());
        save("gamma.json", TYPES, 4, Map.of("objective", "reg:gamma"), amounts());
        save("tweedie.ubj", TYPES, 4, Map.of("objective", "reg:tweedie", "tweedie_variance_power", 1.3), counts());
        save("rank.json", TYPES, 4, Map.of("objective", "rank:pairwise"), classes(3));
        save("forest.json", TYPES, 1, Map.of("objective", "reg:squarederror", "num_parallel_tree", 5, "subsample", 0.6, "eta", 1), effect);
        save("dart.json", TYPES, 6, Map.of("booster", "dart", "rate_drop", 0.5, "seed", 3), effect);
        save("cox.json", TYPES, 2, Map.of("objective", "survival:cox"), amounts());
        save("linear.json", NUMBERS, 2, Map.of("booster", "gblinear"), effect);
        save("vectors.json", NUMBERS, 2, Map.of("objective", "multi:softprob", "num_class", 3, "multi_strategy", "multi_output_tree", "tree_method", "hist"), classes(3));
    }

    private float[] classes(int count) {
        var sorted = effect.clone();
        java.util.Arrays.sort(sorted);
        var classes = new float[ROWS];
        for (var row = 0; row < ROWS; row++) {
            classes[row] = Math.min(count - 1, java.util.Arrays.binarySearch(sorted, effect[row]) * count / ROWS);
        }
        return classes;
    }

    private float[] shares() {
        return map(x -> 1 / (1 + Math.exp(-x)));
    }

    private float[] counts() {
        return map(x -> Math.max(0, Math.rint(x)));
    }

    private float[] amounts() {
        return map(Math::exp);
    }

    private float[] map(java.util.function.DoubleUnaryOperator function) {
        var result = new float[ROWS];
        for (var row = 0; row < ROWS; row++) {
            result[row] = (float) function.applyAsDouble(effect[row]);
        }
        return result;
    }

    private void save(String file, String[] types, int rounds, Map<String, Object> settings, float[] target) throws Exception {
        var all = new HashMap<String, Object>(Map.of("max_depth", 3, "eta", 0.4, "tree_method", "hist", "max_cat_to_onehot", 1, "verbosity", 0, "nthread", 1, "max_bin", 32));
        all.putAll(settings);
        var train = matrix(types, ROWS - 10);
        train.setLabel(java.util.Arrays.copyOf(target, ROWS - 10));
        if (file.startsWith("rank")) {
            train.setGroup(new int[] {55, 55});
        }
        var booster = XGBoost.train(train, all, rounds, Map.of(), null, null);
        booster.setAttr("note", "of a test");
        booster.saveModel(file);
        if (List.of("cox.json", "linear.json", "vectors.json", "two-quantiles.json").contains(file)) {
            return;
        }
        var data = matrix(types, ROWS);
        var predicted = booster.predict(data);
        var margins = booster.predict(data, true);
        var lines = new ArrayList<String>();
        for (var row = SHOWN; row < ROWS; row++) {
            lines.add(text(margins[row]) + " " + text(predicted[row]));
        }
        Files.write(Path.of(file.replaceFirst("\\.\\w+$", "") + ".predictions"), lines);
    }

    private static String text(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Float.toString(values[i]))
                .collect(Collectors.joining(" "));
    }

    private DMatrix matrix(String[] types, int count) throws Exception {
        var matrix = new DMatrix(java.util.Arrays.copyOf(rows, count * NAMES.length), count, NAMES.length, Float.NaN);
        matrix.setFeatureNames(NAMES);
        matrix.setFeatureTypes(types);
        return matrix;
    }
}
