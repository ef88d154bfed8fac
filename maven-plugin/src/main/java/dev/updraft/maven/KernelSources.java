package dev.updraft.maven;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The source that TornadoVM compiles for a GPU. */
final class KernelSources {
    private KernelSources() {}

    /** The sources of a model's graphs, for steps of as many samples as its file says, by the names of their files. */
    static Map<String, String> of(LayerGraph graph) {
        var program = Compiler.lower(graph);
        var sources = new LinkedHashMap<String, String>();
        for (var purpose : Purpose.values()) {
            if (purpose.graph(program) != null) {
                var batchSize = graph.fit().batchSize();
                var emitted = TornadoEmitter.emit(graph.name(), program, purpose, batchSize, DeviceTraits.GPU);
                sources.put(emitted.className() + ".java", emitted.source());
            }
        }
        return sources;
    }
}
