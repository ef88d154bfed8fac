package dev.updraft.compiler.check.training;

import dev.updraft.compiler.check.evaluation.OutputScale;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which value of a network predicts a target that an expression compares with it: the one that the expression takes and
 * whose shape is that of a prediction. For classes and labels it must be a probability, or the expression make one of it.
 */
final class PredictionFinder {
    private final Target target;
    private final Map<String, LayerGraph.Value> values = new LinkedHashMap<>();
    private final Map<String, Activation> applied = new LinkedHashMap<>();

    private PredictionFinder(Target target) {
        this.target = target;
    }

    /**
     * A value that predicts.
     *
     * @param activation what makes probabilities of it; null if it is as it should be
     */
    record Prediction(LayerGraph.Value value, @Nullable Activation activation) {}

    /**
     * The prediction of a target; null if there is none, or several and none of them is the last value of the network.
     *
     * @param last the last value of the network
     */
    static @Nullable Prediction of(List<LossTerm> losses, Target target, LayerGraph.@Nullable Value last) {
        var finder = new PredictionFinder(target);
        for (var term : losses) {
            if (term instanceof LossTerm.Computed(var _, var expression, var _, var _)) {
                finder.look(expression);
            }
        }
        var found = finder.values.values().stream()
                .map(finder::prediction)
                .filter(Objects::nonNull)
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        return found.stream()
                .filter(prediction -> last != null && prediction.value().name().equals(last.name()))
                .findFirst()
                .orElse(null);
    }

    private void look(LayerGraph.Expression expression) {
        var operations = new HashSet<String>();
        expression.operations().forEach(operation -> operations.add(operation.name()));
        if (expression.targets().stream().noneMatch(other -> other.name().equals(target.name()))) {
            return;
        }
        for (var operation : expression.operations()) {
            for (var input : operation.inputs()) {
                if (input instanceof LayerNode && !operations.contains(input.name())) {
                    values.put(input.name(), input);
                    switch (operation.layer()) {
                        case Layer.Activate(var function) -> applied.put(input.name(), function);
                        case Layer.LossOfSample(var loss)
                        when loss.predictionOf() != null -> applied.put(input.name(), loss.predictionOf());
                        case Layer _ -> {}
                    }
                }
            }
        }
    }

    private @Nullable Prediction prediction(LayerGraph.Value value) {
        if (!shapes().contains(value.shape())) {
            return null;
        }
        if (target.type() instanceof TargetType.Reals) {
            return new Prediction(value, null);
        }
        var own = OutputScale.lastActivation(value);
        if (own instanceof Activation.Sigmoid || own instanceof Activation.Softmax) {
            return new Prediction(value, null);
        }
        var function = applied.get(value.name());
        return function instanceof Activation.Sigmoid || function instanceof Activation.Softmax
                ? new Prediction(value, function)
                : null;
    }

    private List<Shape> shapes() {
        return switch (target.type()) {
            case TargetType.Classes classes ->
                classes.count() == 2
                        ? List.of(classes.scores(2), classes.scores(1))
                        : List.of(classes.scores(classes.count()));
            case TargetType.Labels(var count, var _) -> List.of(Shape.batch(count));
            case TargetType.Reals(var shape) -> List.of(shape.inBatch());
        };
    }
}
