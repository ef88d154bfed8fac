package dev.updraft.data.internal.formats;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.ImageDataset;
import dev.updraft.data.internal.Targets;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CIFAR-10's binary batches: records of a label and 32×32 pixels, the planes red, green, blue one after the other.
 *
 * @param files read in this order
 * @param description what they are called together
 */
public record CifarBatches(List<Path> files, String description) implements Format {

    public static final List<String> CLASS_NAMES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final Shape IMAGE = Shape.of(32, 32, 3);
    private static final int PLANE = 32 * 32;
    private static final int CHANNELS = 3;
    private static final int RECORD = 1 + CHANNELS * PLANE;

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        dataSpec.requireImages(description, IMAGE);
        var counts = files.stream().mapToInt(CifarBatches::records).toArray();
        var total = IntStream.of(counts).asLongStream().sum();
        if (total > Integer.MAX_VALUE) {
            throw new DataException(
                    description + ": has " + total + " images; at most " + Integer.MAX_VALUE + " are supported");
        }
        var pixels = ImageDataset.allocate(description, total, IMAGE);
        var labels = new int[(int) total];
        var first = 0;
        for (var i = 0; i < counts.length; i++) {
            readBatch(files.get(i), counts[i], first, pixels, labels);
            first += counts[i];
        }
        var targets = Targets.ofLabels(labels, CLASS_NAMES, dataSpec, index -> record(index, counts));
        return new ImageDataset(labels.length, dataSpec.input(), pixels, targets, description);
    }

    private static int records(Path file) {
        try {
            var bytes = Files.size(file);
            if (bytes == 0 || bytes % RECORD != 0 || bytes / RECORD > Integer.MAX_VALUE) {
                throw new DataException(
                        file + ": has " + bytes + " bytes, which is not a whole number of records of " + RECORD
                                + " bytes (a label and 32×32×3 pixels); the file appears truncated: download it again");
            }
            return (int) (bytes / RECORD);
        } catch (IOException e) {
            throw ByteReader.failure(file, e);
        }
    }

    private static void readBatch(Path file, int count, int first, MemorySegment pixels, int[] labels) {
        var record = new byte[RECORD];
        var image = new byte[CHANNELS * PLANE];
        var imageSegment = MemorySegment.ofArray(image);
        try (var in = ByteReader.open(file)) {
            for (var i = 0; i < count; i++) {
                in.read(record, RECORD, "record " + (i + 1) + " of " + count);
                labels[first + i] = record[0] & 0xFF;
                for (var channel = 0; channel < CHANNELS; channel++) {
                    for (var pixel = 0; pixel < PLANE; pixel++) {
                        image[pixel * CHANNELS + channel] = record[1 + channel * PLANE + pixel];
                    }
                }
                MemorySegment.copy(imageSegment, 0, pixels, (long) (first + i) * image.length, image.length);
            }
        }
    }

    private String record(int index, int[] counts) {
        var file = 0;
        var within = index;
        while (within >= counts[file]) {
            within -= counts[file++];
        }
        return files.get(file) + ": record " + (within + 1);
    }
}
