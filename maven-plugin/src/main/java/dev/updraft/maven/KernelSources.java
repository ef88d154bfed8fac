package dev.updraft.maven;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The source that TornadoVM compiles for a GPU. */
final class KernelSources {
    private KernelSources() {}

    /**
     * The sources of a model's graphs, for steps of as many samples as its file says, by the names of their files. That of training is
     * not among them where it is in bf16, for which a GPU has no kernels.
     */
    static Map<String, String> of(LayerGraph graph) {
        var program = Compiler.lower(graph);
        var sources = new LinkedHashMap<String, String>();
        for (var purpose : Purpose.values()) {
            var isFloat32 = graph.fit().step().precision() == StepPrecision.FLOAT32;
            if (purpose.graph(program) != null && (purpose != Purpose.TRAIN || isFloat32)) {
                var batchSize = graph.fit().batchSize();
                var emitted = TornadoEmitter.emit(graph.name(), program, purpose, batchSize, DeviceTraits.GPU);
                sources.put(emitted.className() + ".java", emitted.source());
            }
        }
        return sources;
    }
}
