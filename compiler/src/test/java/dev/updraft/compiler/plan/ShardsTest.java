package dev.updraft.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ShardsTest {
    @Property(tries = 200)
    void shardsAreTheBatchWithoutGapsAndDifferByOneAtMost(
            @ForAll @IntRange(min = 1, max = 5000) int batch, @ForAll @LongRange(max = 1L << 32) long partBytes) {
        var shards = Shards.of(batch, partBytes, ShardLimits.HOST);
        var next = 0;
        for (var shard = 0; shard < shards.count(); shard++) {
            assertThat(shards.starts()[shard]).isEqualTo(next);
            next += shards.sizes()[shard];
        }
        assertThat(next).isEqualTo(batch);
        var smallest = Arrays.stream(shards.sizes()).min().orElseThrow();
        assertThat(shards.largest() - smallest).isBetween(0, 1);
        assertThat(smallest).isPositive();
    }
}
