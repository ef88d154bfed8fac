package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import dev.updraft.data.Pixels;
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
            return Pixels.of(reader.read(0), channels);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw broken(file, e);
        }
    }

    private static byte[] content(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new DataException(
                        file + ": is a folder, where an image is expected; class folders may only contain images");
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
                file + ": is a damaged image (" + cause.getMessage() + "); replace or remove it", cause);
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
