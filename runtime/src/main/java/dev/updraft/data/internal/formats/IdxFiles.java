package dev.updraft.data.internal.formats;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.ImageDataset;
import dev.updraft.data.internal.Targets;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pair of files in the IDX format, as MNIST comes: images (three axes, or four with channels) and labels (one axis), of
 * unsigned bytes, gzip or not. The format is described at the end of LeCun's MNIST page: two zero bytes, the element type,
 * the number of axes, their extents as big-endian int32, the elements.
 *
 * @param labels null if there are none: fit to predict from
 * @param classNames names of the classes if they are known, else empty
 */
public record IdxFiles(Path images, @Nullable Path labels, List<String> classNames) implements Format {

    private static final int UNSIGNED_BYTE = 0x08;

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        try (var in = ByteReader.open(images)) {
            var extents = header(images, in, 3, 4);
            var count = extents[0];
            var image = Shape.of(extents[1], extents[2], extents.length == 4 ? extents[3] : 1);
            dataSpec.requireImages(images.toString(), image);
            var targets = targets(dataSpec, count);
            var pixels = pixels(in, count, image);
            return new ImageDataset(count, dataSpec.input(), pixels, targets, images.toString());
        }
    }

    private MemorySegment pixels(ByteReader in, int count, Shape image) {
        var pixels = ImageDataset.allocate(images.toString(), count, image);
        var imageBytes = Math.toIntExact(image.elementsPerSample());
        var buffer = new byte[imageBytes];
        for (var i = 0; i < count; i++) {
            in.read(buffer, imageBytes, "image " + (i + 1) + " of " + count);
            MemorySegment.copy(MemorySegment.ofArray(buffer), 0, pixels, (long) i * imageBytes, imageBytes);
        }
        in.requireEnd("its " + count + " images");
        return pixels;
    }

    private Targets targets(DataSpec dataSpec, int imageCount) {
        if (dataSpec.target() == null) {
            return Targets.none();
        }
        if (labels == null) {
            throw new DataException(images + ": has no labels file next to it; it is usually named like the images,"
                    + " with `labels-idx1` instead of `images-idx3`");
        }
        try (var in = ByteReader.open(labels)) {
            var count = header(labels, in, 1, 1)[0];
            if (count != imageCount) {
                throw new DataException(labels + ": has " + count + " labels, but " + images + " has " + imageCount
                        + " images; they do not belong together: use the labels of these images");
            }
            var bytes = new byte[count];
            in.read(bytes, count, "its " + count + " labels");
            in.requireEnd("its " + count + " labels");
            var numbers = new int[count];
            for (var i = 0; i < count; i++) {
                numbers[i] = bytes[i] & 0xFF;
            }
            return Targets.ofLabels(numbers, classNames, dataSpec, i -> labels + ": record " + (i + 1));
        }
    }

    private static int[] header(Path file, ByteReader in, int minAxes, int maxAxes) {
        var magic = in.readInt("its header");
        if (magic >>> 16 != 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: is not an IDX file: it starts with %08x, where 000008%02x is expected; unpack it if it is"
                            + " compressed, or download it again",
                    file,
                    magic,
                    minAxes));
        }
        var type = magic >>> 8 & 0xFF;
        if (type != UNSIGNED_BYTE) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: holds elements of type 0x%02x; only unsigned bytes (0x08) are supported; save it as bytes",
                    file,
                    type));
        }
        var axes = magic & 0xFF;
        if (axes < minAxes || axes > maxAxes) {
            throw new DataException(file + ": has " + axes + " axes, where "
                    + (maxAxes == 1 ? "labels have 1" : "images have 3 (count, height, width) or 4")
                    + "; is it the other file of the pair?");
        }
        var extents = new int[axes];
        for (var axis = 0; axis < axes; axis++) {
            extents[axis] = in.readInt("its header");
        }
        var elements =
                Arrays.stream(extents).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
        if (Arrays.stream(extents).anyMatch(extent -> extent < 1) || elements.bitLength() > 40) {
            throw new DataException(file + ": its header declares " + Arrays.toString(extents)
                    + ", where sizes of at least 1 and less than a terabyte in total are expected; it is"
                    + " damaged: download it again");
        }
        in.requireRoomFor(
                elements.longValue() + Integer.BYTES * (axes + 1L), "its header declares " + Arrays.toString(extents));
        return extents;
    }
}
