package dev.updraft.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/** Pixels of images as data sets give them: bytes, row by row. */
public final class Pixels {
    private Pixels() {}

    /** Weights of red, green and blue in brightness, ITU-R BT.601, in 1/65536: what Pillow and TensorFlow use. */
    private static final int RED = 19595;

    private static final int GREEN = 38470;
    private static final int BLUE = 7471;
    private static final int HALF = 1 << 15;

    /**
     * The pixels, row by row.
     *
     * @param channels 1 for brightness; 3 for red, green, blue. Transparency is ignored
     */
    public static byte[] of(BufferedImage image, int channels) {
        return switch (channels) {
            case 1 -> grey(image);
            case 3 -> colours(image);
            default -> throw new IllegalArgumentException(channels + " channels");
        };
    }

    private static byte[] grey(BufferedImage image) {
        var stored = greyBytes(image);
        if (stored != null) {
            return stored;
        }
        var colours = colours(image);
        var grey = new byte[image.getHeight() * image.getWidth()];
        for (var i = 0; i < grey.length; i++) {
            var red = colours[3 * i] & 0xFF;
            var green = colours[3 * i + 1] & 0xFF;
            var blue = colours[3 * i + 2] & 0xFF;
            grey[i] = (byte) ((RED * red + GREEN * green + BLUE * blue + HALF) >>> 16);
        }
        return grey;
    }

    private static byte[] colours(BufferedImage image) {
        var colours = new byte[image.getHeight() * image.getWidth() * 3];
        var grey = greyBytes(image);
        if (grey != null) {
            for (var i = 0; i < colours.length; i++) {
                colours[i] = grey[i / 3];
            }
        } else if (components(image) && image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE) {
            var raster = image.getRaster();
            var bands = raster.getNumBands();
            var samples = samples(raster);
            for (var i = 0; i < colours.length; i++) {
                colours[i] = (byte) samples[i / 3 * bands + i % 3];
            }
        } else {
            var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            for (var i = 0; i < pixels.length; i++) {
                colours[3 * i] = (byte) (pixels[i] >>> 16);
                colours[3 * i + 1] = (byte) (pixels[i] >>> 8);
                colours[3 * i + 2] = (byte) pixels[i];
            }
        }
        return colours;
    }

    /** The stored grey values, 16 bits cut to 8: Java's own conversion would apply a gamma curve. Null if not grey. */
    private static byte @Nullable [] greyBytes(BufferedImage image) {
        var raster = image.getRaster();
        if (!components(image) || raster.getNumBands() > 2) {
            return null;
        }
        var shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
        var bands = raster.getNumBands();
        var samples = samples(raster);
        var grey = new byte[samples.length / bands];
        for (var i = 0; i < grey.length; i++) {
            grey[i] = (byte) (samples[i * bands] >>> shift);
        }
        return grey;
    }

    private static boolean components(BufferedImage image) {
        return image.getColorModel() instanceof ComponentColorModel;
    }

    private static int[] samples(Raster raster) {
        return raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    }
}
