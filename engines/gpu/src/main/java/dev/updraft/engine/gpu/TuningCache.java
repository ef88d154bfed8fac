package dev.updraft.engine.gpu;

import dev.updraft.download.Checksum;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import dev.updraft.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fastest tilings that were found on a device, in a text file: what it was found on in the first line, then one product a
 * line. A line that makes no sense is as if it were not there, and so is a file about something else.
 */
final class TuningCache {
    private static final String COLUMNS = "# rows columns depth blockRows blockColumns parts, product";
    /** Of the checksum, in the file's name. */
    private static final int DIGITS = 16;

    private static final Pattern LINE = Pattern.compile("([0-9]{1,9}(?: [0-9]{1,9}){5})\t(.+)");

    /** Nobody has so many products; reading must not take long whatever lies there. */
    private static final long MOST_BYTES = 1 << 22;

    private final Path file;
    private final String about;

    /**
     * The cache of a device.
     *
     * @param folder where files of all devices are
     * @param tornado version of TornadoVM
     */
    TuningCache(Path folder, DeviceInfo device, DeviceTraits traits, String tornado) {
        about = String.format(
                        Locale.ROOT,
                        "# Updraft %s on %s with %s (%s) and TornadoVM %s, work-groups of %d, %d bytes of local memory",
                        Version.TEXT,
                        device.name(),
                        device.backend(),
                        device.driver(),
                        tornado,
                        traits.workGroup(),
                        traits.localBytes())
                .replaceAll("\\s+", " ");
        file = folder.resolve(Checksum.of(about).substring(0, DIGITS) + ".txt");
    }

    /** What a product is called in the file. */
    static String name(GemmShape product) {
        return product.toString();
    }

    Path file() {
        return file;
    }

    /** The tilings by the names of their products; none if there is no file that can be read. */
    Map<String, Tiling> read() {
        var found = new TreeMap<String, Tiling>();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return found;
            }
            var lines = Files.readString(file).lines().toList();
            if (!lines.isEmpty() && lines.getFirst().equals(about)) {
                lines.forEach(line -> read(line, found));
            }
        } catch (IOException _) {
            // As good as none.
        }
        return found;
    }

    private static void read(String line, Map<String, Tiling> found) {
        var parts = LINE.matcher(line);
        if (parts.matches()) {
            var sizes = Pattern.compile(" ")
                    .splitAsStream(parts.group(1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            try {
                found.put(parts.group(2), new Tiling(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]));
            } catch (IllegalArgumentException _) {
                // No tiling, whoever wrote it.
            }
        }
    }

    /**
     * Adds tilings to those of the file. What others write at the same time may be lost, but never half written.
     *
     * @throws IOException if the file cannot be written
     */
    void add(Map<String, Tiling> found) throws IOException {
        var all = read();
        all.putAll(found);
        var lines = new ArrayList<String>();
        lines.add(about);
        lines.add(COLUMNS);
        all.forEach((name, tiling) -> lines.add(line(tiling) + "\t" + name));
        var folder = Files.createDirectories(Objects.requireNonNull(file.getParent()));
        var aside = Files.createTempFile(folder, "making-", ".txt");
        try {
            Files.write(aside, lines);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static String line(Tiling tiling) {
        return IntStream.of(
                        tiling.rows(),
                        tiling.columns(),
                        tiling.depth(),
                        tiling.blockRows(),
                        tiling.blockColumns(),
                        tiling.parts())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }
}
