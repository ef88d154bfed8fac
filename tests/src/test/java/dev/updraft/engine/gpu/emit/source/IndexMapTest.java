package dev.updraft.engine.gpu.emit.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexMapTest {
    private static final Shape IMAGE = Shape.batch(28, 26, 3);

    @Test
    void axesThatAreContiguousAreWalkedAsOne() {
        assertThat(IndexMap.of(IMAGE, List.of(0, 1, 2, 3)).index("i")).isEqualTo("i");
        assertThat(IndexMap.of(IMAGE, List.of(0, 1, 2)).index("i")).isEqualTo("i * 3");
        assertThat(IndexMap.of(IMAGE, List.of(2, 3)).index("i")).isEqualTo("i");
    }

    @Test
    void othersTakeADivisionEach() {
        assertThat(IndexMap.of(IMAGE, List.of(0, 2)).index("i")).isEqualTo("i / 26 * 2184 + i % 26 * 3");
        assertThat(IndexMap.of(IMAGE, List.of(0, 3, 1, 2)).index("i"))
                .isEqualTo("i / 2184 * 2184 + i / 728 % 3 + i % 728 * 3");
    }

    @Test
    void aPartOfAnAxisIsNotContiguousWithTheOneOutsideIt() {
        assertThat(IndexMap.of(IMAGE, IndexMap.axes(IMAGE), IMAGE.with(2, 5)).index("i"))
                .isEqualTo("i / 15 * 78 + i % 15");
    }

    @Test
    void axesOfOnePlaceAreNotWalked() {
        assertThat(IndexMap.of(Shape.of(1, 4, 1), List.of(0, 1, 2)).index("i")).isEqualTo("i");
        assertThat(IndexMap.of(Shape.of(3, 1), List.of(1)).index("i")).isEqualTo("0");
    }

    @Test
    void countsTheSamplesOfTheStep() {
        var indexMap = IndexMap.of(IMAGE, List.of(0, 3));
        assertThat(indexMap.size()).isEqualTo("count * 3");
        assertThat(indexMap.size(5)).isEqualTo(15);
        assertThat(indexMap.contiguous()).isTrue();
        assertThat(IndexMap.of(IMAGE, List.of(0, 1)).contiguous()).isFalse();
    }
}
