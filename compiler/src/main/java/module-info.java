/** The compiler of {@code .model} files. */
module updraft.compiler {
    requires com.fasterxml.jackson.core;
    requires java.compiler;
    requires updraft.grammar;
    requires transitive static org.jspecify;

    exports dev.updraft.compiler;
    exports dev.updraft.compiler.catalog;
    exports dev.updraft.compiler.check;
    exports dev.updraft.compiler.diagnostics;
    exports dev.updraft.compiler.dump;
    exports dev.updraft.compiler.emit.typed;
    exports dev.updraft.compiler.layers;
    exports dev.updraft.compiler.lower;
    exports dev.updraft.compiler.ops;
    exports dev.updraft.compiler.passes;
    exports dev.updraft.compiler.plan;
    exports dev.updraft.compiler.program;
    exports dev.updraft.compiler.reference;
    exports dev.updraft.compiler.schedule;
    exports dev.updraft.compiler.source;
    exports dev.updraft.compiler.stack;
    exports dev.updraft.compiler.summary;
    exports dev.updraft.compiler.syntax;
    exports dev.updraft.compiler.tensor;
}
