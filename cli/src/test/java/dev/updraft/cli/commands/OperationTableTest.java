package dev.updraft.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.engine.OperationTime;
import dev.updraft.engine.OperationTimes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class OperationTableTest {
    private static final OperationTimes TIMES = OperationTimes.sum(
            "a training step with 32 samples, on one thread",
            List.of(
                    new OperationTime("dense", "matrix product", 0.002, 200_000_000, 4_000_000),
                    new OperationTime("optimizer", "element-wise", 0.0012, 6_000_000, 12_000_000),
                    new OperationTime("dense", "matrix product", 0.004, 400_000_000, 8_000_000),
                    new OperationTime("embedding", "gather", 0.0008, 0, 2_000_000)));

    @Test
    void showsTimeShareAndSpeedsOfEachLayersOperations() {
        assertThat(OperationTable.text(TIMES)).isEqualTo("""
                Time of a training step with 32 samples, on one thread: 8.000 ms
                Layer      Operation          ms  Share  GFLOP/s  GB/s
                dense      matrix product  6.000  75.0%    100.0   2.0
                optimizer  element-wise    1.200  15.0%      5.0  10.0
                embedding  gather          0.800  10.0%            2.5
                """);
    }

    @Test
    void programsGetTheCounts() {
        assertThat(OperationTable.fields(TIMES))
                .containsEntry("of", "a training step with 32 samples, on one thread")
                .extractingByKey("operations")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .last()
                .isEqualTo(Map.of(
                        "layer",
                        "embedding",
                        "operation",
                        "gather",
                        "seconds",
                        0.0008,
                        "share",
                        0.1,
                        "flops",
                        0L,
                        "bytes",
                        2_000_000L));
    }

    @Test
    void ofManyOperationsTheLongestAreShown() {
        var many = IntStream.range(0, 42)
                .mapToObj(i -> new OperationTime("dense_" + i, "matrix product", 0.001, 1_000_000, 1_000_000))
                .toList();
        assertThat(OperationTable.text(OperationTimes.sum("a training step with 1 sample, on one thread", many)))
                .contains("dense_39  matrix product  1.000   2.4%      1.0   1.0\n")
                .doesNotContain("dense_40")
                .endsWith("and 2 more: 2.000 ms; --json has all\n");
    }

    @Test
    void saysWhyNothingIsKnown() {
        assertThat(OperationTable.text(OperationTimes.unknown("the engine does not measure them")))
                .isEqualTo("What each operation takes is not known: the engine does not measure them\n");
    }
}
