package dev.updraft.compiler.check.training;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a network predicts. */
public final class Outputs {
    private Outputs() {}

    /**
     * An output for each target of a loss, declared ones first. Where several terms have the same target, the first says what is
     * predicted: the others are of auxiliary use.
     *
     * @param declared the targets in their order
     * @param metrics of each target, by its name
     */
    public static List<Output> of(List<LossTerm> losses, List<Target> declared, Map<String, List<Metric>> metrics) {
        var targets = new ArrayList<>(declared);
        for (var term : losses) {
            if (targets.stream().noneMatch(target -> isOf(term, target))) {
                targets.add(term.target());
            }
        }
        var outputs = new ArrayList<Output>();
        for (var target : targets) {
            losses.stream()
                    .filter(term -> isOf(term, target))
                    .findFirst()
                    .ifPresent(term -> outputs.add(of(term, metrics.getOrDefault(target.name(), List.of()))));
        }
        return outputs;
    }

    /** Names tell targets apart; a value of the network may be a target at several places of the file. */
    private static boolean isOf(LossTerm term, Target target) {
        return term.target().name().equals(target.name());
    }

    private static Output of(LossTerm term, List<Metric> metrics) {
        var target = term.target();
        var problem =
                ProblemType.of(target.type(), term.loss(), term.prediction().shape(), target.source() == null);
        return new Output(target.name(), term.prediction(), target, term.loss(), problem, metrics);
    }

    /** The output of a network that is compared with nothing. */
    public static Output of(LayerGraph.Value value) {
        var width = Math.toIntExact(value.shape().elementsPerSample());
        return new Output(value.name(), value, null, null, new ProblemType.Values(width), List.of());
    }
}
