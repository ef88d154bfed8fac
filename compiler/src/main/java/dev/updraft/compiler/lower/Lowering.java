package dev.updraft.compiler.lower;

import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Node.Origin;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From a layer graph to a program. What comes out is right but not yet simplified. */
public final class Lowering {
    private final LayerGraph layers;
    private final @Nullable Loss loss;

    private Lowering(LayerGraph layers) {
        this.layers = layers;
        this.loss = layers.loss();
    }

    /** The program that computes a network, its loss if it names one, and its training if it also names an optimizer. */
    public static Program of(LayerGraph layers) {
        return new Lowering(layers).program();
    }

    private Program program() {
        var variables = new ArrayList<>(LayerVariables.of(layers));
        var loss = layers.loss();
        var optimizer = layers.optimizer();
        var target = loss == null ? null : target(Objects.requireNonNull(layers.target(), "a loss has a target"));
        var evaluate = loss == null || target == null ? null : evaluate(loss, target);
        if (loss == null || target == null || optimizer == null) {
            return new Program(inputs(), target, variables, predict(), evaluate, null, StepScalars.NONE);
        }
        var slots = new ArrayList<Variable>();
        var train = train(loss, target, optimizer, slots);
        variables.addAll(slots);
        return new Program(
                inputs(),
                target,
                variables,
                predict(),
                evaluate,
                train,
                OptimizerScalars.of(optimizer, layers.fit().step()));
    }

    private List<Op.Input> inputs() {
        return layers.inputs().stream().map(ForwardPass::input).toList();
    }

    private static Op.Input target(Target target) {
        return switch (target.type()) {
            case TargetType.Classes _ -> new Op.Input(target.name(), ElementType.CLASS, Shape.batch());
            case TargetType.Reals(var shape) -> new Op.Input(target.name(), ElementType.REAL, shape.inBatch());
        };
    }

    private Graph predict() {
        var builder = new GraphBuilder();
        var output = ForwardPass.inference(builder).run(layers);
        builder.output(Program.PREDICTION, loss == null ? output : LossRule.prediction(builder, loss, output));
        return builder.build();
    }

    private Graph evaluate(Loss loss, Op.Input target) {
        var builder = new GraphBuilder();
        lossAndPrediction(builder, ForwardPass.inference(builder), loss, target, null);
        return builder.build();
    }

    private Graph train(Loss loss, Op.Input target, Optimizer optimizer, List<Variable> slots) {
        var builder = new GraphBuilder();
        var forward = ForwardPass.training(builder);
        var classWeights = classWeights();
        var total = lossAndPrediction(
                builder, forward, loss, target, classWeights == null ? null : builder.read(classWeights));

        var trainable = LayerVariables.of(layers).stream()
                .filter(variable -> variable.role() == Role.TRAINABLE)
                .toList();
        var weights = trainable.stream().map(forward::read).toList();
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
        var shape = Shape.of(ClassWeight.classes(layers.target(), loss, layers.output()));
        return new Variable(Program.CLASS_WEIGHT, shape, Role.SLOT, new Initializer.Constant(1), 1, 1);
    }

    /** The whole loss, with the regularizers' penalties. */
    private Node lossAndPrediction(
            GraphBuilder builder, ForwardPass forward, Loss loss, Op.Input target, @Nullable Node classWeights) {
        var output = forward.run(layers);
        builder.origin(new Origin("loss", layers.places().loss()));
        var dataLoss = LossRule.of(builder, loss, output, builder.add(target), classWeights);
        var total = RegularizerRule.addPenalties(builder, dataLoss, layers, forward);
        builder.output(Program.LOSS, total);
        builder.output(Program.PREDICTION, LossRule.prediction(builder, loss, output));
        return total;
    }
}
