package dev.updraft.cli;

import dev.updraft.Model;
import dev.updraft.compiler.diagnostics.Printable;
import dev.updraft.metrics.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts predictions into words: a class and its probability, or numbers. */
final class PredictionWording {
    private final Task task;
    private final List<String> classNames;

    private PredictionWording(Task task, List<String> classNames) {
        this.task = task;
        this.classNames = classNames;
    }

    static PredictionWording of(Model model) {
        return new PredictionWording(Task.of(model.compiled().layers()), model.classNames());
    }

    /**
     * A prediction for people and for programs.
     *
     * @param text columns, parted by tabs
     */
    record Words(String text, Map<String, Object> fields) {}

    Words of(float[] prediction) {
        return switch (task) {
            case Task.Classes _, Task.OneHot _ -> classOf(prediction);
            case Task.BinaryClass() -> classOf(new float[] {1 - prediction[0], prediction[0]});
            case Task.Labels _ -> numbers("probabilities", prediction);
            case Task.Values _ -> numbers("values", prediction);
        };
    }

    private Words classOf(float[] probabilities) {
        var best = 0;
        for (var index = 1; index < probabilities.length; index++) {
            best = probabilities[index] > probabilities[best] ? index : best;
        }
        // Of NaN no class is the likeliest; Json writes null for it.
        var undefined = hasNaN(probabilities);
        var name = undefined ? "undefined" : best < classNames.size() ? classNames.get(best) : Integer.toString(best);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("class", undefined ? Float.NaN : name);
        fields.put("class_index", undefined ? (Object) Float.NaN : (Object) best);
        fields.put("probability", undefined ? Float.NaN : probabilities[best]);
        fields.put("probabilities", list(probabilities));
        return new Words(
                String.format(
                        Locale.ROOT, "%s\t%.4f", Printable.line(name), undefined ? Float.NaN : probabilities[best]),
                fields);
    }

    private static boolean hasNaN(float[] numbers) {
        for (var number : numbers) {
            if (Float.isNaN(number)) {
                return true;
            }
        }
        return false;
    }

    private static Words numbers(String what, float[] prediction) {
        var numbers = list(prediction);
        return new Words(
                numbers.stream()
                        .map(number -> String.format(Locale.ROOT, "%.6g", number))
                        .collect(Collectors.joining("\t")),
                Map.of(what, numbers));
    }

    private static List<Float> list(float[] numbers) {
        var list = new ArrayList<Float>();
        for (var number : numbers) {
            list.add(number);
        }
        return list;
    }
}
