package dev.updraft.weights.internal;

import dev.updraft.files.Destination;
import dev.updraft.files.FileProblem;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which files weights may take the place of: older weights and empty files. Everything else is somebody's work. */
public final class ReplaceableFile {
    private static final int LONGEST_BEGINNING = 64;

    private ReplaceableFile() {}

    /**
     * Refuses what weights must not replace; to be called before work whose result is to be written there, too.
     *
     * @throws WeightsException if something else is there than weights
     */
    public static void require(Path file) {
        try {
            switch (Destination.of(file)) {
                case Destination.Free _, Destination.NullDevice _ -> {}
                case Destination.Folder _ ->
                    throw new WeightsException(file, "cannot be written: it is a folder; pass the name of a file");
                case Destination.Special(var _, var kind) ->
                    throw new WeightsException(
                            file, "is " + kind + ", not a file, and is left alone; pass the name of a file");
                case Destination.RegularFile(var path) -> requireWeights(file, path);
            }
        } catch (IOException e) {
            throw new WeightsException(file, "cannot be read: " + FileProblem.reason(e), e);
        }
    }

    private static void requireWeights(Path file, Path path) throws IOException {
        byte[] beginning;
        try (var in = Files.newInputStream(path)) {
            beginning = in.readNBytes(LONGEST_BEGINNING);
        }
        if (beginning.length > 0 && !isWeights(beginning, Files.size(path))) {
            throw new WeightsException(
                    file,
                    "is not a weights file" + quoted(beginning)
                            + ", so it is not overwritten; choose another name, or remove the file first");
        }
    }

    /** The length of a header, then the header, which is a JSON object. */
    private static boolean isWeights(byte[] beginning, long size) {
        if (beginning.length < Long.BYTES + 2) {
            return false;
        }
        var length = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length >= 2
                && length <= Math.min(SafetensorsFile.LONGEST_HEADER, size - Long.BYTES)
                && beginning[Long.BYTES] == '{'
                && "\"} \t\r\n".indexOf(beginning[Long.BYTES + 1]) >= 0;
    }

    /** The first line of a text. */
    private static String quoted(byte[] beginning) {
        var line = new String(beginning, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        return line.isBlank() || line.chars().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD)
                ? ""
                : " (it begins with " + Quoted.of(line.strip()) + ")";
    }
}
