package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A training step that tells of every operation whether what it gives is finite: for each value x it computes
 * {@code Σ |x| · 2⁻⁶⁴} into a variable, which is infinite if an element is, not a number if one is none, and never too large
 * for a float32 otherwise. Any engine can run it, and it changes no variable of the model.
 */
final class FiniteCheckStep {
    private static final double SCALE = 0x1p-64;

    private final Program program;
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Node, Variable> sums = new LinkedHashMap<>();

    /**
     * Where a step leaves the finite numbers.
     *
     * @param node the first operation, in order, that does
     * @param isInfinite whether it gives infinite numbers, rather than what is no number
     */
    record Found(Node node, boolean isInfinite) {}

    private FiniteCheckStep(Program program, Graph step) {
        this.program = program;
        var copies = new HashMap<Node, Node>();
        for (var node : step.nodes()) {
            builder.origin(node.origin());
            var copy = builder.add(
                    node.op(), node.operands().stream().map(copies::get).toList());
            copies.put(node, copy);
            if (node.type() == ElementType.REAL && computes(node.op())) {
                var sum = new Variable(
                        "probe/" + sums.size(), Shape.SCALAR, Variable.Role.SLOT, new Initializer.Zeros(), 1, 1);
                sums.put(node, sum);
                builder.update(sum, builder.sumAll(builder.multiply(builder.map(UnaryFunction.ABS, copy), SCALE)));
            }
        }
        step.outputs().forEach((name, node) -> builder.output(name, Objects.requireNonNull(copies.get(node))));
    }

    /** Of the training step of a program that has one. */
    static FiniteCheckStep of(Program program) {
        return new FiniteCheckStep(program, Objects.requireNonNull(program.train(), "it was trained"));
    }

    /** Whether it gives other elements than its operands have. */
    private static boolean computes(Op op) {
        return !(op instanceof Op.Source || op instanceof Op.Reshape || op instanceof Op.Broadcast);
    }

    /**
     * Runs a step.
     *
     * @param open opens a session of a program
     * @param variables before the step
     * @return null if all it computes is finite
     */
    @Nullable
    Found first(Function<Program, Session> open, VariableCopy variables, Batch batch, StepPosition position) {
        try (var session = open.apply(program.withStep(builder.build(), sums.values()));
                var arena = Arena.ofConfined()) {
            variables.writeTo(session);
            session.learningRateFactor(position.learningRateFactor());
            session.epoch(position.epoch());
            session.train(batch, position.step(), StepOutputs.allocate(program, batch.size(), arena));
            return first(session, arena);
        }
    }

    private @Nullable Found first(Session session, Arena arena) {
        var sum = arena.allocate(JAVA_FLOAT);
        for (var entry : sums.entrySet()) {
            session.read(entry.getValue(), sum);
            var value = sum.get(JAVA_FLOAT, 0);
            if (!Float.isFinite(value)) {
                return new Found(entry.getKey(), Float.isInfinite(value));
            }
        }
        return null;
    }
}
