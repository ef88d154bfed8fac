package dev.updraft.checkpoints.internal;

import dev.updraft.files.AtomicFile;
import dev.updraft.history.History;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The history of a long run, in the folder {@code history} beside its checkpoints: {@value #EPOCHS} epochs in each segment, so
 * that what a checkpoint writes does not grow with the epochs that are done. A segment is written before the first checkpoint
 * that needs it and never changed; its name ends in its checksum, so that epochs that are done again after a crash, which took
 * another time, get a segment of their own. Since all later checkpoints share it, it is there twice: one file that is damaged
 * costs nothing.
 */
final class HistorySegments {
    static final int EPOCHS = 100;
    static final String FOLDER = "history";

    private static final List<String> SUFFIXES = List.of(".json", "-copy.json");
    private static final Pattern NAME = Pattern.compile("epochs-[0-9]{1,10}-[0-9]{1,10}-[0-9a-f]{8}");
    /** Far more than a hundred epochs with the metrics of a thousand classes. */
    private static final int LONGEST = 1 << 26;

    private final Path folder;
    private final List<String> written = new ArrayList<>();

    /** @param run the folder of the checkpoints */
    HistorySegments(Path run) {
        folder = run.resolve(FOLDER);
    }

    /** A segment that is not there, or not as it was written, neither the first time nor the second. */
    static final class LostException extends IOException {
        private static final long serialVersionUID = 1;

        LostException(String name) {
            super("the history segment " + FOLDER + "/" + name + SUFFIXES.getFirst()
                    + " and its copy are missing or damaged");
        }
    }

    /** How many of so many epochs are in segments. */
    static int inSegments(int epochs) {
        return epochs / EPOCHS * EPOCHS;
    }

    /**
     * Writes the segments that are complete and not there yet.
     *
     * @param epochs of the run, all that are done
     * @return the names of the segments, in order
     */
    List<String> write(List<History.Epoch> epochs) throws IOException {
        while ((written.size() + 1) * EPOCHS <= epochs.size()) {
            var from = written.size() * EPOCHS;
            written.add(segment(epochs.subList(from, from + EPOCHS)));
        }
        return List.copyOf(written);
    }

    private String segment(List<History.Epoch> epochs) throws IOException {
        var content = EpochJson.text(epochs).getBytes(StandardCharsets.UTF_8);
        var name = "epochs-%s-%s-%s"
                .formatted(epochs.getFirst().number(), epochs.getLast().number(), checksum(content));
        Files.createDirectories(folder);
        for (var suffix : SUFFIXES) {
            var file = folder.resolve(name + suffix);
            if (!isSound(file, name)) {
                AtomicFile.write(file, channel -> AtomicFile.writeAll(channel, ByteBuffer.wrap(content)));
            }
        }
        AtomicFile.force(folder);
        return name;
    }

    private static boolean isSound(Path file, String name) throws IOException {
        return Files.isRegularFile(file) && name.endsWith("-" + checksum(content(file)));
    }

    private static byte[] content(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(LONGEST);
        }
    }

    private static String checksum(byte[] content) {
        var crc = new CRC32C();
        crc.update(content);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /**
     * The epochs of a segment.
     *
     * @throws LostException if it is not as it was written, nor is its copy
     * @throws IOException if it cannot be read
     */
    List<History.Epoch> read(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("a segment of the history has an invalid name");
        }
        for (var suffix : SUFFIXES) {
            var file = folder.resolve(name + suffix);
            if (isSound(file, name)) {
                return EpochJson.read(new String(content(file), StandardCharsets.UTF_8));
            }
        }
        throw new LostException(name);
    }
}
