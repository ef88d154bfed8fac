package dev.updraft.compiler.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.check.Models;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WeightNamesTest {
    private static final LayerGraph GRAPH = Models.graph("""
            model Net {
                input x: float[4]
                network {
                    a = x -> dense(4) -> tower -> tower -> twin
                    a -> twin -> tower -> dense(2) -> batch_norm -> out
                }
            }
            block tower(x) { return x -> inner -> dense(4) }
            block inner(x) { return x -> dense(4, use_bias: false) }
            shared block twin(x) { return x -> dense(4) }
            """);

    private static List<String> selected(String name) {
        return GRAPH.owners().stream()
                .flatMap(layer -> layer.weights().stream()
                        .filter(weight -> WeightNames.selects(name, layer, weight))
                        .map(weight -> layer.weightsName() + "/" + weight.name()))
                .toList();
    }

    @Test
    void aNameIsThatOfAWeightALayerABlockOrItsUse() {
        assertThat(selected("gamma")).containsExactly("batch_norm/gamma");
        assertThat(selected("dense_1")).containsExactly("dense_1/kernel", "dense_1/bias");
        assertThat(selected("tower_1"))
                .containsExactly("tower_1/inner/dense/kernel", "tower_1/dense/kernel", "tower_1/dense/bias");
        assertThat(selected("tower")).hasSize(9).allMatch(name -> name.startsWith("tower"));
        assertThat(selected("inner")).hasSize(3);
        assertThat(selected("twin")).containsExactly("twin/dense/kernel", "twin/dense/bias");
        assertThat(selected("tower_1/dense")).containsExactly("tower_1/dense/kernel", "tower_1/dense/bias");
        assertThat(selected("inner/dense/kernel")).hasSize(3);
        assertThat(selected("tow")).isEmpty();
        assertThat(selected("dens")).isEmpty();
    }

    @Test
    void onlyWhatIsTrainedCounts() {
        assertThat(WeightNames.selects("gamma", GRAPH)).isTrue();
        assertThat(WeightNames.selects("moving_mean", GRAPH)).isFalse();
        var names = WeightNames.of(GRAPH);
        assertThat(names).doesNotHaveDuplicates().contains("tower", "inner", "twin", "dense_1", "bias", "batch_norm");
        assertThat(names).doesNotContain("moving_mean");
        assertThat(Stream.of("tower", "dense", "kernel").map(names::indexOf)).isSorted();
    }
}
