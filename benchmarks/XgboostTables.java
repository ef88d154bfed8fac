import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * XGBoost with the settings its packages start with, on the folds of tables/peers.py: {@code FOLDER [NAME …]}, after
 * {@code peers.py FOLDER --encode}. Adds a line for each fit to FOLDER/peers.csv. Run as tables/README.md says; no part of the build.
 */
public final class XgboostTables {
    private static final int ROUNDS = 100;

    private record Table(String metric, String[] kinds, float[][] rows, float[] targets, int classes) {}

    private XgboostTables() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        var results = folder.resolve("peers.csv");
        for (var name : Arrays.asList(args).subList(1, args.length)) {
            if (Files.readAllLines(results).stream().anyMatch(line -> line.matches(name + ",.*,xgboost,.*"))) {
                continue;
            }
            var table = read(folder.resolve("encoded").resolve(name + ".csv"));
            var folds = Files.readAllLines(folder.resolve("folds").resolve(name + ".csv")).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
            var lines = new ArrayList<String>();
            for (var repeat = 0; repeat < (folds.size() > 20_000 ? 1 : folds.getFirst().length); repeat++) {
                for (var fold = 0; fold < 5; fold++) {
                    var start = System.nanoTime();
                    var value = fit(table, folds, repeat, String.valueOf(fold));
                    lines.add(String.format(Locale.ROOT, "%s,%d,%d,xgboost,%s,%.6f,%.3f",
                            name, repeat, fold, table.metric(), value, (System.nanoTime() - start) * 1e-9));
                }
            }
            Files.write(results, lines, StandardOpenOption.APPEND);
            System.out.println(name);
        }
    }

    /** A first line with the metric and the number of classes, one with a kind for each feature, then features and target of rows. */
    private static Table read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        var head = lines.get(0).split(",");
        var rows = lines.stream().skip(2).map(XgboostTables::numbers).toArray(float[][]::new);
        var kinds = lines.get(1).split(",");
        var targets = new float[rows.length];
        for (var row = 0; row < rows.length; row++) {
            targets[row] = rows[row][kinds.length];
            rows[row] = Arrays.copyOf(rows[row], kinds.length);
        }
        return new Table(head[0], kinds, rows, targets, Integer.parseInt(head[1]));
    }

    private static float[] numbers(String line) {
        var cells = line.split(",", -1);
        var numbers = new float[cells.length];
        for (var i = 0; i < cells.length; i++) {
            numbers[i] = cells[i].isEmpty() ? Float.NaN : Float.parseFloat(cells[i]);
        }
        return numbers;
    }

    private static double fit(Table table, List<String[]> folds, int repeat, String fold) throws XGBoostError {
        var used = IntStream.range(0, folds.size()).filter(row -> !folds.get(row)[repeat].isEmpty()).boxed().toList();
        var test = used.stream().filter(row -> folds.get(row)[repeat].equals(fold)).toList();
        var training = used.stream().filter(row -> !folds.get(row)[repeat].equals(fold)).toList();
        var settings = new HashMap<String, Object>(Map.of("nthread", 1, "tree_method", "hist"));
        settings.put("objective", switch (table.classes()) {
            case 0 -> "reg:squarederror";
            case 2 -> "binary:logistic";
            default -> "multi:softprob";
        });
        if (table.classes() > 2) {
            settings.put("num_class", table.classes());
        }
        var booster = XGBoost.train(matrix(table, training), settings, ROUNDS, Map.of(), null, null);
        return measured(table, test, booster.predict(matrix(table, test)));
    }

    private static DMatrix matrix(Table table, List<Integer> rows) throws XGBoostError {
        var features = table.kinds().length;
        var values = new float[rows.size() * features];
        var targets = new float[rows.size()];
        for (var row = 0; row < rows.size(); row++) {
            System.arraycopy(table.rows()[rows.get(row)], 0, values, row * features, features);
            targets[row] = table.targets()[rows.get(row)];
        }
        var matrix = new DMatrix(values, rows.size(), features, Float.NaN);
        matrix.setFeatureTypes(table.kinds());
        matrix.setLabel(targets);
        return matrix;
    }

    private static double measured(Table table, List<Integer> rows, float[][] predicted) {
        var targets = rows.stream().mapToDouble(row -> table.targets()[row]).toArray();
        return switch (table.metric()) {
            case "auc" -> auc(targets, predicted);
            case "r2" -> r2(targets, predicted);
            case "accuracy" ->
                IntStream.range(0, targets.length).filter(row -> chosen(predicted[row]) == targets[row]).count()
                        / (double) targets.length;
            case "balanced_accuracy" -> balancedAccuracy(targets, predicted, table.classes());
            default -> throw new IllegalArgumentException(table.metric());
        };
    }

    private static int chosen(float[] probabilities) {
        return probabilities.length == 1
                ? probabilities[0] > 0.5f ? 1 : 0
                : IntStream.range(0, probabilities.length).boxed()
                        .max(Comparator.comparingDouble(i -> probabilities[i])).orElseThrow();
    }

    private static double balancedAccuracy(double[] targets, float[][] predicted, int classes) {
        var right = new double[classes];
        var all = new double[classes];
        for (var row = 0; row < targets.length; row++) {
            all[(int) targets[row]]++;
            right[(int) targets[row]] += chosen(predicted[row]) == targets[row] ? 1 : 0;
        }
        return IntStream.range(0, classes).filter(i -> all[i] > 0).mapToDouble(i -> right[i] / all[i]).average().orElseThrow();
    }

    /** The share of pairs of rows, one of each class, that are in order; equal predictions count half. */
    private static double auc(double[] targets, float[][] predicted) {
        var order = IntStream.range(0, targets.length).boxed()
                .sorted(Comparator.comparingDouble(row -> predicted[row][0])).toList();
        var positives = Arrays.stream(targets).sum();
        var ranks = 0.0;
        for (var start = 0; start < order.size(); ) {
            var end = start;
            while (end < order.size() && predicted[order.get(end)][0] == predicted[order.get(start)][0]) {
                end++;
            }
            for (var at = start; at < end; at++) {
                ranks += targets[order.get(at)] * (start + end + 1) / 2.0;
            }
            start = end;
        }
        return (ranks - positives * (positives + 1) / 2) / (positives * (targets.length - positives));
    }

    private static double r2(double[] targets, float[][] predicted) {
        var mean = Arrays.stream(targets).average().orElseThrow();
        var rest = IntStream.range(0, targets.length).mapToDouble(row -> square(targets[row] - predicted[row][0])).sum();
        return 1 - rest / Arrays.stream(targets).map(target -> square(target - mean)).sum();
    }

    private static double square(double number) {
        return number * number;
    }
}
