package dev.updraft.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.disk.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real disk that is full, before and while a training saves to it. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullDiskTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void nothingIsLostButTheStepsSinceTheLastCheckpoint(TrainingOnFullDisk.Course course) throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingOnFullDisk.class.getName(),
                course.name(),
                disk.toString(),
                folder.toString());
        var process = SmallDisk.run(disk, 512, command);
        var said = process.inputReader().readAllAsString();
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(disk).isEmptyDirectory();
    }
}
