package dev.updraft.cli.options;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.cli.output.Output;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.Engines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to compute on. */
public final class RunOptions {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceConverter.class,
            completionCandidates = DeviceConverter.Names.class,
            description = "auto, cpu, gpu, gpu:N or reference.")
    private @Nullable Device device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = CountConverter.class,
            description =
                    "Maximum number of compute threads, limited by the number of processors; results do not depend on it.")
    private @Nullable Integer threads;

    /**
     * Loads, while others go on, what most models are computed with: the native library takes about as long as reading and compiling
     * the model.
     */
    public void prepare() {
        if (device == null || device instanceof Device.Auto || device instanceof Device.Cpu) {
            var thread = new Thread(() -> Engines.of("cpu").unavailable(), "updraft-preparation");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The model, for one answer: that it runs without a GPU is of no interest. */
    public Model open(CompiledModel model, Output say) {
        return model.on(device(model), options(model, null, say), _ -> {}, say::warning);
    }

    /** The model with its initial weights, for training. */
    public Model open(CompiledModel model, @Nullable Long seed, Output say) {
        return model.on(device(model), options(model, seed, say), say::note, say::warning);
    }

    /** The device that the options name, else the file. */
    public Device device(CompiledModel model) {
        return device != null ? device : Device.parse(model.layers().fit().device());
    }

    /** Threads and seed. */
    public Engine.Options options(CompiledModel model, @Nullable Long seed, Output say) {
        var fit = model.layers().fit();
        var processors = Runtime.getRuntime().availableProcessors();
        var most = threads != null ? threads : fit.threads();
        if (most != null && most > processors) {
            say.note("%s compute threads are used instead of %s: there are no more processors."
                    .formatted(processors, most));
        }
        return new Engine.Options(
                most != null ? Math.min(most, processors) : processors, seed != null ? seed : fit.seed(), say::note);
    }

    /** Parses the text form of a device. */
    public static final class DeviceConverter implements ITypeConverter<Device> {
        @Override
        public Device convert(String text) {
            try {
                return Device.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }

        /** What shells complete. */
        public static final class Names extends java.util.ArrayList<String> {
            private static final long serialVersionUID = 1;

            Names() {
                super(java.util.List.of("auto", "cpu", "gpu", "reference"));
            }
        }
    }
}
