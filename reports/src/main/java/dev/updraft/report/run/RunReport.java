package dev.updraft.report.run;

import dev.updraft.engine.OperationTimes;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report shows of a run. It is what {@code report.json} holds, and the page takes every metric from it.
 *
 * @param format of this record; see {@link #FORMAT}
 * @param command what was done: {@code train} or {@code evaluate}
 * @param model the model's name
 * @param description text of its {@code ///} comment, may be empty
 * @param finished when, in UTC, as ISO 8601 has it
 * @param platform what it ran on
 * @param seed of weights, order and dropout
 * @param settings the model's parameters, the settings of {@code fit} as they were used, loss and optimizer, by name
 * @param data the data sets, with what they were for
 * @param layers inputs and layers, in order
 * @param history how training went; null if there was none
 * @param operations what the operations of one training step take, or of one evaluated batch if it was not trained
 * @param evaluatedOn which data the evaluation is of: {@code test}, {@code validation}, {@code training}; null without one
 * @param evaluation how good the predictions are; null if the model was not evaluated
 */
public record RunReport(
        int format,
        String command,
        String model,
        String description,
        String finished,
        Platform platform,
        long seed,
        Map<String, String> settings,
        List<Data> data,
        List<Layer> layers,
        @Nullable History history,
        OperationTimes operations,
        @Nullable String evaluatedOn,
        @Nullable Evaluation evaluation) {

    /** The one that this version of Updraft writes; it reads the one before as well. */
    public static final int FORMAT = 3;

    public RunReport {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        data = List.copyOf(data);
        layers = List.copyOf(layers);
    }

    /**
     * What a run ran on.
     *
     * @param updraft its version
     * @param java version and vendor
     * @param system operating system, version and architecture
     * @param processors how many Java may use
     * @param engine the engine's name
     * @param device engine and device in words
     */
    public record Platform(String updraft, String java, String system, int processors, String engine, String device) {}

    /**
     * A data set.
     *
     * @param role {@code training}, {@code validation} or {@code test}
     * @param description what people call it
     * @param samples how many
     * @param shape of one input
     * @param inputsRead how many inputs went into the checksum
     * @param checksum of its content; see {@link dev.updraft.data.batches.Fingerprint}
     */
    public record Data(String role, String description, int samples, String shape, int inputsRead, String checksum) {}

    /**
     * A row of the model's summary.
     *
     * @param name unique in the model
     * @param kind what it is: {@code conv2d}; {@code input} for an input
     * @param shape what comes out of it
     * @param inputs names of what it takes
     * @param trainable how many numbers of it the optimizer changes
     * @param nonTrainable how many others it has
     * @param shared whether its numbers are those of an earlier layer, and counted there
     * @param flops floating-point operations of the forward pass for one sample
     */
    public record Layer(
            String name,
            String kind,
            String shape,
            List<String> inputs,
            long trainable,
            long nonTrainable,
            boolean shared,
            long flops) {
        public Layer {
            inputs = List.copyOf(inputs);
        }
    }

    /** How many numbers training changes. */
    public long trainable() {
        return layers.stream().mapToLong(Layer::trainable).sum();
    }

    /** The same with how training went. */
    public RunReport withHistory(History how) {
        return new RunReport(
                format,
                command,
                model,
                description,
                finished,
                platform,
                seed,
                settings,
                data,
                layers,
                how,
                operations,
                evaluatedOn,
                evaluation);
    }
}
