package dev.updraft.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.data.StreamedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the rows of large tables. */
class BlockOrderTest {
    private static final int ROWS = 5000;

    @TempDir
    private Path folder;

    private Model model;
    private Dataset data;

    @BeforeEach
    void read() throws IOException {
        var table = StreamedTable.write(folder.resolve("orders.csv"), ROWS);
        model = Updraft.compile(Files.writeString(folder.resolve("orders.model"), StreamedTable.MODEL))
                .on();
        data = Datasets.open(table.toString(), Path.of("")).read(Split.TRAIN, model.dataSpec(), Progress.NONE);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static int[] large(Dataset data, long seed, int epoch) {
        try (var _ = StreamedTable.inMemory()) {
            return Shuffle.order(data, seed, epoch);
        }
    }

    @Test
    void smallTablesAreShuffledAsAWhole() {
        assertThat(Shuffle.order(data, 7, 2)).isEqualTo(Shuffle.order(data.size(), 7, 2));
    }

    @Test
    void everySampleComesOnce() {
        assertThat(Arrays.stream(large(data, 7, 0)).sorted().toArray()).isEqualTo(Shuffle.none(data.size()));
    }

    @Test
    void orderDependsOnSeedAndEpochAlone() {
        assertThat(large(data, 7, 1))
                .isEqualTo(large(data, 7, 1))
                .isNotEqualTo(large(data, 7, 0))
                .isNotEqualTo(large(data, 8, 1));
    }

    /** Where a window has been read, none of its blocks is needed again. */
    @Test
    void rowsThatAreNeededSoonLieInFewBlocks() {
        var share = data.samples(
                IntStream.range(0, data.size()).filter(sample -> sample % 3 > 0).toArray());
        try (var _ = StreamedTable.inMemory()) {
            var shift = RowBlocks.shift(8);
            var order = Shuffle.order(share, 7, 0);
            var done = new HashSet<Integer>();
            var window = new HashSet<Integer>();
            for (var sample : order) {
                var block = RowNumbers.of(share, sample) >>> shift;
                assertThat(done).doesNotContain(block);
                if (!window.contains(block) && window.size() == RowBlocks.WINDOW) {
                    done.addAll(window);
                    window.clear();
                    assertThat(done).doesNotContain(block);
                }
                window.add(block);
            }
            assertThat(done).hasSizeGreaterThan(3 * RowBlocks.WINDOW);
            // And they are mixed: neighbours are rarely of one block.
            var together = IntStream.range(1, order.length)
                    .filter(i ->
                            RowNumbers.of(share, order[i - 1]) >>> shift == RowNumbers.of(share, order[i]) >>> shift)
                    .count();
            assertThat(together).isLessThan(order.length / 20);
        }
    }
}
