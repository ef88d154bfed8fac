/** The engine for GPUs, which TornadoVM runs in a process of its own. */
module updraft.engine.gpu {
    requires com.fasterxml.jackson.core;
    requires java.compiler;
    requires transitive static org.jspecify;
    requires transitive updraft.runtime;

    provides dev.updraft.engine.Engine with
            dev.updraft.engine.gpu.GpuEngine;
}
