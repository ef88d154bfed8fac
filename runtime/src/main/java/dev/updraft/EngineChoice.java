package dev.updraft;

import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Engines;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Which engine stands behind a {@link Device}. Never another one in silence. */
final class EngineChoice {
    private static final Logger LOGGER = System.getLogger(EngineChoice.class.getName());

    private final Function<String, Engine> engines;
    private final StepPrecision precision;
    private final BiConsumer<Level, String> notice;

    /**
     * Chooses among the given engines.
     *
     * @param engines gives an engine by name
     * @param precision what training steps multiply in, if the model is trained
     * @param notice takes what the user should be told, in one line, and how much it matters
     */
    EngineChoice(Function<String, Engine> engines, StepPrecision precision, BiConsumer<Level, String> notice) {
        this.engines = engines;
        this.precision = precision;
        this.notice = notice;
    }

    /** The engine for a device, of those on the class path. */
    static Engine of(Device device, StepPrecision precision, BiConsumer<Level, String> notice) {
        return new EngineChoice(Engines::of, precision, notice).engine(device);
    }

    /** As the other; what the user should be told goes to the log. */
    static Engine of(Device device, StepPrecision precision) {
        return of(device, precision, LOGGER::log);
    }

    /**
     * The engine for a device.
     *
     * @throws EngineException if there is none
     */
    Engine engine(Device device) {
        return switch (device) {
            case Device.Auto() -> fastest();
            case Device.Cpu() -> cpu();
            case Device.Reference() -> engines.apply("reference");
            case Device.Gpu(var index) -> gpu(index);
        };
    }

    private Engine gpu(int index) {
        var gpu = engines.apply("gpu").device(index);
        var reason = gpu.unavailable();
        if (reason != null) {
            throw new EngineException("device gpu:" + index + " cannot be used: " + reason);
        }
        return gpu;
    }

    private Engine cpu() {
        var cpu = engines.apply("cpu");
        var reason = cpu.unavailable();
        if (reason != null) {
            throw new EngineException(
                    "device cpu cannot be used: " + reason + "; device reference needs no native library, but is slow");
        }
        return cpu;
    }

    /**
     * A GPU where there is one that works, and can train in the model's precision if the cpu engine can; a processor is faster as
     * `cpu` than through OpenCL.
     */
    private Engine fastest() {
        var gpu = engines.apply("gpu");
        var reason = gpu.unavailable();
        if (reason == null && gpu.accelerated()) {
            return trainsOnCpuAlone(gpu) ? engines.apply("cpu") : gpu;
        }
        notice.accept(
                Level.DEBUG,
                "No GPU is used: "
                        + (reason == null
                                ? "TornadoVM only finds a processor, which the cpu engine uses better"
                                : reason.lines().findFirst().orElse("none works")));
        return cpuOrReference();
    }

    private boolean trainsOnCpuAlone(Engine gpu) {
        if (gpu.precisionProblem(precision) == null) {
            return false;
        }
        var cpu = engines.apply("cpu");
        if (cpu.unavailable() != null || cpu.precisionProblem(precision) != null) {
            return false;
        }
        notice.accept(
                Level.INFO,
                "No GPU is used: the model is trained in " + precision.text() + ", which the cpu engine can and the "
                        + gpu.name() + " engine cannot; with precision: float32 it is trained on the GPU");
        return true;
    }

    private Engine cpuOrReference() {
        var cpu = engines.apply("cpu");
        var reason = cpu.unavailable();
        if (reason == null) {
            return cpu;
        }
        var reference = engines.apply("reference");
        notice.accept(
                Level.WARNING,
                "the cpu engine cannot work here: " + reason + "; the reference engine runs instead ("
                        + reference.description() + "), and is slow");
        return reference;
    }
}
