package dev.updraft.compiler.check;

import static dev.updraft.compiler.check.Models.graph;
import static dev.updraft.compiler.check.Models.network;
import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.diagnostics.Diagnostic.Label;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.BlockCall;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.ops.Variable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SharedBlocksTest {
    private static final String TOWER = "shared block tower(x) { return x -> dense(3) -> relu -> dense(2) }\n";

    private static List<String> weights(LayerGraph graph) {
        return Compiler.lower(graph).variables().stream().map(Variable::name).toList();
    }

    private static List<String> names(LayerGraph graph) {
        return graph.layers().stream().map(LayerNode::name).toList();
    }

    @Test
    void allUsesHaveTheWeightsOfTheFirst() {
        var graph = graph(network("float[4]", "concat(tower(x), x -> rescale(2) -> tower) -> out") + TOWER);

        assertThat(names(graph))
                .containsExactly(
                        "tower/dense",
                        "tower/relu",
                        "tower/dense_1",
                        "rescale",
                        "tower_1/dense",
                        "tower_1/relu",
                        "tower_1/dense_1",
                        "concat");
        assertThat(graph.layers().get(6).weightsName()).isEqualTo("tower/dense_1");
        assertThat(graph.owners()).extracting(LayerNode::name).doesNotContain("tower_1/dense", "tower_1/dense_1");
        assertThat(weights(graph))
                .containsExactly(
                        "tower/dense/kernel", "tower/dense/bias", "tower/dense_1/kernel", "tower/dense_1/bias");
    }

    @Test
    void aSharedBlockBelongsToTheModelWhereverItIsUsed() {
        var graph = graph(network("float[2]", """
                y = x -> outer -> repeat 2 { outer -> tower }
                repeat 2 {
                    y = y -> tower
                }
                y -> dense(1)
                """) + TOWER + "block outer(x) { return x -> dense(2) -> tower }\n");

        assertThat(weights(graph))
                .containsExactly(
                        "outer/dense/kernel",
                        "outer/dense/bias",
                        "tower/dense/kernel",
                        "tower/dense/bias",
                        "tower/dense_1/kernel",
                        "tower/dense_1/bias",
                        "outer_1/dense/kernel",
                        "outer_1/dense/bias",
                        "outer_2/dense/kernel",
                        "outer_2/dense/bias",
                        "dense/kernel",
                        "dense/bias");
        assertThat(names(graph)).doesNotHaveDuplicates().contains("tower_6/dense_1");
    }

    @Test
    void whatASharedBlockUsesIsSharedWithIt() {
        var graph = graph(network("float[4]", "concat(tower(x), tower(x)) -> out") + """
                shared block tower(x) { return x -> pair -> pair }
                block pair(x) { return x -> dense(4) -> half }
                shared block half(x) { return x -> dense(4) }
                """);

        assertThat(weights(graph))
                .containsExactly(
                        "tower/pair/dense/kernel",
                        "tower/pair/dense/bias",
                        "half/dense/kernel",
                        "half/dense/bias",
                        "tower/pair_1/dense/kernel",
                        "tower/pair_1/dense/bias");
        assertThat(names(graph)).contains("tower_1/pair_1/dense", "half_3/dense");
    }

    /** The weights keep their names if the chain that came first is not part of the model. */
    @Test
    void theFirstUseMayLeadNowhere() {
        var compilation = Models.check(network("float[4]", "a = tower(x)\n tower(x) -> dense(1)") + TOWER, Map.of());
        var graph = Objects.requireNonNull(compilation.graph());

        assertThat(compilation.diagnostics()).hasSize(1);
        assertThat(names(graph)).startsWith("tower_1/dense");
        assertThat(weights(graph)).startsWith("tower/dense/kernel").hasSize(6);
    }

    @Test
    void anImportedBlockIsSharedByAllFilesThatImportIt() {
        var files = Map.of(
                "tower.model",
                TOWER,
                "pairs.model",
                "import \"tower.model\"\nblock pairs(a, b) { return concat(tower(a), tower(b)) }\n");
        ImportResolver resolver = (_, path) -> new SourceFile(path, Objects.requireNonNull(files.get(path)));
        var text = "import \"tower.model\"\nimport \"pairs.model\"\n"
                + network("float[4]", "concat(pairs(x, x), tower(x)) -> out");

        var compilation = Compiler.check(new SourceFile("main.model", text), resolver, Map.of());

        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(weights(Objects.requireNonNull(compilation.graph()))).hasSize(4);
    }

    @Test
    void layersKnowTheUseTheyComeFrom() {
        var graph = graph(network("float[4]", "x -> wide -> wide -> dense(2) -> tower")
                + "block wide(x) { return x -> pair }\n"
                + "block pair(x) { return tower(x -> dense(2)) }\n"
                + TOWER);

        var tower = Objects.requireNonNull(graph.layers().get(5).block());
        assertThat(graph.layers().get(5).name()).isEqualTo("tower_1/dense");
        assertThat(tower)
                .extracting(BlockCall::path, BlockCall::weights, BlockCall::block)
                .containsExactly("tower_1", "tower", "tower");
        assertThat(tower.within())
                .isNotNull()
                .extracting(BlockCall::path, BlockCall::weights)
                .containsExactly("wide_1/pair", "wide_1/pair");
        assertThat(Objects.requireNonNull(tower.within()).within())
                .isNotNull()
                .extracting(BlockCall::block)
                .isEqualTo("wide");
        assertThat(tower.span().text()).isEqualTo("tower(x -> dense(2))");
        assertThat(graph.layers().get(8).block()).isNull();
    }

    @Test
    void aDifferenceIsShownWithTheFirstUse() {
        var compilation =
                Models.check(network("float[4]", "a = x -> tower\n concat(a, a -> tower) -> out") + TOWER, Map.of());

        assertThat(compilation.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.message())
                    .isEqualTo(
                            "`tower` is shared, but the kernel of `dense` is [2, 3] here and [4, 3] at its first use");
            assertThat(diagnostic.secondary())
                    .extracting(Label::text)
                    .containsExactly("takes [batch, 2] here and [batch, 4] at the first use", "its first use");
            assertThat(diagnostic.secondary().getLast().span().start())
                    .isLessThan(diagnostic.primary().start());
            assertThat(diagnostic.help()).contains("remove `shared`");
        });
    }
}
