package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.spi.Session;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.loop.TrainingContext;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a model's weights and running statistics, without what the optimizer remembers.
 *
 * @param values float32, row-major, of every such variable
 */
public record WeightSnapshot(Map<Variable, MemorySegment> values) implements ModelSnapshot {
    private static final int CHUNK = 1 << 16;

    static WeightSnapshot of(TrainingContext trainingContext) {
        var values = new LinkedHashMap<Variable, MemorySegment>();
        for (var variable : trainingContext.program().variables()) {
            if (variable.role() != Variable.Role.SLOT) {
                var copy = room(variable);
                trainingContext.session().read(variable, copy);
                values.put(variable, copy);
            }
        }
        return new WeightSnapshot(values);
    }

    private static MemorySegment room(Variable variable) {
        return Arena.ofAuto().allocate(variable.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
    }

    /**
     * Puts the moving averages in the weights' place.
     *
     * @param steps that are done
     * @return the weights that were there; null if there are no averages, or not yet
     */
    static @Nullable WeightSnapshot swapForAverages(TrainingContext trainingContext, long steps) {
        var averages = trainingContext.program().averages();
        if (averages.isEmpty() || steps < trainingContext.model().fit().step().gradientAccumulationSteps()) {
            return null;
        }
        var weightSnapshot = of(trainingContext);
        averages.forEach((weight, average) -> {
            try (var arena = Arena.ofConfined()) {
                var values = arena.allocate(weight.shape().elementsPerSample() * Float.BYTES, Float.BYTES);
                trainingContext.session().read(average, values);
                trainingContext.session().write(weight, values);
            }
        });
        return weightSnapshot;
    }

    void writeTo(Session session) {
        values.forEach(session::write);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        var chunk = new byte[CHUNK];
        for (var value : values.values()) {
            for (var at = 0L; at < value.byteSize(); at += CHUNK) {
                var length = (int) Math.min(CHUNK, value.byteSize() - at);
                MemorySegment.copy(value, JAVA_BYTE, at, chunk, 0, length);
                out.write(chunk, 0, length);
            }
        }
    }

    @Override
    public WeightSnapshot read(DataInput in) throws IOException {
        var chunk = new byte[CHUNK];
        var read = new LinkedHashMap<Variable, MemorySegment>();
        for (var variable : values.keySet()) {
            var value = room(variable);
            for (var at = 0L; at < value.byteSize(); at += CHUNK) {
                var length = (int) Math.min(CHUNK, value.byteSize() - at);
                in.readFully(chunk, 0, length);
                MemorySegment.copy(chunk, 0, value, JAVA_BYTE, at, length);
            }
            read.put(variable, value);
        }
        return new WeightSnapshot(read);
    }
}
