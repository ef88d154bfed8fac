package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.LossTerm;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.Submodel;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.Objective;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a layer graph to a program. What comes out is right but not yet simplified. */
public final class Lowering {
    private final LayerGraph layers;
    private final List<Op.Input> targets;
    private final Op.@Nullable Input sampleWeight;

    private Lowering(LayerGraph layers) {
        this.layers = layers;
        sampleWeight = layers.fit().step().sampleWeight() == null
                ? null
                : new Op.Input(Program.SAMPLE_WEIGHT, ElementType.REAL, Shape.batch());
        targets = layers.hasLoss()
                ? Stream.concat(layers.targets().stream().map(ForwardPass::input), Stream.ofNullable(sampleWeight))
                        .toList()
                : List.of();
    }

    /** The program that computes a network, its loss if it names one, and its training if it also names an optimizer. */
    public static Program of(LayerGraph layers) {
        return new Lowering(layers).program();
    }

    /**
     * What tells the trees of a model how to grow, or a linear model where to go.
     *
     * @param layers a model with one of them and a loss
     */
    public static Objective objective(LayerGraph layers) {
        var fitted = Objects.requireNonNull(layers.fitted(), "a model with trees, or a linear one");
        var lowering = new Lowering(Submodel.behindFitted(layers));
        return new Objective(lowering.objective(fitted, true), lowering.objective(fitted, false));
    }

    private Program objective(LayerNode fitted, boolean training) {
        var builder = new GraphBuilder();
        var forward = ForwardPass.inference(builder);
        var input = new Op.Input(Objective.SCORES, ElementType.REAL, fitted.shape());
        var scores = builder.add(input);
        forward.put(
                fitted,
                fitted.layer() instanceof TreeLayer trees
                        ? new TreeRule(builder).linked(trees.link(), scores)
                        : scores);
        var classWeights = training ? classWeights() : null;
        var weights = classWeights == null ? null : builder.read(classWeights);
        var total = lossAndPredictions(builder, forward, weights);
        var outputs = new ArrayList<>(layers.outputs().stream().map(this::name).toList());
        if (training) {
            var rule = new ObjectiveRule(builder, scores);
            var derivatives = fitted.layer() instanceof TreeLayer trees && ObjectiveRule.isOfTarget(layers, trees)
                    ? rule.ofTarget(forward.target(layers.targets().getFirst()), weights(builder, forward, weights))
                    : rule.ofLoss(total);
            builder.output(Objective.GRADIENT, derivatives.gradient());
            builder.output(Objective.CURVATURE, derivatives.curvature());
            outputs.add(Objective.GRADIENT);
            outputs.add(Objective.CURVATURE);
        }
        var variables = new ArrayList<>(LayerVariables.of(layers));
        Stream.ofNullable(classWeights).forEach(variables::add);
        var graph = builder.build();
        return new Program(
                List.of(input),
                targets,
                outputs,
                List.of(),
                layers.parts().stream().map(Lowering::part).toList(),
                variables,
                graph,
                graph,
                null,
                StepScalars.NONE);
    }

    /** How much each sample counts, by its class and by itself; null where all count the same. */
    private @Nullable Node weights(GraphBuilder builder, ForwardPass forward, @Nullable Node classWeights) {
        var ofSamples = sampleWeight == null ? null : builder.add(sampleWeight);
        if (classWeights == null) {
            return ofSamples;
        }
        var target = forward.target(layers.targets().getFirst());
        var ofClasses = LossRule.weightsOfSamples(builder, target, classWeights);
        return ofSamples == null ? ofClasses : builder.multiply(ofClasses, ofSamples);
    }

    private Program program() {
        var variables = new ArrayList<>(LayerVariables.of(layers));
        var evaluate = layers.hasLoss() ? evaluate() : null;
        var optimizer = layers.optimizer();
        if (evaluate == null || optimizer == null) {
            return program(variables, evaluate, null, StepScalars.NONE);
        }
        var slots = new ArrayList<Variable>();
        var train = train(optimizer, slots);
        variables.addAll(slots);
        return program(
                variables,
                evaluate,
                train,
                OptimizerScalars.of(optimizer, layers.fit().step()));
    }

    private Program program(
            List<Variable> variables, @Nullable Graph evaluate, @Nullable Graph train, StepScalars scalars) {
        return new Program(
                layers.inputs().stream().map(ForwardPass::input).toList(),
                targets,
                layers.outputs().stream().map(this::name).toList(),
                layers.outputs().stream()
                        .filter(output ->
                                output.target() != null && output.target().source() != null)
                        .map(Lowering::targetName)
                        .toList(),
                layers.parts().stream().map(Lowering::part).toList(),
                variables,
                predict(),
                evaluate,
                train,
                scalars);
    }

    /** What the graphs call an output: names of different things cannot meet, since none has a slash. */
    private String name(Output output) {
        return layers.outputs().size() == 1 ? Program.PREDICTION : Program.PREDICTION + "/" + output.name();
    }

    private static String part(String name) {
        return Program.LOSS + "/" + name;
    }

    private static String targetName(Output output) {
        return "target/" + output.name();
    }

    private Graph predict() {
        var builder = new GraphBuilder();
        var forward = ForwardPass.inference(builder);
        forward.run(layers);
        predictions(builder, forward);
        return builder.build();
    }

