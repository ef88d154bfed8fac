package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.TypedModel;
import dev.updraft.cli.output.Output;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.data.Dataset;
import dev.updraft.explain.ShapValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the columns contribute to the score of each prediction: of one of several classes to the score of the class that is predicted,
 * of several numbers or labels to that of each.
 *
 * @param columns names of what contributes
 * @param outputs names of the scores
 * @param ofClass whether the score is that of the predicted class
 * @param threshold of the predicted class; null for the likeliest
 */
record Contributions(
        List<String> columns,
        List<String> outputs,
        boolean ofClass,
        @Nullable Double threshold,
        List<ShapValues> rows) {
    /** The most that a line for people names. */
    private static final int MOST_NAMED = 3;

    /** Those of all samples. */
    static Contributions of(Model model, Dataset samples, Output say) {
        try {
            var trees = model.trees();
            var graphOutputs = model.compiled().layers().outputs();
            var output = graphOutputs.getFirst();
            var ofClass = graphOutputs.size() == 1
                    && trees.outputs().size() > 1
                    && output.problem().width() == trees.outputs().size()
                    && (output.problem() instanceof ProblemType.Classes
                            || output.problem() instanceof ProblemType.OneHot);
            return new Contributions(
                    trees.columns(),
                    trees.outputs(),
                    ofClass,
                    model.threshold(output.name()),
                    trees.shap(samples, done -> say.explained(done, samples.size())));
        } catch (IllegalStateException e) {
            throw new UserMistake("--explain: " + Objects.requireNonNull(e.getMessage()));
        }
    }

    /** The scores that are explained of a row. */
    private int[] scores(float[] prediction) {
        if (!ofClass) {
            return IntStream.range(0, outputs.size()).toArray();
        }
        for (var value : prediction) {
            if (Float.isNaN(value)) {
                return new int[] {0};
            }
        }
        return new int[] {TypedModel.decided(prediction, 0, prediction.length, threshold)};
    }

    /** The names of the columns of a table. */
    List<String> header() {
        var names = new ArrayList<String>();
        var prefixes = ofClass || outputs.size() == 1
                ? List.of("shap_")
                : outputs.stream().map(output -> "shap_" + output + "_").toList();
        for (var prefix : prefixes) {
            names.add(prefix + "base");
            columns.forEach(column -> names.add(prefix + column));
        }
        return names;
    }

    /** The cells of a row of a table. */
    List<Object> cells(int row, float[] prediction) {
        var shap = rows.get(row);
        var cells = new ArrayList<Object>();
        for (var score : scores(prediction)) {
            cells.add((float) shap.base(score));
            for (var column = 0; column < columns.size(); column++) {
                cells.add((float) shap.of(score, column));
            }
        }
        return cells;
    }

    /** For programs: an object for each score. */
    List<Map<String, Object>> fields(int row, float[] prediction) {
        var shap = rows.get(row);
        var all = new ArrayList<Map<String, Object>>();
        for (var score : scores(prediction)) {
            var byColumn = new LinkedHashMap<String, Object>();
            for (var column = 0; column < columns.size(); column++) {
                byColumn.put(columns.get(column), (float) shap.of(score, column));
            }
            var fields = new LinkedHashMap<String, Object>();
            fields.put("output", outputs.get(score));
            fields.put("score", (float) shap.score(score));
            fields.put("base", (float) shap.base(score));
            fields.put("columns", byColumn);
            all.add(fields);
        }
        return all;
    }

    /** For people: {@code score 2.1 = base 0.3, island +1.2, sex +0.5, 2 others +0.1}. */
    String text(int row, float[] prediction) {
        return IntStream.of(scores(prediction))
                .mapToObj(score -> (scores(prediction).length == 1 ? "" : Printable.line(outputs.get(score)) + ": ")
                        + text(rows.get(row), score))
                .collect(Collectors.joining("\t"));
    }

    private static String text(ShapValues shap, int score) {
        var parts = new ArrayList<String>();
        parts.add(String.format(Locale.ROOT, "score %.4g = base %.4g", shap.score(score), shap.base(score)));
        var rest = 0.0;
        var others = 0;
        for (var entry : shap.largest(score).entrySet()) {
            if (parts.size() <= MOST_NAMED) {
                parts.add(String.format(Locale.ROOT, "%s %+.4g", Printable.line(entry.getKey()), entry.getValue()));
            } else {
                rest += entry.getValue();
                others++;
            }
        }
        if (others > 0) {
            parts.add(String.format(Locale.ROOT, "%s %+.4g", others == 1 ? "1 other" : others + " others", rest));
        }
        return String.join(", ", parts);
    }
}
