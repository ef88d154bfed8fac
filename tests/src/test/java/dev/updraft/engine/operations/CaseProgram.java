package dev.updraft.engine.operations;

import dev.updraft.compiler.ops.Gradients;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.StepFormula;
import dev.updraft.compiler.program.StepScalars;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program around a case. Operands with a batch are inputs, others are variables. The loss is the sum of the result's
 * elements times coefficients. Results and gradients with a batch come out as predictions, others as variables of their
 * own, which one training step updates.
 */
final class CaseProgram {
    /** No operand's place. */
    static final int NONE = -1;

    static final StepScalars SCALARS = new StepScalars(
            List.of("rate", "other"), List.of(new StepFormula.StepDecay(0.5, 1, 0.25), new StepFormula.Constant(7)));

    private static final Op.Input SAMPLE = new Op.Input("sample", ElementType.REAL, Shape.batch(1));
    private static final Op.Input TARGET = new Op.Input("target", ElementType.REAL, Shape.batch(1));

    private final Case subject;
    private final int predictedGradient;
    private final Map<Op.Input, Operand> inputs = new LinkedHashMap<>();
    private final Map<Variable, Operand> variables = new LinkedHashMap<>();
    private final List<Op> sources = new ArrayList<>();
    private final List<Variable> results = new ArrayList<>();
    private final Op coefficients;
    private Op.Input target = TARGET;
    private final Program program;

    /** @param predictedGradient place of the operand whose gradient training predicts, or {@link #NONE}: then the result */
    CaseProgram(Case subject, int predictedGradient) {
        this.subject = subject;
        this.predictedGradient = predictedGradient;
        inputs.put(SAMPLE, Operand.spread(SAMPLE.shape()));
        for (var place = 0; place < subject.operands().size(); place++) {
            sources.add(source("operand" + place, subject.operands().get(place)));
        }
        coefficients = source("coefficients", Operand.spread(resultShape(), 0.5, 1.5));
        inputs.putIfAbsent(target, Operand.spread(TARGET.shape()));
        var predict = predictGraph();
        var evaluate = evaluateGraph();
        var train = trainGraph();
        var all = new ArrayList<>(variables.keySet());
        all.addAll(results);
        var batched =
                inputs.keySet().stream().filter(input -> !input.equals(target)).toList();
        program = new Program(batched, target, all, predict, evaluate, train, SCALARS);
    }

    Program program() {
        return program;
    }

    /** What each input and the target are given. */
    Map<Op.Input, Operand> inputs() {
        return inputs;
    }

    /** What each variable starts with, if it is not a result. */
    Map<Variable, Operand> variables() {
        return variables;
    }

    /** Training step's gradients and result without a batch. */
    List<Variable> results() {
        return results;
    }

    private Op source(String name, Operand operand) {
        if (operand.shape().batched()) {
            var input = new Op.Input(name, operand.type(), operand.shape());
            inputs.put(input, operand);
            if (operand.type() == ElementType.INT32 && operand.shape().equals(Shape.batch())) {
                target = input;
            }
            return input;
        }
        var variable = variable(name, operand.shape(), Role.TRAINABLE);
        variables.put(variable, operand);
        return new Op.ReadVariable(variable);
    }

    private static Variable variable(String name, Shape shape, Role role) {
        return new Variable(name, shape, role, new Initializer.Zeros(), 1, 1);
    }

    private Shape resultShape() {
        var to = new GraphBuilder();
        return result(to, operands(to)).shape();
    }

    private List<Node> operands(GraphBuilder to) {
        return sources.stream().map(op -> to.add(op)).toList();
    }

    private Node result(GraphBuilder to, List<Node> operands) {
        return subject.formula().of(to, operands);
    }

    private Node loss(GraphBuilder to, Node result) {
        var loss = to.sumAll(to.multiply(result, to.add(coefficients)));
        return target.equals(TARGET) ? to.add(loss, to.sumAll(to.add(target))) : loss;
    }

    /** The result if it has a batch, else something that has. */
    private static Node prediction(GraphBuilder to, Node result) {
        return result.shape().batched() ? result : unrelated(to);
    }

    private static Node unrelated(GraphBuilder to) {
        return to.map(UnaryFunction.NEGATE, to.add(SAMPLE));
    }

    private Graph predictGraph() {
        var to = new GraphBuilder();
        var unrelated = subject.trainingOnly() || sources.contains(target);
        to.output(Program.PREDICTION, unrelated ? unrelated(to) : prediction(to, result(to, operands(to))));
        return to.build();
    }

    private Graph evaluateGraph() {
        var to = new GraphBuilder();
        var result = subject.trainingOnly() ? to.add(coefficients) : result(to, operands(to));
        to.output(Program.LOSS, loss(to, result));
        to.output(Program.PREDICTION, prediction(to, result));
        return to.build();
    }

    private Graph trainGraph() {
        var to = new GraphBuilder();
        var operands = operands(to);
        var result = result(to, operands);
        var loss = loss(to, result);
        to.output(Program.LOSS, loss);
        keep(to, "result", result);
        var prediction = prediction(to, result);
        for (var place = 0; place < operands.size(); place++) {
            var operand = subject.operands().get(place);
            if (operand.differentiable()) {
                var gradient =
                        Gradients.of(to, loss, List.of(operands.get(place))).getFirst();
                keep(to, "gradient" + place, gradient);
                prediction = place == predictedGradient ? gradient : prediction;
            }
        }
        to.output(Program.PREDICTION, prediction);
        return to.build();
    }

    private void keep(GraphBuilder to, String name, Node value) {
        if (!value.shape().batched()) {
            var variable = variable(name, value.shape(), Role.STATE);
            results.add(variable);
            to.update(variable, value);
        }
    }
}
