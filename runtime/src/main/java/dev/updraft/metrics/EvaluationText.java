package dev.updraft.metrics;

import dev.updraft.compiler.diagnostics.render.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes an {@link Evaluation} as text. */
final class EvaluationText {
    private EvaluationText() {}

    /** Wider tables wrap in a terminal and cannot be read. */
    private static final int MOST_COLUMNS = 20;

    private static final int LONGEST_NAME = 24;

    private static final String NAN_LOSS = """

            The loss is NaN: the data or the weights hold NaN, or numbers so large that they overflow.
            Look for empty or huge values in the data, and train again with a smaller learning rate if it is the weights.
            """;

    static String of(Evaluation evaluation) {
        var text = new StringBuilder(aligned(metricRows(evaluation)));
        if (Double.isNaN(evaluation.loss())) {
            text.append(NAN_LOSS);
        }
        var several = evaluation.targets().size() > 1;
        for (var target : evaluation.targets()) {
            if (several && (!target.perClass().isEmpty() || target.confusion() != null)) {
                text.append('\n').append(target.name()).append('\n');
            }
            append(target, text);
        }
        return text.toString();
    }

    private static void append(TargetEvaluation target, StringBuilder text) {
        if (!target.perClass().isEmpty()) {
            text.append('\n').append(aligned(classes(target.perClass())));
        }
        var matrix = target.confusion();
        if (matrix != null) {
            text.append("\nconfusion matrix (rows: true class, columns: predicted)\n");
            text.append(
                    matrix.classes().size() <= MOST_COLUMNS
                            ? aligned(cells(matrix))
                            : "too wide to print: " + matrix.classes().size() + " classes\n");
        }
    }

    private static List<List<String>> metricRows(Evaluation evaluation) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("samples", Long.toString(evaluation.samples())));
        if (!evaluation.metrics().containsKey("inertia")) { // It is the loss of all samples.
            rows.add(List.of("loss", fixed(evaluation.loss())));
        }
        for (var target : evaluation.targets()) {
            if (target.threshold() != null) {
                var name = evaluation.targets().size() == 1 ? "threshold" : target.name() + "_threshold";
                rows.add(List.of(name, fixed(target.threshold())));
            }
        }
        evaluation.metrics().forEach((name, value) -> rows.add(List.of(name, fixed(value))));
        return rows;
    }

    private static List<List<String>> classes(List<ClassScore> scores) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("class", "precision", "recall", "f1", "samples"));
        for (var score : scores) {
            rows.add(List.of(
                    shown(score.name()),
                    fixed(score.precision()),
                    fixed(score.recall()),
                    fixed(score.f1()),
                    Long.toString(score.support())));
        }
        return rows;
    }

    /** Columns bear the numbers of the classes, whose names stand before the rows. */
    private static List<List<String>> cells(ConfusionMatrix matrix) {
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of(""));
        for (var i = 0; i < matrix.classes().size(); i++) {
            head.add(Integer.toString(i));
            var row = new ArrayList<>(List.of(i + " " + shown(matrix.classes().get(i))));
            matrix.counts().get(i).forEach(count -> row.add(count.toString()));
            rows.add(row);
        }
        rows.addFirst(head);
        return rows;
    }

    /** The first column to the left, the others to the right, two spaces between. */
    private static String aligned(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            text.append(row.getFirst()).repeat(" ", widths[0] - row.getFirst().length());
            for (var i = 1; i < widths.length; i++) {
                text.repeat(" ", 2 + widths[i] - row.get(i).length()).append(row.get(i));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String fixed(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** Names come from data: control characters in them could rewrite a terminal. */
    private static String shown(String name) {
        var plain = Printable.line(name);
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME - 1) + "…";
    }
}
