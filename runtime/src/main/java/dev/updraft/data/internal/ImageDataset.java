package dev.updraft.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.SimpleDataset;
import dev.updraft.files.FileName;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * Images held as bytes outside the Java heap, one after the other, channels-last; a quarter of what they take as float32.
 * The memory goes when nobody refers to the data set any more.
 *
 * @param files the file of each image, or empty if they are not wanted or have none
 */
public record ImageDataset(
        int size, Shape inputShape, MemorySegment pixels, Targets targetValues, String description, List<Path> files)
        implements SimpleDataset {

    public ImageDataset(int size, Shape inputShape, MemorySegment pixels, Targets targetValues, String description) {
        this(size, inputShape, pixels, targetValues, description, List.of());
    }

    /**
     * Memory for so many images.
     *
     * @param where the source to name in the message
     * @throws DataException if there is not enough
     */
    public static MemorySegment allocate(String where, long images, Shape image) {
        var bytes = Math.multiplyExact(images, image.elementsPerSample());
        try {
            return Arena.ofAuto().allocate(bytes);
        } catch (OutOfMemoryError e) {
            throw new DataException(
                    where + ": its " + images + " images of " + image + " take " + (bytes >> 20)
                            + " MB, which is more than the free memory; allow more with"
                            + " -XX:MaxDirectMemorySize=<size>, or use"
                            + " fewer images",
                    e);
        }
    }

    public ImageDataset named(String name) {
        return new ImageDataset(size, inputShape, pixels, targetValues, name, files);
    }

    @Override
    public Target target() {
        return targetValues.type();
    }

    @Override
    public String sampleName(int index) {
        return files.isEmpty() ? SimpleDataset.super.sampleName(index) : name(files.get(index));
    }

    /** Samples are told apart by their names. */
    private static String name(Path file) {
        var name = FileName.of(file)
                .orElseThrow(() -> new DataException(
                        file + ": the name of this image cannot be read in this locale; " + FileName.ADVICE));
        var folder = file.getParent();
        return folder == null || name.equals(file.getFileName().toString())
                ? file.toString()
                : folder + file.getFileSystem().getSeparator() + name;
    }

    @Override
    public void copyInput(int index, MemorySegment inputs, long offset) {
        var length = (int) (pixels.byteSize() / size);
        var first = (long) index * length;
        for (var i = 0; i < length; i++) {
            inputs.set(JAVA_FLOAT, offset + (long) i * Float.BYTES, pixels.get(JAVA_BYTE, first + i) & 0xFF);
        }
    }

    @Override
    public void copyTarget(int index, MemorySegment segment, long offset) {
        targetValues.copy(index, segment, offset);
    }
}
