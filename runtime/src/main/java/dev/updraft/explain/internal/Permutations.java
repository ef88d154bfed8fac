package dev.updraft.explain.internal;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Category;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.Dataset;
import dev.updraft.explain.PermutationImportance;
import dev.updraft.metrics.Evaluation;
import dev.updraft.metrics.MetricName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** How much worse a metric becomes when columns are shuffled. Breiman, 2001; Fisher, Rudin and Dominici, arXiv:1801.01489. */
record Permutations(LayerGraph model, FeatureReader reader, String metric, int repeats, long seed) {

    Permutations {
        if (repeats < 1) {
            throw new IllegalArgumentException("a column is shuffled at least once, not " + repeats + " times");
        }
    }

    /** A column of an input, or a place in a tensor. */
    private record Place(String name, int input, int place) {}

    List<PermutationImportance> of(Dataset data) {
        if (data.windows() != null) {
            throw new IllegalArgumentException(
                    "columns of windows are not shuffled, as a row is in several of them: take"
                            + " the importance by gain, or contributions to predictions");
        }
        var undisturbed = value(reader.evaluate(data));
        var sign = MetricName.largerIsBetter(model, metric) ? -1 : 1;
        var random = new SplittableRandom(seed);
        var found = new ArrayList<PermutationImportance>();
        for (var place : places(data)) {
            var ofColumn = random.split();
            var changes = new double[repeats];
            for (var repeat = 0; repeat < repeats; repeat++) {
                var shuffled = new ShuffledColumn(data, place.input, place.place, order(data.size(), ofColumn));
                changes[repeat] = sign * (value(reader.evaluate(shuffled)) - undisturbed);
            }
            found.add(summary(place.name, changes));
        }
        found.sort(Comparator.comparingDouble(PermutationImportance::mean).reversed());
        return found;
    }

    private static PermutationImportance summary(String column, double[] changes) {
        var mean = 0.0;
        for (var change : changes) {
            mean += change / changes.length;
        }
        var squares = 0.0;
        for (var change : changes) {
            squares += (change - mean) * (change - mean) / changes.length;
        }
        return new PermutationImportance(column, mean, Math.sqrt(squares));
    }

    private double value(Evaluation evaluation) {
        if (metric.equals("loss")) {
            return evaluation.loss();
        }
        var value = evaluation.metrics().get(metric);
        if (value == null) {
            throw new IllegalArgumentException("model " + model.name() + " has no metric `" + metric
                    + "`: it has loss"
                    + evaluation.metrics().keySet().stream()
                            .map(name -> ", " + name)
                            .reduce("", String::concat));
        }
        if (model.metrics().stream().anyMatch(computed -> computed.name().equals(metric))) {
            throw new IllegalArgumentException("`" + metric + "` is a metric of the model's own, of which is not known"
                    + " whether it is better when it is larger: take loss or another metric");
        }
        return value;
    }

    private List<Place> places(Dataset data) {
        var places = new ArrayList<Place>();
        for (var number = 0; number < model.inputs().size(); number++) {
            var input = model.inputs().get(number);
            var prefix = model.inputs().size() == 1 ? "" : input.name() + ".";
            if (input.columns() == null) {
                for (var place = 0; place < input.shape().elementsPerSample(); place++) {
                    places.add(new Place(input.name() + "[" + place + "]", number, place));
                }
                continue;
            }
            var values = data.columns(number);
            for (var place = 0; place < values.size(); place++) {
                var column = input.columns().columns().get(place);
                switch (column.kind()) {
                    case ColumnKind.Measured _, Category _, ColumnKind.Text _ -> {
                        if (!(values.get(place) instanceof ColumnValues.Absent)) {
                            places.add(new Place(prefix + column.name(), number, place));
                        }
                    }
                    case ColumnKind.Id _, ColumnKind.Ignored _ -> {}
                }
            }
        }
        return places;
    }

    private static int[] order(int count, SplittableRandom random) {
        var order = new int[count];
        for (var i = 0; i < count; i++) {
            var other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
