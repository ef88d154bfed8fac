package dev.updraft.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Predictions, targets and what scikit-learn says of them: a case of {@code figures.txt}, which {@code figures.py} writes. */
record OracleCase(
        String name, Task task, MemorySegment targets, MemorySegment predictions, Map<String, double[]> figures) {

    static Stream<OracleCase> all() throws IOException {
        var cases = new LinkedHashMap<String, Map<String, String>>();
        try (var in = Objects.requireNonNull(OracleCase.class.getResourceAsStream("figures.txt"))) {
            for (var line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                var sides = line.split(" = ", 2);
                var key = sides[0].split(" ", 2);
                cases.computeIfAbsent(key[0], _ -> new LinkedHashMap<>()).put(key[1], sides[1]);
            }
        }
        return cases.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue()));
    }

    private static OracleCase of(String name, Map<String, String> lines) {
        var task = task(Objects.requireNonNull(lines.remove("task")));
        var figures = new LinkedHashMap<String, double[]>();
        lines.forEach((key, text) -> figures.put(key, numbers(text)));
        var targets = Objects.requireNonNull(figures.remove("targets"));
        return new OracleCase(
                name,
                task,
                task.values() > 0
                        ? Samples.values(targets)
                        : Samples.classes(
                                Arrays.stream(targets).mapToInt(n -> (int) n).toArray()),
                Samples.values(Objects.requireNonNull(figures.remove("predictions"))),
                figures);
    }

    private static Task task(String text) {
        var words = text.split(" ", -1);
        var count = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "classes" -> new Task.Classes(count);
            case "onehot" -> new Task.OneHot(count);
            case "binary" -> new Task.BinaryClass();
            case "labels" -> new Task.Labels(count);
            case "values" -> new Task.Values(count);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(word -> word.equals("nan") ? Double.NaN : Double.parseDouble(word))
                .toArray();
    }

    boolean has(String key) {
        return figures.containsKey(key);
    }

    double[] figures(String key) {
        return Objects.requireNonNull(figures.get(key), key);
    }

    double figure(String key) {
        return figures(key)[0];
    }

    /** Whether two classes exclude each other: then there are curves of the second only. */
    boolean binary() {
        return task.exclusive() && task.classes() == 2;
    }

    @Override
    public String toString() {
        return name;
    }
}
