package dev.updraft.compiler.dump;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.program.Program;
import java.util.function.BiConsumer;

/** A model at each stage of its compilation. */
public final class Dump {
    private Dump() {}

    /** The network as layers with their settings and shapes. */
    public static String layers(LayerGraph layers) {
        return LayerText.of(layers);
    }

    /** The operations of the graphs that predict, evaluate and train. */
    public static String ops(Program program) {
        var text = new StringBuilder();
        eachGraph(program, (name, graph) -> block(text, name, GraphText.of(graph)));
        return text.toString();
    }

    /** Variables and step scalars, and the graphs as an engine runs them: stages of fused kernels. */
    public static String program(Program program) {
        var text = new StringBuilder();
        program.inputs().forEach(input -> text.append("input %s : %s\n".formatted(input.name(), input.shape())));
        var target = program.target();
        if (target != null) {
            text.append("target %s : %s\n".formatted(target.name(), target.shape()));
        }
        for (var variable : program.variables()) {
            text.append("%s %s : %s = %s\n"
                    .formatted(
                            RecordText.snakeCase(variable.role().name()),
                            variable.name(),
                            variable.shape(),
                            RecordText.of((Record) variable.initializer())));
        }
        var scalars = program.scalars();
        for (var i = 0; i < scalars.names().size(); i++) {
            var formula = RecordText.of((Record) scalars.formulas().get(i));
            text.append("step scalar %s = %s\n".formatted(scalars.names().get(i), formula));
        }
        eachGraph(program, (name, graph) -> block(text, name, ScheduleText.of(Compiler.schedule(graph))));
        return text.toString();
    }

    private static void eachGraph(Program program, BiConsumer<String, Graph> action) {
        action.accept("predict", program.predict());
        var evaluate = program.evaluate();
        if (evaluate != null) {
            action.accept("evaluate", evaluate);
        }
        var train = program.train();
        if (train != null) {
            action.accept("train", train);
        }
    }

    private static void block(StringBuilder text, String name, String lines) {
        text.append(text.isEmpty() ? "" : "\n").append(name).append(" {\n");
        text.append(lines.indent(4)).append("}\n");
    }
}
