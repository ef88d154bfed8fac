package dev.updraft.engine.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.InitialValues;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepPosition;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program with its variables in arrays. */
final class ReferenceSession implements Session {
    private final Program program;
    private final long seed;
    private final Precision precision;
    private final Map<Variable, double[]> variables = new HashMap<>();
    private double learningRateFactor = 1;
    private long epoch;

    ReferenceSession(Program program, long seed, Precision precision) {
        this.program = program;
        this.seed = seed;
        this.precision = precision;
        for (var index = 0; index < program.variables().size(); index++) {
            var variable = program.variables().get(index);
            var values = Tensor.zeros(variable.shape().bind(1)).values();
            InitialValues.fill(variable, index, seed, values);
            precision.round(values);
            variables.put(variable, values);
        }
    }

    @Override
    public double train(Batch batch, long step, StepOutputs outputs) {
        var graph = present(program.train(), "no loss or no optimizer to train with");
        var results = run(graph, batch, true, step, 0);
        variables.putAll(results.updates());
        copyOut(graph, results, outputs);
        return results.output(Program.LOSS)[0];
    }

    @Override
    public void learningRateFactor(double factor) {
        learningRateFactor = factor;
    }

    @Override
    public void epoch(long number) {
        epoch = number;
    }

    @Override
    public double evaluate(Batch batch, StepOutputs outputs) {
        var graph = present(program.evaluate(), "no loss to evaluate");
        var results = run(graph, batch, true, 0, batch.row());
        copyOut(graph, results, outputs);
        return results.output(Program.LOSS)[0];
    }

    @Override
    public void predict(Batch batch, StepOutputs outputs) {
        copyOut(program.predict(), run(program.predict(), batch, false, 0, batch.row()), outputs);
    }

    private void copyOut(Graph graph, ReferenceInterpreter.Results results, StepOutputs outputs) {
        var names = program.results(graph);
        for (var at = 0; at < names.size(); at++) {
            copyOut(results.output(names.get(at)), outputs.values().get(at));
        }
        if (!graph.equals(program.predict())) {
            for (var at = 0; at < program.losses().size(); at++) {
                outputs.losses()[at] = results.output(program.losses().get(at))[0];
            }
        }
    }

    @Override
    public void read(Variable variable, MemorySegment target) {
        copyOut(values(variable), target);
    }

    @Override
    public void write(Variable variable, MemorySegment source) {
        var values = values(variable);
        for (var i = 0; i < values.length; i++) {
            values[i] = source.getAtIndex(JAVA_FLOAT, i);
        }
    }

    @Override
    public void close() {
        variables.clear();
    }

    private ReferenceInterpreter.Results run(Graph graph, Batch batch, boolean withTargets, long step, long row) {
        if (batch.inputs().size() != program.inputs().size()) {
            throw new IllegalArgumentException("the batch has " + batch.inputs().size() + " inputs, the program "
                    + program.inputs().size());
        }
        var inputs = new HashMap<String, double[]>();
        for (var index = 0; index < program.inputs().size(); index++) {
            var input = program.inputs().get(index);
            inputs.put(input.name(), copyIn(input, batch.size(), batch.inputs().get(index)));
        }
        if (withTargets) {
            if (batch.targets().size() != program.targets().size()) {
                throw new IllegalArgumentException(
                        "the batch has " + batch.targets().size() + " targets, the program "
                                + program.targets().size());
            }
            for (var index = 0; index < program.targets().size(); index++) {
                var target = program.targets().get(index);
                inputs.put(
                        target.name(),
                        copyIn(target, batch.size(), batch.targets().get(index)));
            }
        }
        var scalars = new HashMap<String, Double>();
        var values = program.scalars().at(new StepPosition(step, epoch, learningRateFactor));
        for (var index = 0; index < values.length; index++) {
            scalars.put(program.scalars().names().get(index), values[index]);
        }
        return ReferenceInterpreter.run(
                graph, new Bindings(batch.size(), inputs, variables, scalars, seed, step, row), precision);
    }

    private double[] values(Variable variable) {
        var values = variables.get(variable);
        if (values == null) {
            throw new IllegalArgumentException("the program has no variable " + variable.name());
        }
        return values;
    }

    private static Graph present(@Nullable Graph graph, String otherwise) {
        if (graph == null) {
            throw new EngineException("the model has " + otherwise + "; add it to the model");
        }
        return graph;
    }

    private static double[] copyIn(Op.Input input, int batch, MemorySegment segment) {
        var values = Tensor.zeros(input.shape().bind(batch)).values();
        for (var i = 0; i < values.length; i++) {
            values[i] = input.type() == ElementType.INT32
                    ? segment.getAtIndex(JAVA_INT, i)
                    : segment.getAtIndex(JAVA_FLOAT, i);
        }
        return values;
    }

    private static void copyOut(double[] values, MemorySegment target) {
        for (var i = 0; i < values.length; i++) {
            target.setAtIndex(JAVA_FLOAT, i, (float) values[i]);
        }
    }
}
