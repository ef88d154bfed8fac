package dev.updraft.weights.internal;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.weights.Dtype;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.SafetensorsWriter;
import dev.updraft.weights.TensorEntry;
import dev.updraft.weights.WeightsException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Weights of a model in a file: variables under their names, as float32. Whole models have all but what the optimizer
 * remembers.
 */
public final class ModelWeights {
    /** Differences in a message; ten thousand would say no more. */
    private static final int MOST_SHOWN = 10;

    private ModelWeights() {}

    /** The variables that are weights: trainable ones and running statistics. */
    public static List<Variable> of(List<Variable> variables) {
        return variables.stream()
                .filter(variable -> variable.role() != Variable.Role.SLOT)
                .toList();
    }

    /**
     * Writes a model, or replaces its file in one moment.
     *
     * @param read writes a variable's values into a segment: float32, row-major
     * @throws WeightsException if it cannot be written; what was there before is there still
     */
    public static void save(
            Path file, ModelMetadata metadata, List<Variable> variables, BiConsumer<Variable, MemorySegment> read) {
        SafetensorsWriter.write(file, metadata.toMap(), tensors(of(variables), read));
    }

    /**
     * Writes these variables and nothing else, or replaces their file in one moment.
     *
     * @param read writes a variable's values into a segment: float32, row-major
     * @throws WeightsException if it cannot be written; what was there before is there still
     */
    public static void saveVariables(Path file, List<Variable> variables, BiConsumer<Variable, MemorySegment> read) {
        SafetensorsWriter.write(file, Map.of(), tensors(variables, read));
    }

    private static List<SafetensorsWriter.Tensor> tensors(
            List<Variable> variables, BiConsumer<Variable, MemorySegment> read) {
        return variables.stream()
                .map(variable -> variable.role() == Variable.Role.GROWN
                        ? grown(variable, read)
                        : new SafetensorsWriter.Tensor(
                                variable.name(), variable.shape().dims(), values -> read.accept(variable, values)))
                .toList();
    }

    /** What is filled of a variable. */
    private static SafetensorsWriter.Tensor grown(Variable variable, BiConsumer<Variable, MemorySegment> read) {
        var all = Arena.ofAuto().allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
        read.accept(variable, all);
        var filled = variable.shape().with(0, GrownValues.filled(variable, all));
        return new SafetensorsWriter.Tensor(
                variable.name(),
                filled.dims(),
                values -> values.copyFrom(all.asSlice(0, filled.elementsPerSample() * Float.BYTES)));
    }

    /** Whether a file says of which model its weights are: all that {@link #save} writes do. */
    public static boolean holdsModel(SafetensorsFile file) {
        return ModelMetadata.in(file.metadata());
    }

    /**
     * What a file that {@link #save} wrote says of its model.
     *
     * @throws WeightsException if it holds none
     */
    public static ModelMetadata metadata(SafetensorsFile file) {
        return ModelMetadata.of(file.path(), file.metadata());
    }

    /** Names of the classes of the model in a file, as {@link ModelMetadata#classNames}; none if it holds no model. */
    public static Map<String, List<String>> classNames(SafetensorsFile file) {
        return holdsModel(file) ? metadata(file).classNames() : Map.of();
    }

    /** What is known of the columns of tables of the model in a file, as {@link ModelMetadata#vocabularies}. */
    public static Map<String, List<String>> vocabularies(SafetensorsFile file) {
        return holdsModel(file) ? metadata(file).vocabularies() : Map.of();
    }

    /** What is known of the training of the model in a file. */
    public static TrainingMetadata training(SafetensorsFile file) {
        return holdsModel(file) ? metadata(file).training() : TrainingMetadata.NONE;
    }

    /**
     * Checks that a file has exactly a model's weights.
     *
     * @throws WeightsException if not; the message names the first differences, and how many there are
     */
    public static void requireFit(SafetensorsFile file, List<Variable> variables) {
        requireVariables(file, of(variables));
    }

