package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.training.gradient.LbfgsMemory.Pair;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What L-BFGS remembers, in a file of a checkpoint. */
final class LbfgsFile implements AutoCloseable {
    static final String NAME = "lbfgs.safetensors";
    private static final String STEP = "lbfgs/step/";
    private static final String CHANGE = "lbfgs/change/";

    private final SafetensorsFile file;
    private final List<Variable> variables;

    private LbfgsFile(SafetensorsFile file, List<Variable> variables) {
        this.file = file;
        this.variables = variables;
    }

    /** @param size of a step: how many weights there are */
    static void write(Path checkpoint, LbfgsMemory memory, int size) throws IOException {
        var pairs = memory.pairs();
        ModelWeights.saveVariables(checkpoint.resolve(NAME), variables(pairs.size(), size), (variable, target) -> {
            var name = variable.name();
            var pair = pairs.get(Integer.parseInt(name.substring(name.lastIndexOf('/') + 1)));
            var values = name.startsWith(STEP) ? pair.step() : pair.change();
            MemorySegment.copy(values, 0, target, JAVA_FLOAT, 0, values.length);
        });
    }

    /** Of each pair the step and the change, the oldest pair first. */
    private static List<Variable> variables(int pairs, int size) {
        var variables = new ArrayList<Variable>();
        for (var i = 0; i < pairs; i++) {
            for (var name : List.of(STEP, CHANGE)) {
                variables.add(new Variable(
                        name + i, Shape.of(size), Variable.Role.SLOT, new Initializer.Zeros(), size, size));
            }
        }
        return variables;
    }

    /**
     * Opens it.
     *
     * @param most pairs that may be in it
     * @throws WeightsException if it is of another model or cannot be read
     */
    static LbfgsFile open(Path checkpoint, int most, int size) {
        var file = SafetensorsFile.open(checkpoint.resolve(NAME));
        try {
            var pairs = file.tensors().size() / 2;
            if (pairs > most) {
                throw new WeightsException(
                        file.path(), "it remembers " + pairs + " steps, but history_size is " + most);
            }
            var variables = variables(pairs, size);
            ModelWeights.requireVariables(file, variables);
            return new LbfgsFile(file, variables);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    void load(LbfgsMemory memory) {
        var values = new ArrayList<float[]>();
        ModelWeights.loadVariables(file, variables, (_, segment) -> values.add(segment.toArray(JAVA_FLOAT)));
        memory.clear();
        for (var i = 0; i < values.size(); i += 2) {
            memory.add(new Pair(values.get(i), values.get(i + 1)));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
