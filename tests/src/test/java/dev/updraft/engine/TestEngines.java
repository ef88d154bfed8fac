package dev.updraft.engine;

import dev.updraft.engine.gpu.DoubleEngine;
import dev.updraft.engine.gpu.RealDevice;
import dev.updraft.engine.spi.Engines;
import java.util.ArrayList;
import java.util.List;

/** The engines that every operation and network is tested on. */
public final class TestEngines {
    private TestEngines() {}

    /**
     * The gpu engine twice, with code for a processor and for a GPU, on a double of TornadoVM; and on every real device, if
     * the build is told to use TornadoVM.
     */
    public static List<Engine> all() {
        var engines = new ArrayList<Engine>();
        engines.add(Engines.of("cpu"));
        engines.add(Engines.of("reference"));
        engines.add(DoubleEngine.processor());
        engines.add(DoubleEngine.gpu());
        engines.addAll(RealDevice.all());
        return engines;
    }
}
