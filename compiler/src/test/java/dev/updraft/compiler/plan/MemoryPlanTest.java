package dev.updraft.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.plan.MemoryPlan.Demand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    record Size(long bytes, int first, int length) {}

    @Property(tries = 200)
    void valuesAliveAtOneMomentShareNoByte(@ForAll("sizes") List<Size> sizes) {
        var demands = demands(sizes);
        var plan = MemoryPlan.of(demands);
        for (var one : demands) {
            var start = offset(plan, one);
            assertThat(start % MemoryPlan.ALIGNMENT).isZero();
            assertThat(start + one.bytes()).isLessThanOrEqualTo(plan.bytes());
            for (var other : demands) {
                if (one.value() < other.value() && one.overlaps(other)) {
                    var otherStart = offset(plan, other);
                    assertThat(start + one.bytes() <= otherStart || otherStart + other.bytes() <= start)
                            .as("%s and %s lie apart", one, other)
                            .isTrue();
                }
            }
        }
    }

    /** The obvious way, whose cost is out of all proportion: looks for the lowest place among all that is placed. */
    @Property(tries = 200)
    void everyValueLiesInTheLowestGapThatIsFreeInItsTime(@ForAll("sizes") List<Size> sizes) {
        var demands = demands(sizes);
        var offsets = new HashMap<Integer, Long>();
        var placed = new ArrayList<Demand<Integer>>();
        for (var demand : demands.stream()
                .sorted(Comparator.comparingLong((Demand<Integer> each) -> each.bytes())
                        .reversed())
                .toList()) {
            var offset = 0L;
            for (var moved = true; moved; ) {
                moved = false;
                for (var other : placed) {
                    var start = offsets.getOrDefault(other.value(), 0L);
                    if (other.overlaps(demand)
                            && start < offset + MemoryPlan.aligned(demand.bytes())
                            && offset < start + MemoryPlan.aligned(other.bytes())) {
                        offset = start + MemoryPlan.aligned(other.bytes());
                        moved = true;
                    }
                }
            }
            offsets.put(demand.value(), offset);
            placed.add(demand);
        }
        assertThat(MemoryPlan.of(demands).offsets()).isEqualTo(offsets);
    }

    @Test
    void valuesThatFollowOneAnotherShareMemory() {
        var plan = MemoryPlan.of(
                List.of(new Demand<>("a", 1000, 0, 1), new Demand<>("b", 1000, 1, 2), new Demand<>("c", 1000, 2, 3)));
        assertThat(plan.bytes()).isEqualTo(2 * MemoryPlan.aligned(1000));
    }

    @Property(tries = 200)
    void noValueLiesAcrossTheBorderOfTwoBlocks(@ForAll("sizes") List<Size> sizes) {
        var block = sizes.stream()
                .mapToLong(size -> MemoryPlan.aligned(size.bytes()))
                .max()
                .orElse(MemoryPlan.ALIGNMENT);
        var demands = demands(sizes);
        var plan = MemoryPlan.of(demands, block);
        for (var one : demands) {
            var start = offset(plan, one);
            assertThat((start + Math.max(1, one.bytes()) - 1) / block)
                    .as("block of the end of %s", one)
                    .isEqualTo(start / block);
            for (var other : demands) {
                if (one.value() < other.value() && one.overlaps(other)) {
                    var otherStart = offset(plan, other);
                    assertThat(start + one.bytes() <= otherStart || otherStart + other.bytes() <= start)
                            .as("%s and %s lie apart", one, other)
                            .isTrue();
                }
            }
        }
    }

    private static long offset(MemoryPlan<Integer> plan, Demand<Integer> demand) {
        var offset = plan.offsets().get(demand.value());
        assertThat(offset).isNotNull();
        return offset;
    }

    private static List<Demand<Integer>> demands(List<Size> sizes) {
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> {
                    var size = sizes.get(i);
                    return new Demand<>(i, size.bytes, size.first, size.first + size.length);
                })
                .toList();
    }

    @Provide
    Arbitrary<List<Size>> sizes() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 5000),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 10))
                .as(Size::new)
                .list()
                .ofMaxSize(40);
    }
}
