package dev.updraft.engine;

import dev.updraft.engine.gpu.DoubleEngine;
import dev.updraft.engine.gpu.RealDevice;
import dev.updraft.engine.spi.Engines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The engines that every operation and network is tested on. */
public final class TestEngines {
    private TestEngines() {}

    /**
     * The cases that an engine is tested on: all, but with the double's code for processors every other one, as it shares most with
     * that for GPUs, and on a real device no more than {@code updraft.tornado.cases} of each class,
     * spread evenly: where a processor stands in for a GPU, kernels take long to compile.
     */
    public static <T> Stream<T> cases(Engine engine, Collection<T> all) {
        var list = List.copyOf(all);
        var most = engine instanceof RealDevice
                ? Integer.getInteger("updraft.tornado.cases", 0)
                : engine instanceof DoubleEngine emulated && emulated.isProcessor() ? Math.ceilDiv(list.size(), 2) : 0;
        if (most == 0 || most >= list.size()) {
            return list.stream();
        }
        return IntStream.range(0, most).mapToObj(i -> list.get((int) ((long) i * list.size() / most)));
    }

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
