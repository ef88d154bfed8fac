package dev.updraft.data;

import dev.updraft.compiler.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A finite collection of samples with random access, each one input tensor and one target. Safe for several readers. */
public interface Dataset {

    /** Number of samples, at least 1. */
    int size();

    /** Shape of one input, without a batch axis: {@code [28, 28, 1]}. */
    Shape inputShape();

    /** What the targets are. */
    Target target();

    /** What people call it, and where it came from: {@code fashion-mnist (train)}, a path. */
    String description();

    /**
     * Writes input {@code index} as float32, native order, row-major, channels-last. Images give 0 to 255.
     *
     * @param offset in bytes
     */
    void copyInput(int index, MemorySegment inputs, long offset);

    /**
     * The same samples as a model expects them: classes in its order, for example. A data set that was read for a model is that
     * already, which is what this says.
     *
     * @throws DataException if its classes are none of the model's
     */
    default Dataset as(DataSpec dataSpec) {
        return this;
    }

    /** What people call a sample: the path of an image, else its number, {@code #1} the first. */
    default String sampleName(int index) {
        return "#" + (index + 1);
    }

    /** Writes target {@code index}: an int32 class number, float32 values, or nothing; {@code offset} in bytes. */
    void copyTarget(int index, MemorySegment targets, long offset);

    /** What targets are. */
    sealed interface Target {
        /** One of several classes; {@code names} are as many as there are classes. */
        record Classes(List<String> names) implements Target {
            public Classes {
                names = List.copyOf(names);
            }
        }

        /** So many real numbers. */
        record Reals(int width) implements Target {}

        /** Nothing is known of the samples: data to predict from. */
        record None() implements Target {}

        /** Bytes of one target: class numbers are int32, real numbers float32. */
        default int bytes() {
            return switch (this) {
                case Classes _ -> Integer.BYTES;
                case Reals(var width) -> width * Float.BYTES;
                case None() -> 0;
            };
        }
    }
}
