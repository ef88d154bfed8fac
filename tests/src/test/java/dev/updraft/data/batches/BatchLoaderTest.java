package dev.updraft.data.batches;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.Numbers;
import dev.updraft.data.SimpleDataset;
import dev.updraft.data.internal.Shuffle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {

    private static final Shape PAIR = Shape.of(2);

    @Property(tries = 30)
    void anEpochVisitsEverySampleInItsOrder(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 50) int batchSize,
            @ForAll long seed) {
        try (var loader = new BatchLoader(new Numbers(size, PAIR), batchSize)) {
            for (var epoch = 0; epoch < 3; epoch++) {
                var order = Shuffle.order(size, seed, epoch);
                loader.start(order);
                assertThat(visited(loader)).isEqualTo(listed(order));
            }
        }
    }

    @Test
    void theLastBatchIsShortIfItMustBe() {
        try (var loader = new BatchLoader(new Numbers(7, PAIR), 3)) {
            loader.start(Shuffle.none(7));
            var sizes = new ArrayList<Integer>();
            for (var batch = loader.next(); batch != null; batch = loader.next()) {
                sizes.add(batch.size());
            }
            assertThat(sizes).containsExactly(3, 3, 1);
            assertThat(BatchLoader.batches(7, 3)).isEqualTo(3);
        }
    }

    @Test
    void anEpochCanBeginInItsMidst() {
        try (var loader = new BatchLoader(new Numbers(7, PAIR), 3)) {
            loader.start(Shuffle.none(7), 2);
            assertThat(visited(loader)).containsExactly(6);
            loader.start(Shuffle.none(7), 3);
            assertThat(loader.next()).isNull();
        }
    }

    @Test
    void buffersGoRound() {
        try (var loader = new BatchLoader(new Numbers(100, PAIR), 2)) {
            loader.start(Shuffle.none(100));
            var addresses = new HashSet<Long>();
            for (var batch = loader.next(); batch != null; batch = loader.next()) {
                addresses.add(batch.inputs().getFirst().address());
            }
            assertThat(addresses).hasSizeBetween(1, 3);
        }
    }

    @Test
    void aBatchStaysAsItIsWhileAllOtherBuffersAreFilled() throws InterruptedException {
        var filled = new Semaphore(0);
        try (var loader = new BatchLoader(new Wrapped(_ -> filled.release()), 1)) {
            loader.start(Shuffle.none(6));
            for (var i = 0; i < 6; i++) {
                var batch = loader.next();
                assertThat(filled.tryAcquire(i == 0 ? 3 : i <= 3 ? 1 : 0, 10, TimeUnit.SECONDS))
                        .isTrue();
                assertThat(batch).isNotNull();
                assertThat(batch.inputs().getFirst().get(JAVA_FLOAT, 4)).isEqualTo(i);
            }
        }
    }

    @Test
    void whatGoesWrongReachesWhoeverAsksAndGoesOnDoingSo() {
        var failure = new DataException("sample 4 is broken");
        var broken = new Wrapped(index -> {
            if (index == 4) {
                throw failure;
            }
        });
        try (var loader = new BatchLoader(broken, 2)) {
            loader.start(Shuffle.none(6));
            assertThat(loader.next()).isNotNull();
            assertThat(loader.next()).isNotNull();
            assertThatThrownBy(loader::next).isSameAs(failure);
            assertThatThrownBy(loader::next).isSameAs(failure);
        }
    }

    @Test
    void errorsReachWhoeverAsksToo() {
        var broken = new Wrapped(_ -> {
            throw new OutOfMemoryError("none left");
        });
        try (var loader = new BatchLoader(broken, 2)) {
            loader.start(Shuffle.none(6));
            assertThatThrownBy(loader::next).isInstanceOf(DataException.class).hasMessageContaining("none left");
        }
    }

    @Test
    void closingInTheMidstEndsTheThreadAndFreesTheBuffers() {
        var loader = new BatchLoader(new Numbers(100, PAIR), 2);
        loader.start(Shuffle.none(100));
        var batch = loader.next();

        loader.close();
        loader.close();

        assertThat(batch).isNotNull();
        assertThatThrownBy(() -> batch.inputs().getFirst().get(JAVA_FLOAT, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("updraft-batches"))
                .noneMatch(Thread::isAlive);
    }

    @Test
    void anEpochMustBeUsedUpBeforeTheNext() {
        try (var loader = new BatchLoader(new Numbers(4, PAIR), 2)) {
            loader.start(Shuffle.none(4));
            assertThatThrownBy(() -> loader.start(Shuffle.none(4))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aBatchSizeBelowOneIsRefused() {
        assertThatThrownBy(() -> new BatchLoader(new Numbers(4, PAIR), 0)).isInstanceOf(DataException.class);
    }

    /** Six samples; tells of each that was read. */
    private record Wrapped(IntConsumer afterwards) implements SimpleDataset {
        private static final SimpleDataset NUMBERS = new Numbers(6, PAIR);

        @Override
        public int size() {
            return NUMBERS.size();
        }

        @Override
        public Shape inputShape() {
            return NUMBERS.inputShape();
        }

        @Override
        public Target target() {
            return NUMBERS.target();
        }

        @Override
        public String description() {
            return NUMBERS.description();
        }

        @Override
        public void copyInput(int index, MemorySegment inputs, long offset) {
            NUMBERS.copyInput(index, inputs, offset);
        }

        @Override
        public void copyTarget(int index, MemorySegment targets, long offset) {
            NUMBERS.copyTarget(index, targets, offset);
            afterwards.accept(index);
        }
    }

    private static List<Integer> visited(BatchLoader loader) {
        var visited = new ArrayList<Integer>();
        for (var batch = loader.next(); batch != null; batch = loader.next()) {
            for (var i = 0; i < batch.size(); i++) {
                var value = (int) batch.inputs().getFirst().getAtIndex(JAVA_FLOAT, 2 * i + 1);
                assertThat(batch.targets()).hasSize(1);
                assertThat(batch.targets().getFirst().getAtIndex(JAVA_INT, i)).isEqualTo(value % 3);
                visited.add(value);
            }
        }
        return visited;
    }

    private static List<Integer> listed(int[] order) {
        return IntStream.of(order).boxed().toList();
    }
}
