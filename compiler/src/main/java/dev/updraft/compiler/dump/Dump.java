package dev.updraft.compiler.dump;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.stack.LargeStack;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.List;
import java.util.function.BiConsumer;

/** A model at each stage of its compilation. */
public final class Dump {
    /** In which graphs are shown. */
    static final List<Purpose> ORDER = List.of(Purpose.PREDICT, Purpose.EVALUATE, Purpose.TRAIN);

    private Dump() {}

    /** What was written, as a tree. */
    public static String syntax(SyntaxTree.File file) {
        return LargeStack.call(() -> SyntaxText.of(file));
    }

    /** The network as layers with their settings and shapes. */
    public static String layers(LayerGraph layers) {
        return LayerText.of(layers);
    }

    /** The operations of the graphs that predict, evaluate and train. */
    public static String ops(Program program) {
        var text = new StringBuilder();
        eachGraph(program, (purpose, graph) -> block(text, purpose, GraphText.of(graph)));
        return text.toString();
    }

    /** Variables and step scalars, and the graphs as an engine runs them: stages of fused kernels. */
    public static String program(Program program) {
        var text = new StringBuilder();
        program.inputs().forEach(input -> text.append("input %s : %s\n".formatted(input.name(), input.shape())));
        program.targets().forEach(target -> text.append("target %s : %s\n".formatted(target.name(), target.shape())));
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
        eachGraph(program, (purpose, graph) -> block(text, purpose, ScheduleText.of(Compiler.schedule(graph, true))));
        return text.toString();
    }

    private static void eachGraph(Program program, BiConsumer<Purpose, Graph> action) {
        for (var purpose : ORDER) {
            var graph = purpose.graph(program);
            if (graph != null) {
                action.accept(purpose, graph);
            }
        }
    }

    /** What is shown of one graph. */
    static void block(StringBuilder text, Purpose purpose, String lines) {
        text.append(text.isEmpty() ? "" : "\n")
                .append(RecordText.value(purpose))
                .append(" {\n");
        text.append(lines.indent(4)).append("}\n");
    }
}
