package dev.updraft.verify;

import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Session;
import java.util.HashMap;
import java.util.Objects;

/** An engine that computes one operation 1 % too large. */
record WrongOperation(Engine engine, String operation) implements Engine {
    @Override
    public String name() {
        return "wrong";
    }

    @Override
    public String description() {
        return "a wrong device";
    }

    @Override
    public Engine toBeChecked() {
        return this;
    }

    @Override
    public Session open(Program program, Options options) {
        return engine.open(program.withGraphs(this::withFault), options);
    }

    private Graph withFault(Graph graph) {
        var builder = new GraphBuilder();
        var copies = new HashMap<Node, Node>();
        for (var node : graph.nodes()) {
            builder.origin(node.origin());
            var copy = builder.add(
                    node.op(), node.operands().stream().map(copies::get).toList());
            var wrong = GraphText.name(node.op()).equals(operation);
            copies.put(node, wrong ? builder.multiply(copy, 1.01) : copy);
        }
        graph.outputs().forEach((name, node) -> builder.output(name, Objects.requireNonNull(copies.get(node))));
        graph.updates().forEach((variable, node) -> builder.update(variable, Objects.requireNonNull(copies.get(node))));
        return builder.build();
    }
}
