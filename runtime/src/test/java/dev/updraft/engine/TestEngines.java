package dev.updraft.engine;

import dev.updraft.engine.gpu.DoubleEngine;
import java.util.List;

/** The engines that every operation and network is tested on. */
public final class TestEngines {
    private TestEngines() {}

    /** The gpu engine twice, with code for a processor and for a GPU, on a double of TornadoVM. */
    public static List<Engine> all() {
        return List.of(Engines.of("cpu"), Engines.of("reference"), DoubleEngine.processor(), DoubleEngine.gpu());
    }
}
