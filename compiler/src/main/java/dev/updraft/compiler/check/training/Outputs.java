package dev.updraft.compiler.check.training;

import dev.updraft.compiler.check.evaluation.EvaluationScope;
import dev.updraft.compiler.check.evaluation.Value.Tensor;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a network predicts.
 *
 * @param last the last value of the network, which is what it predicts where nothing else says so; null if it has none
 */
public record Outputs(EvaluationScope evaluationScope, LayerGraph.@Nullable Value last) {

    /**
     * An output for each target of a loss, declared ones first. Where several terms have the same target, the first says what is
     * predicted: the others are of auxiliary use.
     *
     * @param declared the targets in their order
     */
    public List<Output> of(List<LossTerm> losses, List<Target> declared) {
        var targets = new ArrayList<>(declared);
        for (var term : losses) {
            if (term instanceof LossTerm.Comparison comparison
                    && targets.stream().noneMatch(target -> isOf(comparison, target))) {
                targets.add(comparison.target());
            }
        }
        var outputs = new ArrayList<Output>();
        for (var target : targets) {
            var output = of(losses, target);
            if (output != null) {
                outputs.add(output);
            }
        }
        return outputs.isEmpty() && last != null ? List.of(of(last)) : outputs;
    }

    /** Outputs with the metrics of their targets, by the targets' names. */
    public static List<Output> measured(List<Output> outputs, Map<String, List<Metric>> metrics) {
        return outputs.stream()
                .map(output -> new Output(
                        output.name(),
                        output.value(),
                        output.target(),
                        output.loss(),
                        output.problem(),
                        metrics.getOrDefault(output.name(), List.of())))
                .toList();
    }

    private @Nullable Output of(List<LossTerm> losses, Target target) {
        for (var term : losses) {
            if (term instanceof LossTerm.Comparison comparison && isOf(comparison, target)) {
                return of(comparison);
            }
        }
        var found = PredictionFinder.of(losses, target, last);
        return found == null ? null : computed(found, target);
    }

    /** What an expression compares with a target. */
    private @Nullable Output computed(PredictionFinder.Prediction prediction, Target target) {
        var activation = prediction.activation();
        LayerGraph.@Nullable Value value = prediction.value();
        if (activation != null) {
            var applied = evaluationScope
                    .checkContext()
                    .layers()
                    .apply(
                            evaluationScope,
                            new Layer.Activate(activation),
                            List.of(new Tensor(value)),
                            value.span(),
                            value.span());
            value = applied instanceof Tensor(var node) ? node : null;
        }
        return value == null
                ? null
                : new Output(
                        target.name(), value, target, null, ProblemType.of(target.type(), value.shape()), List.of());
    }

    /** Names tell targets apart; a value of the network may be a target at several places of the file. */
    private static boolean isOf(LossTerm.Comparison term, Target target) {
        return term.target().name().equals(target.name());
    }

    private static Output of(LossTerm.Comparison term) {
        var target = term.target();
        var problem =
                ProblemType.of(target.type(), term.loss(), term.prediction().shape(), target.source() == null);
        return new Output(target.name(), term.prediction(), target, term.loss(), problem, List.of());
    }

    /** The output of a network that is compared with nothing. */
    public static Output of(LayerGraph.Value value) {
        var width = Math.toIntExact(value.shape().elementsPerSample());
        return new Output(value.name(), value, null, null, new ProblemType.Values(width), List.of());
    }
}
