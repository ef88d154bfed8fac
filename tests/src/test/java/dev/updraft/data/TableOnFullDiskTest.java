package dev.updraft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.disk.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A table that is larger than memory, and than the disk that it would stream from. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TableOnFullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void oneLineSaysWhatToDo() throws Exception {
        var table = StreamedTable.write(folder.resolve("orders.csv"), 50_000);
        var disk = Files.createDirectory(folder.resolve("disk"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + disk,
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(1, StreamedTable.OPTIONS);
        command.addAll(List.of(TableOnFullDisk.class.getName(), folder.toString(), table.toString()));

        var process = SmallDisk.run(disk, 1024, command);
        var said = process.inputReader().readAllAsString();

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.strip())
                .isEqualTo(table + ": does not fit into memory, and its temporary file in " + disk
                        + " cannot be written beyond 0.3 MB: No space left on device; name a folder on a disk with room"
                        + " with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER, or give Java more memory with"
                        + " JAVA_TOOL_OPTIONS=-Xmx4g");
    }
}
