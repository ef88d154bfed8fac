package dev.updraft.disk;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small disk in memory, which only the process on it can see, and which goes away with that, however it ends. */
public final class SmallDisk {
    private SmallDisk() {}

    /**
     * Runs a command. Skips the test where nobody but the administrator may mount a disk for himself.
     *
     * @param place a folder, where the command finds the disk
     */
    public static Process run(Path place, int kilobytes, List<String> command)
            throws IOException, InterruptedException {
        var probe = start(place, kilobytes, List.of("true"));
        assumeThat(probe.waitFor())
                .as("a disk in memory could not be mounted: "
                        + probe.inputReader().readAllAsString())
                .isZero();
        return start(place, kilobytes, command);
    }

    private static Process start(Path place, int kilobytes, List<String> command) throws IOException {
        var all = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c"));
        all.add("mount -t tmpfs -o size=" + kilobytes + "k tmpfs \"$0\" && exec \"$@\"");
        all.add(place.toString());
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }
}
