package dev.updraft.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;

/** Programs from the text of models, and what their sessions hold. */
public final class TestPrograms {
    private TestPrograms() {}

    /** The model in a text, which must be right. */
    public static LayerGraph layers(String text) {
        var compilation = Compiler.check(new SourceFile("net.model", text), ImportResolver.NONE, Map.of());
        var graph = compilation.graph();
        if (graph == null) {
            throw new IllegalArgumentException(compilation.diagnostics() + "\n" + text);
        }
        return graph;
    }

    /** The program of a model. */
    public static Program program(String text) {
        return Compiler.lower(layers(text));
    }

    /** The values of all variables by name. */
    public static Map<String, float[]> variables(Program program, Session session) {
        var all = new LinkedHashMap<String, float[]>();
        try (var arena = Arena.ofConfined()) {
            for (var variable : program.variables()) {
                var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
                session.read(variable, values);
                all.put(variable.name(), values.toArray(JAVA_FLOAT));
            }
        }
        return all;
    }
}
