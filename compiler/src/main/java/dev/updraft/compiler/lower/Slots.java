package dev.updraft.compiler.lower;

import static dev.updraft.compiler.ops.UnaryFunction.FLUSH_DENORMALS;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Initializer;
import java.util.ArrayList;
import java.util.List;

/** What an optimizer remembers of each weight, and how that changes. */
final class Slots {
    private final GraphBuilder to;
    private final AccumulationRule accumulation;
    private final List<Variable> all = new ArrayList<>();

    Slots(GraphBuilder to, AccumulationRule accumulation) {
        this.to = to;
        this.accumulation = accumulation;
    }

    /** All made so far, in order. */
    List<Variable> all() {
        return all;
    }

    /** A slot beside a weight, 0 at first. */
    Variable add(String name, Variable weight) {
        return add(name, weight, new Initializer.Zeros());
    }

    Variable add(String name, Variable weight, Initializer initializer) {
        var slot = AccumulationRule.slot(name, weight, initializer);
        all.add(slot);
        return slot;
    }

    /** Gives a slot its new value, without denormals; returns that. */
    Node update(Variable slot, Node value) {
        var flushed = to.map(FLUSH_DENORMALS, value);
        accumulation.update(slot, flushed);
        return flushed;
    }

    /** A slot that is a running mean; returns its new value {@code s + (x - s) (1 - decay)}. */
    Node mean(String name, double decay, Variable weight, Node x) {
        var slot = add(name, weight);
        var old = to.read(slot);
        return update(slot, to.add(old, to.multiply(to.subtract(x, old), 1 - decay)));
    }

    /** A slot that is a sum with momentum; returns its new value {@code s · momentum + x}. */
    Node momentum(String name, double momentum, Variable weight, Node x) {
        var slot = add(name, weight);
        return update(slot, to.add(to.multiply(to.read(slot), momentum), x));
    }
}
