package dev.updraft.engine.operations;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.UnaryFunction;
import java.util.List;

/**
 * An operation, or a few around it, with something to work on.
 *
 * @param name what is tested
 * @param formula the node in question, from one node for each operand
 * @param trainingOnly whether graphs that predict and evaluate never have such an operation
 */
record Case(String name, List<Operand> operands, Formula formula, boolean trainingOnly) {

    /** Adds operations to a builder. */
    interface Formula {
        Node of(GraphBuilder to, List<Node> operands);
    }

    static Case of(Op op, Operand... operands) {
        return new Case(op.toString(), List.of(operands), (to, nodes) -> to.add(op, nodes), false);
    }

    static Case of(String name, Formula formula, Operand... operands) {
        return new Case(name, List.of(operands), formula, false);
    }

    /** A product or convolution with a bias and relu behind it, which engines compute in one go. */
    static Case withRelu(Op op, Operand left, Operand right, Operand bias) {
        return of(
                op + " with bias and relu",
                (to, nodes) -> {
                    var product = to.add(op, nodes.get(0), nodes.get(1));
                    var sum = to.combine(BinaryFunction.ADD, product, to.broadcast(nodes.get(2), product.shape()));
                    return to.map(UnaryFunction.RELU, sum);
                },
                left,
                right,
                bias);
    }

    /** An operation on integers, made real ones at last: results are read as such. */
    static Case ofWhole(Op op, Operand... operands) {
        return of(op + " of int32", (to, nodes) -> to.add(new Op.Cast(), to.add(op, nodes)), operands);
    }

    static Case ofTraining(String name, Formula formula, Operand... operands) {
        return new Case(name, List.of(operands), formula, true);
    }

    @Override
    public String toString() {
        return name + " of " + operands.stream().map(Operand::shape).toList();
    }
}
