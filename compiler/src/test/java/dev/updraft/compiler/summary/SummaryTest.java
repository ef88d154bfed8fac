package dev.updraft.compiler.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.updraft.compiler.check.Models;
import dev.updraft.compiler.summary.Summary.Row;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final String CIFAR10 = """
            model Cifar10(width: int = 32) {
                input  image: float[32, 32, 3]
                target label: class[10]
                network {
                    image
                        -> rescale(1/255)
                        -> conv2d(width, kernel: 3, activation: relu)
                        -> max_pool2d(2)
                        -> conv2d(2 * width, kernel: 3, activation: relu)
                        -> max_pool2d(2)
                        -> conv2d(2 * width, kernel: 3, activation: relu)
                        -> flatten
                        -> dense(64, activation: relu)
                        -> dense(10)
                        -> logits
                }
                loss sparse_categorical_crossentropy(logits, label)
            }
            """;

    /** Metrics of Keras's summary of the same network. */
    @Test
    void parametersOfTheCifar10NetworkAreThoseOfKeras() {
        var summary = Summary.of(Models.graph(CIFAR10));

        assertThat(summary.parameters()).isEqualTo(122_570);
        assertThat(summary.rows())
                .extracting(Row::parameters)
                .containsExactly(0L, 0L, 896L, 0L, 18_496L, 0L, 36_928L, 0L, 65_600L, 650L);
        assertThat(summary.rows())
                .extracting(row -> row.shape().toString())
                .startsWith("[batch, 32, 32, 3]", "[batch, 32, 32, 3]", "[batch, 30, 30, 32]", "[batch, 15, 15, 32]");
    }

    /** 2 · 30² · 3²·3 · 32, 2 · 13² · 3²·32 · 64, 2 · 4² · 3²·64 · 64, 2 · 1024 · 64, 2 · 64 · 10. */
    @Test
    void flopsAreTwoForEachMultiplyAdd() {
        var summary = Summary.of(Models.graph(CIFAR10));

        assertThat(summary.rows())
                .extracting(Row::flops)
                .containsExactly(0L, 0L, 1_555_200L, 0L, 6_230_016L, 0L, 1_179_648L, 0L, 131_072L, 1_280L);
        assertThat(summary.flops()).isEqualTo(9_097_216);
    }

    @Test
    void halfOfABatchNormsParametersAreNotTrainable() {
        var summary = Summary.of(Models.graph(Models.network("float[8, 8, 6]", "x -> batch_norm")));

        assertThat(summary.rows().getLast())
                .extracting(Row::trainable, Row::nonTrainable, Row::parameters)
                .containsExactly(12L, 12L, 24L);
    }

    /** Keras: kernel 3 · 3 · 6 · 2, bias 12. */
    @Test
    void aDepthwiseKernelSeesOneChannelAnOutput() {
        var summary = Summary.of(
                Models.graph(Models.network("float[8, 8, 6]", "x -> depthwise_conv2d(3, depth_multiplier: 2)")));

        assertThat(summary.rows().getLast())
                .extracting(Row::parameters, Row::flops)
                .containsExactly(120L, 2L * 9 * 36 * 12);
    }

    @Test
    void weightsThatAreSharedAreCountedOnce() {
        var summary =
                Summary.of(Models.graph(Models.network("float[4]", "concat(tower(x), x -> rescale(2) -> tower) -> out")
                        + "shared block tower(x) { return x -> dense(3) -> batch_norm -> relu }"));

        assertThat(summary.rows())
                .extracting(Row::name, Row::parameters, Row::shared)
                .contains(
                        tuple("tower/dense", 15L, false),
                        tuple("tower/batch_norm", 12L, false),
                        tuple("tower_1/dense", 0L, true),
                        tuple("tower_1/batch_norm", 0L, true),
                        tuple("tower_1/relu", 0L, false));
        assertThat(summary)
                .extracting(Summary::trainable, Summary::nonTrainable, Summary::flops)
                .containsExactly(21L, 6L, 48L);
        assertThat(SummaryTable.render(summary))
                .contains("tower_1/dense       dense       [batch, 3]        shared     24  rescale\n");
    }

    @Test
    void aTableShowsRowsAndTotals() {
        var table =
                SummaryTable.render(Summary.of(Models.graph(Models.network("float[4]", "x -> dense(300) -> relu"))));

        assertThat(table).isEqualTo("""
                M
                ────────────────────────────────────────────────────
                Layer  Kind   Output shape  Parameters  FLOPs  Takes
                ────────────────────────────────────────────────────
                x      input  [batch, 4]
                dense  dense  [batch, 300]       1,500  2,400  x
                relu   relu   [batch, 300]                     dense
                ────────────────────────────────────────────────────
                1,500 parameters: 1,500 trainable, 0 not
                2,400 FLOPs a sample, forward
                """);
    }

    /** Room for nodes is no parameter: trees have as many as they will have grown. */
    @Test
    void treesAreCountedAsTrees() {
        var table = SummaryTable.render(Summary.of(Models.graph("""
                model M {
                    input x: float[4]
                    target y: class["a", "b", "c"]
                    network { x -> boosted_trees(trees: 1200, max_depth: 4) -> out }
                    loss sparse_categorical_crossentropy(out, y)
                }
                """)));

        assertThat(table).isEqualTo("""
                M
                ────────────────────────────────────────────────────────────────
                Layer          Kind           Output shape  Parameters  FLOPs  Takes
                ────────────────────────────────────────────────────────────────
                x              input          [batch, 4]
                boosted_trees  boosted_trees  [batch, 3]                       x
                ────────────────────────────────────────────────────────────────
                0 parameters: 0 trainable, 0 not
                0 FLOPs a sample, forward
                boosted_trees: at most 1,200 trees of 16 leaves for each of 3 outputs
                """.replace("─".repeat(64), "─".repeat(68)));
    }
}
