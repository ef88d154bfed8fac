/** The compiler of {@code .model} files. What is exported to all is seen in the runtime's API; the rest is for our own modules. */
@SuppressWarnings("module") // Those are built later.
module updraft.compiler {
    requires com.fasterxml.jackson.core;
    requires java.compiler;
    requires updraft.grammar;
    requires transitive static org.jspecify;

    exports dev.updraft.compiler.columns;
    exports dev.updraft.compiler.diagnostics;
    exports dev.updraft.compiler.layers;
    exports dev.updraft.compiler.tensor;
    exports dev.updraft.compiler to
            updraft.engine.cpu,
            updraft.engine.gpu,
            updraft.runtime;
    exports dev.updraft.compiler.catalog to
            updraft.runtime;
    exports dev.updraft.compiler.check to
            updraft.runtime;
    exports dev.updraft.compiler.diagnostics.render to
            updraft.engine.gpu,
            updraft.runtime;
    exports dev.updraft.compiler.dump to
            updraft.engine.cpu,
            updraft.engine.gpu,
            updraft.report,
            updraft.runtime;
    exports dev.updraft.compiler.ops to
            updraft.engine.cpu,
            updraft.engine.gpu,
            updraft.runtime;
    exports dev.updraft.compiler.plan to
            updraft.engine.cpu,
            updraft.engine.gpu;
    exports dev.updraft.compiler.program to
            updraft.engine.cpu,
            updraft.engine.gpu,
            updraft.runtime;
    exports dev.updraft.compiler.schedule to
            updraft.engine.cpu,
            updraft.engine.gpu;
    exports dev.updraft.compiler.source to
            updraft.runtime;
    exports dev.updraft.compiler.stack to
            updraft.engine.cpu;
    exports dev.updraft.compiler.summary to
            updraft.report,
            updraft.runtime;
}
