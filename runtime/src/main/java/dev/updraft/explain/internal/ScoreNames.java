package dev.updraft.explain.internal;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.compiler.layers.TargetUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the numbers are called that trees or a linear model give, and what they are in. */
public final class ScoreNames {
    private ScoreNames() {}

    /** Of the first output that has as many as they give. */
    public static List<String> of(LayerGraph model, int count, Map<String, List<String>> classNames) {
        return model.outputs().stream()
                .filter(output ->
                        output.problem().width() == count && output.problem().positions() == 1)
                .map(output -> names(output, count, classNames.getOrDefault(output.name(), List.of())))
                .findFirst()
                .orElseGet(() -> numbered("output", count));
    }

    private static List<String> names(Output output, int count, List<String> known) {
        return switch (output.problem()) {
            case ProblemType.BinaryClass _ -> List.of(known.size() > 1 ? known.get(1) : "1");
            case ProblemType.Classes _, ProblemType.OneHot _, ProblemType.Labels _ ->
                IntStream.range(0, count)
                        .mapToObj(i -> i < known.size() ? known.get(i) : Integer.toString(i))
                        .toList();
            case ProblemType.Values _, ProblemType.WithoutTarget _ -> count == 1 ? List.of(output.name()) : numbered(output.name(), count);
        };
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> count == 1 ? name : name + "_" + i)
                .toList();
    }

    /**
     * Mean and deviation of what a layer predicts; those of a score that is no prediction are 0 and 1.
     *
     * @param units by the names of targets that are standardised their mean and deviation
     */
    public static double[] unit(LayerGraph model, LayerNode node, Map<String, double[]> units) {
        return model.outputs().stream()
                .filter(output -> output.value().name().equals(node.name()))
                .filter(output -> output.target() != null && output.target().unit() != TargetUnit.OWN)
                .map(output -> units.getOrDefault(output.name(), new double[] {0, 1}))
                .findFirst()
                .orElse(new double[] {0, 1});
    }
}
