package dev.updraft.metrics;

import java.util.Locale;

/** Writes an {@link Evaluation} as text. */
final class EvaluationText {
    /** Wider tables wrap in a terminal and cannot be read. */
    private static final int MOST_COLUMNS = 20;

    private static final int LONGEST_NAME = 24;

    private final StringBuilder text = new StringBuilder();
    private final Evaluation evaluation;

    private EvaluationText(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    static String of(Evaluation evaluation) {
        var writer = new EvaluationText(evaluation);
        writer.figures();
        if (!evaluation.perClass().isEmpty()) {
            writer.classes();
        }
        if (evaluation.confusion() != null) {
            writer.confusion(evaluation.confusion());
        }
        return writer.text.toString();
    }

    private void figures() {
        var width = Math.max(
                "samples".length(),
                evaluation.metrics().keySet().stream()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0));
        line("%-" + width + "s  %10d", "samples", evaluation.samples());
        line("%-" + width + "s  %10.4f", "loss", evaluation.loss());
        evaluation.metrics().forEach((name, value) -> line("%-" + width + "s  %10.4f", name, value));
    }

    private void classes() {
        var width = evaluation.perClass().stream()
                .mapToInt(score -> shorten(score.name()).length())
                .max()
                .orElse(0);
        width = Math.max(width, "class".length());
        text.append('\n');
        line("%-" + width + "s  %9s  %9s  %9s  %9s", "class", "precision", "recall", "f1", "samples");
        for (var score : evaluation.perClass()) {
            line(
                    "%-" + width + "s  %9.4f  %9.4f  %9.4f  %9d",
                    shorten(score.name()),
                    score.precision(),
                    score.recall(),
                    score.f1(),
                    score.support());
        }
    }

    /** Columns bear the numbers of the classes, whose names stand before the rows. */
    private void confusion(ConfusionMatrix matrix) {
        var count = matrix.classes().size();
        text.append('\n');
        if (count > MOST_COLUMNS) {
            line("confusion matrix of %d classes: too wide to print", count);
            return;
        }
        var names = matrix.classes().stream()
                .mapToInt(name -> shorten(name).length())
                .max()
                .orElse(0);
        var cells = matrix.counts().stream()
                .flatMap(row -> row.stream())
                .mapToInt(value -> value.toString().length())
                .max()
                .orElse(1);
        cells = Math.max(cells, 3);
        var numbers = Integer.toString(count - 1).length();
        line("confusion matrix (rows: true class, columns: predicted)");
        text.append(" ".repeat(numbers + 1 + names));
        for (var column = 0; column < count; column++) {
            text.append(String.format(Locale.ROOT, "  %" + cells + "d", column));
        }
        text.append('\n');
        for (var row = 0; row < count; row++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%" + numbers + "d %-" + names + "s",
                    row,
                    shorten(matrix.classes().get(row))));
            for (var column = 0; column < count; column++) {
                text.append(String.format(Locale.ROOT, "  %" + cells + "d", matrix.count(row, column)));
            }
            text.append('\n');
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String shorten(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }
}
