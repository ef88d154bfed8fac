package dev.updraft.report.run;

import dev.updraft.engine.OperationTimes;
import dev.updraft.explain.ColumnImportance;
import dev.updraft.explain.LinearModel;
import dev.updraft.explain.PartialDependence;
import dev.updraft.explain.TreeDrawing;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All data of a report. It is the content of {@code report.json}, and every metric on the page comes from it.
 *
 * @param format format of this record; see {@link #FORMAT}
 * @param command what was done: {@code train} or {@code evaluate}
 * @param model the model's name
 * @param description text of its {@code ///} comment; may be empty
 * @param finished time of completion, in UTC, in ISO 8601 format
 * @param platform what it ran on
 * @param seed seed for weights, order and dropout
 * @param settings the model's parameters, the settings of {@code fit} as they were used, loss and optimizer, by name
 * @param data the data sets and their roles
 * @param layers inputs and layers, in order
 * @param columns what {@code encode} makes of the columns of tables; reports of before it was said have null for none
 * @param history the training history; null if it was not trained
 * @param operations timings of the operations of one training step, or of one evaluated batch if it was not trained
 * @param evaluatedOn the role of the evaluated data: {@code test}, {@code validation}, {@code training}; null without an
 *     evaluation
 * @param evaluation the evaluation; null if the model was not evaluated
 * @param trees what explains its trees; null if it has none
 * @param linear its weights, if it is a linear model; else null
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
        @Nullable List<EncodedColumn> columns,
        @Nullable History history,
        OperationTimes operations,
        @Nullable String evaluatedOn,
        @Nullable Evaluation evaluation,
        @Nullable Trees trees,
        @Nullable LinearModel linear) {

    /** The format that this version of Updraft writes; it can also read the previous one. */
    public static final int FORMAT = 3;

    public RunReport {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        data = List.copyOf(data);
        layers = List.copyOf(layers);
        columns = columns == null ? List.of() : List.copyOf(columns);
    }

    @Override
    public List<EncodedColumn> columns() {
        return columns == null ? List.of() : columns;
    }

    /**
     * The platform of a run.
     *
     * @param updraft its version
     * @param java version and vendor
     * @param system operating system, version and architecture
     * @param processors number of processors available to Java
     * @param engine the engine's name
     * @param device engine and device in words
     */
    public record Platform(String updraft, String java, String system, int processors, String engine, String device) {}

    /**
     * A data set.
     *
     * @param role {@code training}, {@code validation} or {@code test}
     * @param description its name for display
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
     * @param kind such as {@code conv2d}; {@code input} for an input
     * @param shape its output shape
     * @param inputs names of its inputs
     * @param trainable number of trainable parameters
     * @param nonTrainable number of other parameters
     * @param shared whether it shares the parameters of an earlier layer, which are counted there
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

    /**
     * What a layer makes of a column of a table.
     *
     * @param layer its name
     * @param column name in the model
     * @param kind as written in the language
     * @param becomes in words
     * @param numbers how many
     */
    public record EncodedColumn(String layer, String column, String kind, String becomes, int numbers) {}

    /**
     * What explains the trees of a model.
     *
     * @param kind such as {@code boosted_trees}
     * @param trees how many
     * @param importance of the columns, the largest gain first
     * @param first the first tree
     * @param partialDependence of the features that gain most, on the evaluated data
     */
    public record Trees(
            String kind,
            int trees,
            List<ColumnImportance> importance,
            TreeDrawing first,
            List<PartialDependence> partialDependence) {
        public Trees {
            importance = List.copyOf(importance);
            partialDependence = List.copyOf(partialDependence);
        }
    }

    /** The number of trainable parameters. */
    public long trainable() {
        return layers.stream().mapToLong(Layer::trainable).sum();
    }

    /** A copy with a training history. */
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
                columns,
                how,
                operations,
                evaluatedOn,
                evaluation,
                trees,
                linear);
    }
}
