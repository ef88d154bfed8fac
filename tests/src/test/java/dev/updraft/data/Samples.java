package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Small files of every format, and what data sets say of a sample. */
public final class Samples {

    private Samples() {}

    public static DataSpec classes(Shape input, int count) {
        return new DataSpec(input, new TargetType.Classes(count, List.of()), "label");
    }

    public static DataSpec named(Shape input, String... names) {
        return new DataSpec(input, new TargetType.Classes(names.length, List.of(names)), "label");
    }

    public static DataSpec reals(Shape input, int width) {
        return new DataSpec(input, new TargetType.Reals(Shape.of(width)), "label");
    }

    public static DataSpec inputs(Shape input) {
        return new DataSpec(input, null, "label");
    }

    public static Dataset read(Path path, DataSpec dataSpec) {
        return Datasets.open(path.toString(), path).read(Split.TRAIN, dataSpec, Progress.NONE);
    }

    public static float[] input(Dataset data, int index) {
        try (var arena = Arena.ofConfined()) {
            var segment =
                    arena.allocate(JAVA_FLOAT, data.inputs().getFirst().shape().elementsPerSample());
            data.copyInput(0, index, segment, 0);
            return segment.toArray(JAVA_FLOAT);
        }
    }

    public static int label(Dataset data, int index) {
        try (var arena = Arena.ofConfined()) {
            var segment = arena.allocate(JAVA_INT);
            data.copyTarget(0, index, segment, 0);
            return segment.get(JAVA_INT, 0);
        }
    }

    public static float[] reals(Dataset data, int index) {
        try (var arena = Arena.ofConfined()) {
            var segment = arena.allocate(data.targets().getFirst().bytes(), Float.BYTES);
            data.copyTarget(0, index, segment, 0);
            return segment.toArray(JAVA_FLOAT);
        }
    }

    /** An IDX file: element {@code i} is {@code i % 256}. */
    public static byte[] idx(int... extents) {
        var elements = new byte[IntStream.of(extents).reduce(1, (a, b) -> a * b)];
        for (var i = 0; i < elements.length; i++) {
            elements[i] = (byte) i;
        }
        return concat(idxHeader(0x0800 | extents.length, extents), elements);
    }

    public static byte[] idxLabels(int... labels) {
        var elements = new byte[labels.length];
        for (var i = 0; i < labels.length; i++) {
            elements[i] = (byte) labels[i];
        }
        return concat(idxHeader(0x0801, labels.length), elements);
    }

    public static byte[] idxHeader(int magic, int... extents) {
        var header = new byte[4 + 4 * extents.length];
        var buffer = ByteBuffer.wrap(header).putInt(magic);
        for (var extent : extents) {
            buffer.putInt(extent);
        }
        return header;
    }

    public static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A record of a CIFAR-10 batch: red 1, green 2, blue 3 everywhere but at the first pixel, which is 4, 5, 6. */
    public static byte[] cifarRecord(int label) {
        var record = new byte[3073];
        record[0] = (byte) label;
        for (var i = 0; i < 3072; i++) {
            record[1 + i] = (byte) (i % 1024 == 0 ? 4 + i / 1024 : 1 + i / 1024);
        }
        return record;
    }

    public static byte[] concat(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (var part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** An image file of one colour, its format told by its name. */
    public static Path image(Path file, int type, int width, int height, int rgb) {
        var image = new BufferedImage(width, height, type);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        return write(file, image);
    }

    public static Path write(Path file, BufferedImage image) {
        try {
            Files.createDirectories(file.getParent());
            var name = file.getFileName().toString();
            ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path write(Path file, String content) {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
