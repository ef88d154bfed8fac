package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SharedArraysTest {
    @TempDir
    private Path folder;

    private static Map<DeviceArray, Integer> sizes() {
        var sizes = new EnumMap<DeviceArray, Integer>(DeviceArray.class);
        for (var array : DeviceArray.values()) {
            sizes.put(array, 1 + 16_380 * array.name().length() / 4);
        }
        return sizes;
    }

    @Test
    void regionsDoNotOverlapAndEachHasRoomForItsHeader() {
        try (var arrays = new SharedArrays<>(sizes())) {
            var end = 0L;
            for (var region : arrays.regions().stream()
                    .sorted(Comparator.comparingLong(Region<DeviceArray>::offset))
                    .toList()) {
                assertThat(region.offset() - Region.HEADER).isGreaterThanOrEqualTo(end);
                assertThat((region.offset() - Region.HEADER) % 4096).isZero();
                end = region.offset() + 4L * region.elements();
            }
            assertThat(arrays.regions()).hasSize(DeviceArray.values().length);
        }
    }

    /** A file with holes gets its room when it is written to, and a folder that is full by then ends the process. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theFileHasAllItsRoomFromTheStart() throws IOException {
        try (var arrays = new SharedArrays<>(sizes(), List.of(folder))) {
            var file = arrays.regions().getFirst().file();
            var stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
            try (var blocks = stat.inputReader()) {
                assertThat(Long.parseLong(blocks.readLine()) * 512).isGreaterThanOrEqualTo(Files.size(file));
            }
        }
    }

    @Test
    void whatIsWrittenLiesInTheFileWhereTheRegionSays() throws IOException {
        try (var arrays = new SharedArrays<>(sizes())) {
            for (var region : arrays.regions()) {
                var segment = arrays.of(region.array());
                assertThat(segment.byteSize()).isEqualTo(4L * region.elements());
                segment.setAtIndex(JAVA_INT, 0, region.elements());
                segment.setAtIndex(JAVA_INT, region.elements() - 1, -region.elements());
            }
            var bytes = ByteBuffer.wrap(
                            Files.readAllBytes(arrays.regions().getFirst().file()))
                    .order(ByteOrder.nativeOrder());
            for (var region : arrays.regions()) {
                assertThat(bytes.getInt((int) region.offset())).isEqualTo(region.elements());
                assertThat(bytes.getInt((int) region.offset() + 4 * (region.elements() - 1)))
                        .isEqualTo(-region.elements());
            }
        }
    }

    @Test
    void theFileIsGoneAfterClosingAndClosingTwiceIsFine() {
        var arrays = new SharedArrays<>(sizes());
        var file = arrays.regions().getFirst().file();
        assertThat(file).exists();
        arrays.close();
        assertThat(file).doesNotExist();
        assertThatCode(arrays::close).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatCannotBeWrittenIsPassedOver() {
        var gone = folder.resolve("gone");
        try (var arrays = new SharedArrays<>(sizes(), List.of(gone, folder))) {
            assertThat(arrays.regions().getFirst().file().getParent()).isEqualTo(folder);
        }
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> new SharedArrays<>(sizes(), List.of(gone)))
                .isInstanceOf(EngineException.class)
                .hasMessageMatching("the GPU's worker shares [0-9]+ KiB with this process; no folder has room for "
                        + "them: .*gone cannot be written; use a smaller batch size or free some memory");
    }
}
