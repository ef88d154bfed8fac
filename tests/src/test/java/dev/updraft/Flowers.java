package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.SimpleDataset;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Two numbers per sample; its class is how many of them are above zero: easy to learn, and made without a file. */
public record Flowers(int size, List<String> names) implements SimpleDataset {

    /** The model that learns them; {@code %s} is the optimizer. */
    public static final String MODEL = """
            model Flowers(hidden: int = 8) {
                input  sample: float[2]
                target kind: class[3]
                network { sample -> dense(hidden, activation: tanh) -> dense(3) -> logits }
                loss      sparse_categorical_crossentropy(logits, kind)
                optimizer %s
                metrics   accuracy, f1
                fit { epochs: 3, batch_size: 16, seed: 7 }
            }
            """;

    public Flowers(int size) {
        this(size, List.of("0", "1", "2"));
    }

    @Override
    public Shape inputShape() {
        return Shape.of(2);
    }

    @Override
    public Target target() {
        return new Target.Classes(names);
    }

    @Override
    public String description() {
        return "flowers";
    }

    /** Value {@code column} of sample {@code index}, within ±1: a low-discrepancy sequence. */
    public static float value(int index, int column) {
        var turns = (index + 1) * (column == 0 ? 0.754877666 : 0.569840291);
        return (float) (2 * (turns - Math.floor(turns)) - 1);
    }

    /** The class of sample {@code index}. */
    public static int kind(int index) {
        return (value(index, 0) > 0 ? 1 : 0) + (value(index, 1) > 0 ? 1 : 0);
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        inputs.set(JAVA_FLOAT, offset, value(index, 0));
        inputs.set(JAVA_FLOAT, offset + Float.BYTES, value(index, 1));
    }

    @Override
    public void copyTarget(int index, MemorySegment targets, long offset) {
        targets.set(JAVA_INT, offset, kind(index));
    }
}
