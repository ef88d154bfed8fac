package dev.updraft;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.updraft.data.Pixels;
import java.awt.image.BufferedImage;
import java.lang.foreign.MemorySegment;

/** A sample's values as an array, out of other forms. */
public final class SampleValues {
    private SampleValues() {}

    /**
     * Copies float32 values, in the order of bytes of this machine.
     *
     * @param count how many there must be
     * @throws IllegalArgumentException if the segment is of another size
     */
    public static float[] of(MemorySegment segment, int count) {
        var expected = (long) count * Float.BYTES;
        if (segment.byteSize() != expected) {
            throw new IllegalArgumentException("the segment has %d bytes, but the model takes %d: %d values of float32"
                    .formatted(segment.byteSize(), expected, count));
        }
        return segment.toArray(JAVA_FLOAT_UNALIGNED);
    }

    /**
     * The pixels of an image, row by row, each value from 0 to 255 as data sets give them: brightness, or red, green, blue.
     * Transparency is ignored.
     *
     * @param height how many rows it must have
     * @param width how many pixels a row must have
     * @param channels 1 for brightness, 3 for colours
     * @throws IllegalArgumentException if the image is of another size
     */
    public static float[] of(BufferedImage image, int height, int width, int channels) {
        if (image.getHeight() != height || image.getWidth() != width) {
            throw new IllegalArgumentException(
                    "the image is %d pixels wide and %d high, but the model takes %d by %d; scale it first"
                            .formatted(image.getWidth(), image.getHeight(), width, height));
        }
        var pixels = Pixels.of(image, channels);
        var values = new float[pixels.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return values;
    }
}