    /**
     * Checks that a file has exactly a model's weights: before memory is taken for the model, of which a stranger may have
     * written how large it is.
     *
     * @throws WeightsException if it cannot be read or does not; the message names the first differences
     */
    public static void requireFit(Path file, List<Variable> variables) {
        try (var weights = SafetensorsFile.open(file)) {
            requireFit(weights, variables);
        }
    }

    /**
     * Checks that a file has exactly these variables.
     *
     * @throws WeightsException if not; the message names the first differences, and how many there are
     */
    public static void requireVariables(SafetensorsFile file, List<Variable> variables) {
        var found = byName(file);
        var overfull = TreeRoom.misfit(variables, found);
        if (overfull != null) {
            throw new WeightsException(file.path(), overfull);
        }
        var differences = new ArrayList<String>();
        for (var variable : variables) {
            var name = Quoted.of(variable.name());
            var wanted =
                    variable.shape().dims().stream().map(Integer::longValue).toList();
            switch (found.remove(variable.name())) {
                case null -> differences.add(name + " is missing (the model has shape " + wanted + ")");
                case TensorEntry entry
                when entry.dtype() != Dtype.F32 ->
                    differences.add(name + " is of type " + entry.dtype() + ", expected F32");
                case TensorEntry entry
                when !fits(variable, entry.dims(), wanted) ->
                    differences.add(name + " has shape " + entry.dims() + ", but the model's is " + wanted);
                case TensorEntry _ -> {}
            }
        }
        for (var entry : found.values()) {
            differences.add(Quoted.of(entry.name()) + " of shape " + entry.dims() + " is not in the model");
        }
        if (!differences.isEmpty()) {
            throw new WeightsException(
                    file.path(),
                    "the weights belong to another model:\n  " + shown(differences)
                            + "\n  use weights that were trained with this model, or train it again");
        }
    }

    /** A variable that is filled from the front may have less in a file. */
    private static boolean fits(Variable variable, List<Long> found, List<Long> wanted) {
        return variable.role() == Variable.Role.GROWN
                ? found.size() == wanted.size()
                        && found.getFirst() >= 1
                        && found.getFirst() <= wanted.getFirst()
                        && found.subList(1, found.size()).equals(wanted.subList(1, wanted.size()))
                : found.equals(wanted);
    }

    /** Names out of a file as messages show them: the first ones, and how many there are. */
    public static String classList(List<String> names) {
        return Quoted.list(names);
    }

    private static String shown(List<String> differences) {
        var more = differences.size() - MOST_SHOWN;
        return String.join("\n  ", differences.subList(0, Math.min(MOST_SHOWN, differences.size())))
                + (more > 0 ? "\n  and %s more differences".formatted(more) : "");
    }

    /**
     * Reads all weights; {@link #requireFit} has been called.
     *
     * @param write takes a variable's values: float32, row-major
     * @throws WeightsException if the file cannot be read
     */
    public static void load(SafetensorsFile file, List<Variable> variables, BiConsumer<Variable, MemorySegment> write) {
        loadVariables(file, of(variables), write);
    }

    /**
     * Reads these variables; {@link #requireVariables} has been called.
     *
     * @param write takes a variable's values: float32, row-major
     * @throws WeightsException if the file cannot be read
     */
    public static void loadVariables(
            SafetensorsFile file, List<Variable> variables, BiConsumer<Variable, MemorySegment> write) {
        var found = byName(file);
        for (var variable : variables) {
            var entry = found.get(variable.name());
            if (entry == null) {
                throw new IllegalArgumentException("no tensor " + variable.name());
            }
            try (var arena = Arena.ofConfined()) {
                var values = arena.allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
                file.read(entry, values.asSlice(0, entry.end() - entry.begin()));
                if (variable.role() == Variable.Role.GROWN) {
                    GrownValues.fillRest(variable, values, (entry.end() - entry.begin()) / Float.BYTES);
                }
                write.accept(variable, values);
            }
        }
    }

    private static Map<String, TensorEntry> byName(SafetensorsFile file) {
        var entries = new LinkedHashMap<String, TensorEntry>();
        for (var entry : file.tensors()) {
            entries.put(entry.name(), entry);
        }
        return entries;
    }
}