    private void predictions(GraphBuilder builder, ForwardPass forward) {
        for (var output : layers.outputs()) {
            var value = forward.value(output.value());
            var prediction = output.loss() == null ? value : LossRule.prediction(builder, output.loss(), value);
            builder.output(name(output), forward.inOwnUnit(output.target(), prediction));
        }
    }

    private Graph evaluate() {
        var builder = new GraphBuilder();
        lossAndPredictions(builder, ForwardPass.inference(builder), null);
        return builder.build();
    }

    private Graph train(Optimizer optimizer, List<Variable> slots) {
        var builder = new GraphBuilder();
        var forward = ForwardPass.training(builder);
        var classWeights = classWeights();
        var total = lossAndPredictions(builder, forward, classWeights == null ? null : builder.read(classWeights));

        var trainable = TrainedWeight.of(layers);
        var weights = trainable.stream()
                .map(weight -> forward.read(weight.variable()))
                .toList();
        var gradients = Gradients.of(builder, total, weights);
        builder.origin(new Origin("optimizer", layers.places().optimizer()));
        slots.addAll(new OptimizerRule(builder, optimizer, layers.fit().step()).update(trainable, weights, gradients));
        if (classWeights != null) {
            slots.add(classWeights);
        }
        return builder.build();
    }

    /** What training is told of the classes before it begins; null where all count the same. */
    private @Nullable Variable classWeights() {
        if (layers.fit().step().classWeight() instanceof ClassWeight.Even) {
            return null;
        }
        var shape = Shape.of(ClassWeight.classes(layers));
        return new Variable(Program.CLASS_WEIGHT, shape, Role.SLOT, new Initializer.Constant(1), 1, 1);
    }

    /** The whole loss: the weighted sum of its terms, with the regularizers' penalties. */
    private Node lossAndPredictions(GraphBuilder builder, ForwardPass forward, @Nullable Node classWeights) {
        forward.run(layers);
        builder.origin(new Origin("loss", layers.places().loss()));
        var sampleWeights = sampleWeight == null ? null : builder.add(sampleWeight);
        var terms = layers.losses().stream()
                .map(term -> term(builder, forward, term, classWeights, sampleWeights))
                .toList();
        var total = RegularizerRule.addPenalties(builder, sum(builder, terms), layers, forward);
        builder.output(Program.LOSS, total);
        predictions(builder, forward);
        for (var output : layers.outputs()) {
            if (output.target() != null && output.target().source() != null) {
                builder.output(targetName(output), forward.value(output.target().source()));
            }
        }
        if (terms.size() > 1) {
            for (var i = 0; i < terms.size(); i++) {
                builder.output(part(layers.losses().get(i).name()), terms.get(i));
            }
        }
        for (var metric : layers.metrics()) {
            var value = expression(builder, forward, metric.expression(), null, sampleWeights);
            builder.output(part(metric.name()), value);
        }
        return total;
    }

    private Node term(
            GraphBuilder builder,
            ForwardPass forward,
            LossTerm term,
            @Nullable Node classWeights,
            @Nullable Node sampleWeights) {
        return switch (term) {
            case LossTerm.Comparison comparison ->
                comparison(builder, forward, comparison, classWeights, sampleWeights);
            case LossTerm.Computed(var _, var expression, var _, var _) ->
                expression(builder, forward, expression, classWeights, sampleWeights);
            case LossTerm.Own(var _, var layer, var _) -> forward.ownLoss(layer);
        };
    }

    /** Of one number for each sample the mean, each times its weights; a number for the whole batch is taken as it is. */
    private Node expression(
            GraphBuilder builder,
            ForwardPass forward,
            LayerGraph.Expression expression,
            @Nullable Node classWeights,
            @Nullable Node sampleWeights) {
        forward.run(expression.operations());
        builder.origin(new Origin("loss", layers.places().loss()));
        var value = forward.value(expression.value());
        if (!value.shape().batched()) {
            return value;
        }
        var weighed = layers.weighed();
        var target = weighed == null ? null : weighed.target();
        // A penalty, which takes no target, does not count the classes.
        if (classWeights != null && target != null && expression.targets().contains(target)) {
            value = builder.multiply(value, LossRule.weightsOfSamples(builder, forward.target(target), classWeights));
        }
        if (sampleWeights != null) {
            value = builder.multiply(value, sampleWeights);
        }
        return builder.divide(builder.sumAll(value), builder.add(new Op.BatchSize()));
    }

    private Node comparison(
            GraphBuilder builder,
            ForwardPass forward,
            LossTerm.Comparison term,
            @Nullable Node classWeights,
            @Nullable Node sampleWeights) {
        var source = term.target().source();
        var target = source == null ? forward.target(term.target()) : forward.value(source);
        var weighed = layers.weighed();
        var isWeighed = weighed != null
                && term.target()
                        .name()
                        .equals(Objects.requireNonNull(weighed.target()).name());
        return LossRule.of(
                builder,
                term.loss(),
                forward.value(term.prediction()),
                target,
                isWeighed ? classWeights : null,
                sampleWeights);
    }

    private Node sum(GraphBuilder builder, List<Node> terms) {
        @Nullable Node total = null;
        for (var i = 0; i < terms.size(); i++) {
            var weight = layers.losses().get(i).weight();
            var weighted = weight == 1 ? terms.get(i) : builder.multiply(terms.get(i), weight);
            total = total == null ? weighted : builder.add(total, weighted);
        }
        return Objects.requireNonNull(total, "a model with a loss has a term");
    }
}
