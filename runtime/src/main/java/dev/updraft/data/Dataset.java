package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.WeightedDataset;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A finite collection of samples with random access, each with one tensor an input and one an target. Safe for several readers. One
 * of a single input and at most one target is easier to write as a {@link SimpleDataset}.
 */
public interface Dataset {

    /** Number of samples, at least 1. */
    int size();

    /** The inputs of a sample, in the order of their numbers. */
    List<Input> inputs();

    /** The targets of a sample, in the order of their numbers; none if nothing is known of the samples: data to predict from. */
    List<Target> targets();

    /** What people call it, and where it came from: {@code fashion-mnist (train)}, a path. */
    String description();

    /**
     * Writes an input of a sample as float32, native order, row-major, channels-last. Images give 0 to 255.
     *
     * @param input its number
     * @param index of the sample
     * @param offset in bytes
     */
    void copyInput(int input, int index, MemorySegment inputs, long offset);

    /**
     * Writes a target of a sample: int32 class numbers or float32 values.
     *
     * @param target its number
     * @param index of the sample
     * @param offset in bytes
     */
    void copyTarget(int target, int index, MemorySegment targets, long offset);

    /**
     * The same samples as a model expects them: classes in its order, for example. A data set that was read for a model is that
     * already, which is what this says.
     *
     * @throws DataException if its classes are none of the model's
     */
    default Dataset as(DataSpec dataSpec) {
        return this;
    }

    /** Whether samples count differently; see {@link #weight}. */
    default boolean isWeighted() {
        return false;
    }

    /** How much a sample counts in the loss and in metrics: a finite number of at least 0. */
    default float weight(int index) {
        return 1;
    }

    /**
     * The same samples, which do not count the same. In the mean of the loss each sample's is multiplied by its weight; metrics are
     * as if there were so many samples like it.
     *
     * {@snippet :
     * model.fit(Datasets.of(features, labels).weighted(weights));
     * }
     *
     * @param weights one a sample, in their order: finite, at least 0, and one above 0; copied
     * @throws DataException if there are not as many, or one is none
     */
    default Dataset weighted(float[] weights) {
        return WeightedDataset.of(this, weights);
    }

    /** What people call a sample: the path of an image, else its number, {@code #1} the first. */
    default String sampleName(int index) {
        return "#" + (index + 1);
    }

    /**
     * An input.
     *
     * @param name which of a model's inputs it is for; empty for the only one, whatever its name
     * @param shape without a batch axis: {@code [28, 28, 1]}
     */
    record Input(String name, Shape shape) {}

    /** What targets are. */
    sealed interface Target {

        /** Which of a model's targets it is for; empty for the only one, whatever its name. */
        String name();

        /**
         * One of several classes.
         *
         * @param names as many as there are classes
         * @param positions how many places of a sample have a class of their own
         */
        record Classes(String name, List<String> names, int positions) implements Target {
            public Classes {
                names = List.copyOf(names);
            }

            /** One class a sample, of the only target. */
            public Classes(List<String> names) {
                this("", names, 1);
            }
        }

        /** So many real numbers. */
        record Reals(String name, int width) implements Target {
            /** Of the only target. */
            public Reals(int width) {
                this("", width);
            }
        }

        /** Nothing is known of the samples: data to predict from. */
        record None() implements Target {
            @Override
            public String name() {
                return "";
            }
        }

        /** Bytes of one target: class numbers are int32, real numbers float32. */
        default int bytes() {
            return switch (this) {
                case Classes(var _, var _, var positions) -> positions * Integer.BYTES;
                case Reals(var _, var width) -> width * Float.BYTES;
                case None() -> 0;
            };
        }
    }
}
