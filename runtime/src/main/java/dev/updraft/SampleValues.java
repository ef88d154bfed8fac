package dev.updraft;

import dev.updraft.data.Pixels;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** Converts samples from other forms to arrays. */
public final class SampleValues {
    private SampleValues() {}

    /**
     * The pixels of an image, row by row, each value from 0 to 255 as data sets give them: brightness, or red, green, blue.
     * Transparency is ignored.
     *
     * @param height the required height
     * @param width the required width
     * @param channels 1 for brightness, 3 for colours
     * @throws IllegalArgumentException if the image has another size
     */
    public static float[] of(BufferedImage image, int height, int width, int channels) {
        if (image.getHeight() != height || image.getWidth() != width) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the image is %d pixels wide and %d high, but the model takes %d by %d; scale it first",
                    image.getWidth(),
                    image.getHeight(),
                    width,
                    height));
        }
        var pixels = Pixels.of(image, channels);
        var values = new float[pixels.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = pixels[i] & 0xFF;
        }
        return values;
    }
}
