package dev.updraft.compiler;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.lower.Lowering;
import dev.updraft.compiler.program.Program;

/** The whole way from a {@code .model} file to a program. */
public final class Compiler {
    private Compiler() {}

    /** The program that an engine runs: the network's layers, loss and optimizer as tensor operations. */
    public static Program lower(LayerGraph layers) {
        return Lowering.of(layers);
    }
}
