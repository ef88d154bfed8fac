package dev.updraft.verify;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares every operation of one training step, forward, backward and of the optimizer, with the reference engine. Of each value x
 * a step sums up {@code |x|} and {@code x · w} with weights of its own for each element, so that values in the wrong places are seen
 * as well.
 */
final class OperationCheck {
    /** Random numbers of the model have the first. */
    private static final int FIRST_STREAM = 1000;

    private final Program program;
    private final Map<Node, Checksum> checksums = new LinkedHashMap<>();

    /** The variables that hold the sums of a value. */
    private record Checksum(Variable size, Variable weighted) {}

    private OperationCheck(Program program, Graph step) {
        var builder = new GraphBuilder();
        var copies = new HashMap<Node, Node>();
        for (var node : step.nodes()) {
            builder.origin(node.origin());
            var copy = builder.add(
                    node.op(), node.operands().stream().map(copies::get).toList());
            copies.put(node, copy);
            if (node.type() == ElementType.REAL && !(node.op() instanceof Op.Source)) {
                sum(builder, node, copy);
            }
        }
        step.outputs().forEach((name, node) -> builder.output(name, Objects.requireNonNull(copies.get(node))));
        this.program = program.withStep(
                builder.build(),
                checksums.values().stream()
                        .<Variable>mapMulti((checksum, to) -> {
                            to.accept(checksum.size);
                            to.accept(checksum.weighted);
                        })
                        .toList());
    }

    private void sum(GraphBuilder builder, Node node, Node copy) {
        var checksum = new Checksum(variable("size"), variable("weighted"));
        var random = builder.add(new Op.RandomUniform(FIRST_STREAM + checksums.size(), node.shape()));
        builder.update(checksum.size, builder.sumAll(builder.map(UnaryFunction.ABS, copy)));
        builder.update(checksum.weighted, builder.sumAll(builder.multiply(copy, builder.add(random, 0.5))));
        checksums.put(node, checksum);
    }

    private Variable variable(String sum) {
        return new Variable(
                "check/" + checksums.size() + "/" + sum,
                Shape.SCALAR,
                Variable.Role.SLOT,
                new Initializer.Zeros(),
                1,
                1);
    }

    /**
     * The first operation, in order, whose values differ from the reference's by more than rounding explains, in words; null if there
     * is none.
     *
     * @param program has a training step
     * @param tolerance of the sums, as a share of the values' size
     */
    static @Nullable String firstWrong(Engine engine, Program program, Batch batch, double tolerance) {
        var check = new OperationCheck(program, Objects.requireNonNull(program.train(), "it can be trained"));
        var expected = check.run(Engines.of("reference"), batch);
        var found = check.run(engine, batch);
        return check.checksums.entrySet().stream()
                .filter(entry -> {
                    var size = value(expected, entry.getValue().size);
                    var allowed = tolerance * size + Float.MIN_NORMAL;
                    // Written so that what is no number is wrong.
                    return !(Math.abs(value(found, entry.getValue().size) - size) <= allowed
                            && Math.abs(value(found, entry.getValue().weighted)
                                            - value(expected, entry.getValue().weighted))
                                    <= allowed);
                })
                .findFirst()
                .map(entry -> words(entry.getKey()))
                .orElse(null);
    }

    private static double value(Map<Variable, Double> values, Variable variable) {
        return Objects.requireNonNull(values.get(variable), variable::name);
    }

    private static String words(Node node) {
        return GraphText.name(node.op()) + " " + node.shape() + " of "
                + node.origin().name();
    }

    private Map<Variable, Double> run(Engine engine, Batch batch) {
        try (var arena = Arena.ofConfined();
                var session = engine.open(program, EngineCheck.OPTIONS)) {
            session.train(batch, 0, StepOutputs.allocate(program, batch.size(), arena));
            var values = new HashMap<Variable, Double>();
            var one = arena.allocate(JAVA_FLOAT);
            for (var checksum : checksums.values()) {
                values.put(checksum.size, read(session, checksum.size, one));
                values.put(checksum.weighted, read(session, checksum.weighted, one));
            }
            return values;
        }
    }

    private static double read(Session session, Variable variable, MemorySegment one) {
        session.read(variable, one);
        return one.get(JAVA_FLOAT, 0);
    }
}
