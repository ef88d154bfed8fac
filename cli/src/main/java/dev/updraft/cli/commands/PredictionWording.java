package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.TypedModel;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.compiler.layers.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts predictions into words: a class and its probability, or numbers; of several outputs, one behind the other. */
final class PredictionWording {
    private final List<Part> parts;

    /** What is said of one output. */
    private record Part(
            String name,
            ProblemType problem,
            List<String> classNames,
            @Nullable Double threshold,
            int from,
            int to) {}

    private PredictionWording(List<Part> parts) {
        this.parts = parts;
    }

    static PredictionWording of(Model model) {
        var parts = new ArrayList<Part>();
        var from = 0;
        for (var output : model.compiled().layers().outputs()) {
            var problem = output.problem();
            var to = from + problem.width() * problem.positions();
            parts.add(new Part(
                    output.name(), problem, model.classNames(output.name()), model.threshold(output.name()), from, to));
            from = to;
        }
        return new PredictionWording(parts);
    }

    /**
     * A prediction for people and for programs.
     *
     * @param text columns, parted by tabs
     */
    record Words(String text, Map<String, Object> fields) {}

    Words of(float[] prediction) {
        if (parts.size() == 1) {
            return of(parts.getFirst(), prediction);
        }
        var texts = new ArrayList<String>();
        var fields = new LinkedHashMap<String, Object>();
        for (var part : parts) {
            var words = of(part, Arrays.copyOfRange(prediction, part.from, part.to));
            texts.add(part.name + ": " + words.text);
            fields.put(part.name, words.fields);
        }
        return new Words(String.join("\t", texts), fields);
    }

    private static Words of(Part part, float[] prediction) {
        return switch (part.problem) {
            case ProblemType.Classes(var count, var positions)
            when positions > 1 -> places(prediction, count, part.classNames);
            case ProblemType.BinaryClass(var positions) when positions > 1 -> places(prediction, 1, part.classNames);
            case ProblemType.Classes _, ProblemType.OneHot _ -> classOf(prediction, part);
            case ProblemType.BinaryClass _ -> classOf(new float[] {1 - prediction[0], prediction[0]}, part);
            case ProblemType.Labels _ -> labels(prediction, part.classNames);
            case ProblemType.Values _, ProblemType.Components _ -> numbers("values", prediction);
            case ProblemType.Anomalies(var isDecided, var _) -> anomaly(prediction, isDecided);
            case ProblemType.Clusters clusters -> cluster(prediction, clusters);
        };
    }

    /** The likeliest class at each place. */
    private static Words places(float[] probabilities, int width, List<String> classNames) {
        if (hasNaN(probabilities)) {
            return new Words("undefined", Map.of("classes", Float.NaN));
        }
        var classes = TypedModel.likeliest(probabilities, 0, width, probabilities.length / width);
        var names = Arrays.stream(classes)
                .mapToObj(number -> number < classNames.size() ? classNames.get(number) : Integer.toString(number))
                .toList();
        return new Words(
                names.stream().map(Printable::line).collect(Collectors.joining("\t")),
                Map.of(
                        "classes",
                        names,
                        "class_indices",
                        Arrays.stream(classes).boxed().toList()));
    }

    /** Labels with names by their names. */
    private static Words labels(float[] probabilities, List<String> names) {
        var words = numbers("probabilities", probabilities);
        if (names.size() != probabilities.length) {
            return words;
        }
        var byName = new LinkedHashMap<String, Object>();
        var texts = new ArrayList<String>();
        for (var i = 0; i < probabilities.length; i++) {
            byName.put(names.get(i), probabilities[i]);
            texts.add(String.format(Locale.ROOT, "%s %.4f", Printable.line(names.get(i)), probabilities[i]));
        }
        return new Words(String.join("\t", texts), Map.of("probabilities", byName));
    }

    private static Words classOf(float[] probabilities, Part part) {
        var classNames = part.classNames;
        // Of NaN no class is the likeliest; Json writes null for it.
        var undefined = hasNaN(probabilities);
        var best = undefined ? 0 : TypedModel.decided(probabilities, 0, probabilities.length, part.threshold);
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

    private static Words anomaly(float[] numbers, boolean isDecided) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("score", numbers[0]);
        if (isDecided) {
            fields.put("anomaly", numbers[1] > 0);
        }
        return new Words(
                String.format(Locale.ROOT, "%.6g%s", numbers[0], isDecided && numbers[1] > 0 ? "\tanomaly" : ""), fields);
    }

    /** The number of a sample's cluster, from 0, with its distance or probability. */
    private static Words cluster(float[] numbers, ProblemType.Clusters clusters) {
        var undefined = hasNaN(numbers);
        var cluster = clusters.of(numbers, 0);
        var what = clusters.isDistance() ? "distance" : "probability";
        var fields = new LinkedHashMap<String, Object>();
        fields.put("cluster", undefined ? (Object) Float.NaN : (Object) cluster);
        fields.put(what, undefined ? Float.NaN : numbers[cluster]);
        fields.put(clusters.isDistance() ? "distances" : "probabilities", list(numbers));
        return new Words(
                undefined
                        ? "undefined"
                        : String.format(Locale.ROOT, "cluster %d\t%s %.6g", cluster, what, numbers[cluster]),
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
