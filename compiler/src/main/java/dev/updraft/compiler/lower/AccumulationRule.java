package dev.updraft.compiler.lower;

import dev.updraft.compiler.lower.OptimizerScalars.Scalar;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.ops.Variable.Role;
import dev.updraft.compiler.tensor.Initializer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients added up over several steps; the optimizer's updates are computed in each, and count in the last of them only.
 * With one step a time all of this vanishes.
 */
final class AccumulationRule {
    private final GraphBuilder to;
    private final int steps;
    private final List<Variable> sums = new ArrayList<>();

    AccumulationRule(GraphBuilder to, int steps) {
        this.to = to;
        this.steps = steps;
    }

    /** The mean of the gradients since the last change of the weights. */
    List<Node> mean(List<Variable> variables, List<Node> gradients) {
        if (steps == 1) {
            return gradients;
        }
        var means = new ArrayList<Node>();
        for (var i = 0; i < variables.size(); i++) {
            var sum = slot("gradient_sum", variables.get(i));
            sums.add(sum);
            var total = to.add(to.read(sum), gradients.get(i));
            to.update(sum, to.select(changes(total), to.full(0, total.shape()), total));
            means.add(to.multiply(total, 1.0 / steps));
        }
        return means;
    }

    /** Gives a variable a new value, in the steps that change something. */
    void update(Variable variable, Node value) {
        to.update(variable, steps == 1 ? value : to.select(changes(value), value, to.read(variable)));
    }

    /** The slots that hold the sums. */
    List<Variable> slots() {
        return sums;
    }

    private Node changes(Node like) {
        return to.broadcast(to.add(Scalar.CHANGES.op()), like.shape());
    }

    /** A variable of the optimizer's beside a weight, 0 at first. */
    static Variable slot(String name, Variable variable) {
        return slot(name, variable, new Initializer.Zeros());
    }

    /** A variable of the optimizer's beside a weight. */
    static Variable slot(String name, Variable variable, Initializer initializer) {
        return new Variable(
                name + "/" + variable.name(),
                variable.shape(),
                Role.SLOT,
                initializer,
                variable.fanIn(),
                variable.fanOut());
    }
}
