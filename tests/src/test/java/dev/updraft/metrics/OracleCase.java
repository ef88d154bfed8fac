package dev.updraft.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.updraft.compiler.layers.ProblemType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Predictions, targets and what scikit-learn says of them: a case of {@code figures.txt}, which {@code figures.py} writes, and
 * {@code more_figures.txt}. */
record OracleCase(
        String name,
        ProblemType problemType,
        MemorySegment targets,
        MemorySegment predictions,
        Map<String, double[]> metrics) {

    static Stream<OracleCase> all() throws IOException {
        var cases = new LinkedHashMap<String, Map<String, String>>();
        for (var file : List.of("figures.txt", "more_figures.txt")) {
            try (var in = Objects.requireNonNull(OracleCase.class.getResourceAsStream(file))) {
                for (var line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                    var sides = line.split(" = ", 2);
                    var key = sides[0].split(" ", 2);
                    cases.computeIfAbsent(key[0], _ -> new LinkedHashMap<>()).put(key[1], sides[1]);
                }
            }
        }
        return cases.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue()));
    }

    private static OracleCase of(String name, Map<String, String> lines) {
        var problemType = task(Objects.requireNonNull(lines.remove("task")));
        var metrics = new LinkedHashMap<String, double[]>();
        lines.forEach((key, text) -> metrics.put(key, numbers(text)));
        var targets = Objects.requireNonNull(metrics.remove("targets"));
        return new OracleCase(
                name,
                problemType,
                problemType.values() > 0
                        ? Samples.values(targets)
                        : Samples.classes(
                                Arrays.stream(targets).mapToInt(n -> (int) n).toArray()),
                Samples.values(Objects.requireNonNull(metrics.remove("predictions"))),
                metrics);
    }

    private static ProblemType task(String text) {
        var words = text.split(" ", -1);
        var count = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "classes" -> new ProblemType.Classes(count, 1);
            case "onehot" -> new ProblemType.OneHot(count);
            case "binary" -> new ProblemType.BinaryClass(1);
            case "labels" -> new ProblemType.Labels(count);
            case "values" -> new ProblemType.Values(count);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(word -> word.equals("nan") ? Double.NaN : Double.parseDouble(word))
                .toArray();
    }

    boolean has(String key) {
        return metrics.containsKey(key);
    }

    double[] metrics(String key) {
        return Objects.requireNonNull(metrics.get(key), key);
    }

    double metric(String key) {
        return metrics(key)[0];
    }

    /** Whether two classes exclude each other: then there are curves of the second only. */
    boolean binary() {
        return problemType.exclusive() && problemType.classes() == 2;
    }

    @Override
    public String toString() {
        return name;
    }
}
