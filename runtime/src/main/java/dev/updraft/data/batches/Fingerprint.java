package dev.updraft.data.batches;

import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.CheckedTarget;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Tells one data set from another by what is in it, wherever it lies. All targets count, and so many inputs as 256 MiB of
 * values hold: of larger data sets every n-th input.
 *
 * @param samples how many there are
 * @param inputShape of one: {@code [28, 28, 1]}
 * @param target what is known of each: {@code 10 classes}
 * @param inputsRead how many inputs went into the checksum, at most {@code samples}
 * @param checksum CRC-32C of inputs, targets and names of classes, as eight hexadecimal digits
 */
public record Fingerprint(int samples, String inputShape, String target, int inputsRead, String checksum) {
    private static final long MOST_BYTES = 256L << 20;
    private static final int ALIGNMENT = 64;

    /**
     * Reads a data set.
     *
     * @throws DataException if it cannot be read
     */
    public static Fingerprint of(Dataset data) {
        var inputs = data.inputs();
        var targets = data.targets();
        var bytes = inputs.stream()
                .mapToLong(input -> input.shape().elementsPerSample() * Float.BYTES)
                .sum();
        var stride = (int) Math.ceilDiv(data.size() * bytes, MOST_BYTES);
        var crc = new CRC32C();
        try (var arena = Arena.ofConfined()) {
            for (var input = 0; input < inputs.size(); input++) {
                var windows = data.windows();
                var rows = windows == null ? data : windows.rows();
                var columns = rows.columns(input);
                if (!columns.isEmpty()) {
                    // Of windows every row, as they are far fewer values than those of samples.
                    update(crc, columns, rows.size(), windows == null ? stride : 1);
                    continue;
                }
                var room = arena.allocate(inputs.get(input).shape().elementsPerSample() * Float.BYTES, ALIGNMENT);
                for (var i = 0; i < data.size(); i += stride) {
                    data.copyInput(input, i, room, 0);
                    update(crc, room);
                }
            }
            for (var target = 0; target < targets.size(); target++) {
                var room = arena.allocate(targets.get(target).bytes(), ALIGNMENT);
                for (var i = 0; i < data.size(); i++) {
                    CheckedTarget.copy(data, target, targets.get(target), i, room, 0);
                    update(crc, room);
                }
            }
        }
        for (var target : targets) {
            if (target instanceof Dataset.Target.Classes classes) {
                classes.names().forEach(name -> crc.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new Fingerprint(
                data.size(),
                inputs.stream().map(input -> input.shape().toString()).collect(Collectors.joining(", ")),
                targets.isEmpty()
                        ? "nothing"
                        : targets.stream().map(Fingerprint::words).collect(Collectors.joining(", ")),
                Math.ceilDiv(data.size(), stride),
                HexFormat.of().toHexDigits((int) crc.getValue()));
    }

    /** The cells of every {@code stride}-th row. */
    private static void update(CRC32C crc, List<ColumnValues> columns, int rows, int stride) {
        var number = ByteBuffer.allocate(Double.BYTES);
        for (var column : columns) {
            for (var row = 0; row < rows; row += stride) {
                switch (column) {
                    case ColumnValues.Numbers numbers ->
                        crc.update(number.clear().putDouble(numbers.at(row)).flip());
                    case ColumnValues.Texts texts -> {
                        var code = texts.code(row);
                        var text = code < 0 ? "" : texts.texts().get(code);
                        crc.update((text + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                    case ColumnValues.Absent() -> {}
                }
            }
        }
    }

    private static void update(CRC32C crc, MemorySegment values) {
        crc.update(values.asByteBuffer());
    }

    private static String words(Dataset.Target target) {
        return switch (target) {
            case Dataset.Target.Classes(var _, var names, var positions) ->
                names.size() + " classes" + (positions == 1 ? "" : " at " + positions + " positions");
            case Dataset.Target.Reals(var _, var width) -> width == 1 ? "1 number" : width + " numbers";
            case Dataset.Target.None() -> "nothing";
        };
    }

    /** What is otherwise in another one, in words; nothing if both are of the same data. */
    public List<String> differences(Fingerprint other) {
        var differences = new ArrayList<String>();
        if (samples != other.samples) {
            differences.add(samples + " samples, not " + other.samples);
        }
        if (!inputShape.equals(other.inputShape)) {
            differences.add("inputs of shape " + inputShape + ", not " + other.inputShape);
        }
        if (!target.equals(other.target)) {
            differences.add("targets are " + target + ", not " + other.target);
        }
        if (differences.isEmpty() && !equals(other)) {
            differences.add("different values or order: checksum " + checksum + ", not " + other.checksum);
        }
        return differences;
    }

    /** In a line: {@code 60000 samples of [28, 28, 1], 10 classes, checksum 1a2b3c4d}. */
    @Override
    public String toString() {
        var part = inputsRead < samples ? " (of " + inputsRead + " inputs and all targets)" : "";
        return samples + " samples of " + inputShape + ", " + target + ", checksum " + checksum + part;
    }
}
