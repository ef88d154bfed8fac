package dev.updraft.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** A PNG or JPEG file, opened far enough to know its size: only {@link #decode} takes memory for its pixels. */
final class ImageFile implements AutoCloseable {

    /** Weights of red, green and blue in brightness, ITU-R BT.601, in 1/65536: what Pillow and TensorFlow use. */
    private static final int RED = 19595;

    private static final int GREEN = 38470;
    private static final int BLUE = 7471;
    private static final int HALF = 1 << 15;

    private final Path file;
    private final ImageReader reader;
    private final int height;
    private final int width;

    private ImageFile(Path file, ImageReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        height = reader.getHeight(0);
        width = reader.getWidth(0);
    }

    /** @throws DataException if it is neither PNG nor JPEG, or broken */
    static ImageFile open(Path file) {
        var content = content(file);
        var format = format(content);
        if (format == null) {
            throw new DataException(file + ": is neither a PNG nor a JPEG image; convert it, or move it elsewhere");
        }
        var reader = ImageIO.getImageReadersByFormatName(format).next();
        try {
            // Metadata may unpack to any size, and nobody needs it.
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(content)), true, true);
            return new ImageFile(file, reader);
        } catch (IOException | RuntimeException e) {
            reader.dispose();
            throw broken(file, e);
        }
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /**
     * The pixels, row by row.
     *
     * @param channels 1 for brightness; 3 for red, green, blue. Transparency is ignored
     */
    byte[] decode(int channels) {
        try {
            var image = reader.read(0);
            return switch (channels) {
                case 1 -> grey(image);
                case 3 -> colours(image);
                default -> throw new IllegalArgumentException(channels + " channels");
            };
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw broken(file, e);
        }
    }

    private byte[] grey(BufferedImage image) {
        var stored = greyBytes(image);
        if (stored != null) {
            return stored;
        }
        var colours = colours(image);
        var grey = new byte[height * width];
        for (var i = 0; i < grey.length; i++) {
            var red = colours[3 * i] & 0xFF;
            var green = colours[3 * i + 1] & 0xFF;
            var blue = colours[3 * i + 2] & 0xFF;
            grey[i] = (byte) ((RED * red + GREEN * green + BLUE * blue + HALF) >>> 16);
        }
        return grey;
    }

    private byte[] colours(BufferedImage image) {
        var colours = new byte[height * width * 3];
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
            var pixels = image.getRGB(0, 0, width, height, null, 0, width);
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

    private static byte[] content(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new DataException(
                        file + ": is a folder, where an image is expected; class folders hold images alone");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw ByteReader.failure(file, e);
        } catch (OutOfMemoryError e) {
            throw new DataException(file + ": is too large for an image", e);
        }
    }

    private static @Nullable String format(byte[] content) {
        if (content.length > 3 && content[0] == (byte) 0xFF && content[1] == (byte) 0xD8) {
            return "jpeg";
        }
        return content.length > 3 && content[0] == (byte) 0x89 && content[1] == 'P' && content[2] == 'N' ? "png" : null;
    }

    private static DataException broken(Path file, Throwable cause) {
        return new DataException(
                file + ": is a broken image (" + cause.getMessage() + "); replace or remove it", cause);
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
