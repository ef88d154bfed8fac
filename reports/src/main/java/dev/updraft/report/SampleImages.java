package dev.updraft.report;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.charts.picture.Png;
import dev.updraft.data.Dataset;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples that are images, as PNG: small ones as they are, others made smaller. */
final class SampleImages {
    /** Wider or higher ones are made smaller. */
    private static final int LARGEST = 128;

    private final int height;
    private final int width;
    private final int channels;
    private final float least;
    private final float most;

    private SampleImages(List<Integer> shape, List<float[]> samples) {
        height = shape.get(0);
        width = shape.get(1);
        channels = shape.size() == 3 ? shape.get(2) : 1;
        var smallest = Float.POSITIVE_INFINITY;
        var largest = Float.NEGATIVE_INFINITY;
        for (var sample : samples) {
            for (var value : sample) {
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
        }
        // Bytes, shares, or whatever there is from the darkest to the brightest.
        var bytes = smallest >= 0 && largest > 1 && largest <= 255;
        least = smallest >= 0 && largest <= 255 ? 0 : smallest;
        most = bytes ? 255 : Math.max(largest, smallest >= 0 ? 1 : least + 1e-6f);
    }

    /** Images of some samples by their numbers: of the first input that can be one; none if there is no such input. */
    static Map<Integer, byte[]> of(Dataset data, List<Integer> samples) {
        var inputs = data.inputs();
        var image = IntStream.range(0, inputs.size())
                .filter(input -> data.columns(input).isEmpty()
                        && areImages(inputs.get(input).shape().dims()))
                .findFirst();
        if (samples.isEmpty() || image.isEmpty()) {
            return Map.of();
        }
        var input = image.getAsInt();
        var shape = inputs.get(input).shape().dims();
        var values = samples.stream().map(sample -> values(data, input, sample)).toList();
        var images = new SampleImages(shape, values);
        var png = new LinkedHashMap<Integer, byte[]>();
        for (var i = 0; i < samples.size(); i++) {
            png.put(samples.get(i), images.png(values.get(i)));
        }
        return png;
    }

    private static boolean areImages(List<Integer> shape) {
        var channels = shape.size() == 3 ? shape.get(2) : 1;
        return (shape.size() == 2 || shape.size() == 3)
                && (channels == 1 || channels == 3)
                && shape.get(0) > 1
                && shape.get(1) > 1;
    }

    private static float[] values(Dataset data, int input, int sample) {
        try (var arena = Arena.ofConfined()) {
            var values =
                    arena.allocate(JAVA_FLOAT, data.inputs().get(input).shape().elementsPerSample());
            data.copyInput(input, sample, values, 0);
            return values.toArray(JAVA_FLOAT);
        }
    }

    private byte[] png(float[] values) {
        var step = Math.ceilDiv(Math.max(width, height), LARGEST);
        var image =
                new BufferedImage(Math.ceilDiv(width, step), Math.ceilDiv(height, step), BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < image.getHeight(); y++) {
            for (var x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colour(values, x * step, y * step, step));
            }
        }
        return Png.of(image);
    }

    private int colour(float[] values, int left, int top, int step) {
        var red = mean(values, left, top, step, 0);
        return channels == 1
                ? red * 0x010101
                : red << 16 | mean(values, left, top, step, 1) << 8 | mean(values, left, top, step, 2);
    }

    /** Of a square of pixels, 0 to 255. */
    private int mean(float[] values, int left, int top, int step, int channel) {
        var sum = 0.0;
        var count = 0;
        for (var y = top; y < Math.min(top + step, height); y++) {
            for (var x = left; x < Math.min(left + step, width); x++) {
                sum += values[(y * width + x) * channels + channel];
                count++;
            }
        }
        return Math.clamp(Math.round((sum / count - least) / (most - least) * 255), 0, 255);
    }
}
