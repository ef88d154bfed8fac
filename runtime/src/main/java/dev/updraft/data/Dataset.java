package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.Subset;
import dev.updraft.data.internal.WeightedDataset;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finite collection of samples with random access, each with one tensor per input and one per target. Safe for concurrent
 * readers. For a single input and at most one target, {@link SimpleDataset} is easier to implement.
 */
public interface Dataset {

    /** Number of samples, at least 1. */
    int size();

    /** The inputs of a sample, in order. */
    List<Input> inputs();

    /** The targets of a sample, in order; empty for data to predict from. */
    List<Target> targets();

    /** A name for display that says where it came from: {@code fashion-mnist (train)}, a path. */
    String description();

    /**
     * Writes an input of a sample as float32, native order, row-major, channels-last. Images give 0 to 255.
     *
     * @param input index of the input
     * @param index index of the sample
     * @param offset offset in bytes
     */
    void copyInput(int input, int index, MemorySegment inputs, long offset);

    /**
     * Writes a target of a sample: int32 class numbers or float32 values.
     *
     * @param target index of the target
     * @param index index of the sample
     * @param offset offset in bytes
     */
    void copyTarget(int target, int index, MemorySegment targets, long offset);

    /**
     * The cells of an input that is a group of columns, one for each column of the model's group in its order; none for
     * other inputs. Such an input is not copied, but encoded from these.
     *
     * @param input index of the input
     */
    default List<ColumnValues> columns(int input) {
        return List.of();
    }

    /**
     * The rows that samples are windows of, if they are; null if each is a row, or something else. The {@link #columns} of a
     * sample are those of its last row then.
     */
    default @Nullable RowWindows windows() {
        return null;
    }

    /**
     * The columns of a table that the values of inputs which are tensors come from, and those of the target of a model without
     * groups of columns.
     */
    default TableHeader header() {
        return TableHeader.NONE;
    }

    /**
     * The same samples as a model expects them: classes in its order, for example. By default the data set itself, as a
     * data set that was read for a model already matches it.
     *
     * @throws DataException if its classes are not the model's
     */
    default Dataset as(DataSpec dataSpec) {
        return this;
    }

    /** Whether samples have weights; see {@link #weight}. */
    default boolean isWeighted() {
        return false;
    }

    /** The weight of a sample in the loss and in metrics: a finite number of at least 0. */
    default float weight(int index) {
        return 1;
    }

    /**
     * The same samples with weights. Each sample's loss is multiplied by its weight; metrics count each sample as often as
     * its weight.
     *
     * {@snippet :
     * model.fit(Datasets.of(features, labels).weighted(weights));
     * }
     *
     * @param weights one per sample, in order: finite, at least 0, and at least one above 0; copied
     * @throws DataException if their number is wrong, or one is invalid
     */
    default Dataset weighted(float[] weights) {
        return WeightedDataset.of(this, weights);
    }

    /**
     * Some of the samples, in the order given, for splits of one's own. Nothing is copied.
     *
     * {@snippet :
     * var train = data.samples(IntStream.range(0, 900).toArray());
     * }
     *
     * @param indices of samples, at least one; one may stand there several times; copied
     * @throws DataException if there are none, or one is not below {@link #size}
     */
    default Dataset samples(int... indices) {
        return Subset.of(this, indices);
    }

    /** The name of a sample for display: the path of an image, else its number, starting with {@code #1}. */
    default String sampleName(int index) {
        return "#" + (index + 1);
    }

    /**
     * An input.
     *
     * @param name the model's input that it is for; empty for the only one, whatever its name
     * @param shape without a batch axis: {@code [28, 28, 1]}
     */
    record Input(String name, Shape shape) {}

    /** The type of a target. */
    sealed interface Target {

        /** The model's target that it is for; empty for the only one, whatever its name. */
        String name();

        /**
         * One of several classes.
         *
         * @param names the names of the classes
         * @param positions number of positions with their own class per sample
         */
        record Classes(String name, List<String> names, int positions) implements Target {
            public Classes {
                names = List.copyOf(names);
            }

            /** One class per sample, for the only target. */
            public Classes(List<String> names) {
                this("", names, 1);
            }
        }

        /** Real numbers. */
        record Reals(String name, int width) implements Target {
            /** Of the only target. */
            public Reals(int width) {
                this("", width);
            }
        }

        /** No target: data to predict from. */
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
