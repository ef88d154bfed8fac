package dev.updraft.cli;

import dev.updraft.Model;
import dev.updraft.compiler.diagnostics.Printable;
import dev.updraft.metrics.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts predictions into words: a class and its probability, or numbers. */
final class PredictionWording {
    private final ProblemType problemType;
    private final List<String> classNames;

    private PredictionWording(ProblemType problemType, List<String> classNames) {
        this.problemType = problemType;
        this.classNames = classNames;
    }

    static PredictionWording of(Model model) {
        return new PredictionWording(ProblemType.of(model.compiled().layers()), model.classNames());
    }

    /**
     * A prediction for people and for programs.
     *
     * @param text columns, parted by tabs
     */
    record Words(String text, Map<String, Object> fields) {}

    Words of(float[] prediction) {
        return switch (problemType) {
            case ProblemType.Classes _, ProblemType.OneHot _ -> classOf(prediction);
            case ProblemType.BinaryClass() -> classOf(new float[] {1 - prediction[0], prediction[0]});
            case ProblemType.Labels _ -> numbers("probabilities", prediction);
            case ProblemType.Values _ -> numbers("values", prediction);
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
