package dev.updraft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private static final int[] ITEMS = {3, 0, 7, 1, 0};

    /** Counts how often each item runs, and whether all of the phase before were done. */
    private static final class Counting implements Workers.Job {
        final AtomicIntegerArray done = new AtomicIntegerArray(ITEMS.length);
        final AtomicIntegerArray early = new AtomicIntegerArray(1);

        @Override
        public int phases() {
            return ITEMS.length;
        }

        @Override
        public int items(int phase) {
            return ITEMS[phase];
        }

        @Override
        public void run(int phase, int item, int worker) {
            for (var before = 0; before < phase; before++) {
                if (done.get(before) != ITEMS[before]) {
                    early.incrementAndGet(0);
                }
            }
            done.incrementAndGet(phase);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyItemRunsOnceAndNoPhaseBeginsEarly(int count) {
        try (var workers = new Workers(count)) {
            for (var round = 0; round < 2000; round++) {
                var job = new Counting();
                workers.run(job);
                for (var phase = 0; phase < ITEMS.length; phase++) {
                    assertThat(job.done.get(phase)).isEqualTo(ITEMS[phase]);
                }
                assertThat(job.early.get(0)).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void phasesCountFromTheBeginningAfterTheLastNumber(int count) {
        try (var workers = new Workers(count, 0xFFFF_FFFFL - 12)) {
            for (var round = 0; round < 20; round++) {
                var job = new Counting();
                workers.run(job);
                for (var phase = 0; phase < ITEMS.length; phase++) {
                    assertThat(job.done.get(phase)).isEqualTo(ITEMS[phase]);
                }
                assertThat(job.early.get(0)).isZero();
            }
        }
    }

    /** Does items all of which are a phase's only ones. */
    private interface Items extends Workers.Job {
        @Override
        default int phases() {
            return 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void eachWorkerHasItsOwnItems(int count) {
        try (var workers = new Workers(count)) {
            for (var round = 0; round < 100; round++) {
                var begun = new CountDownLatch(count);
                var workerOf = new AtomicIntegerArray(count);
                workers.run(new Items() {
                    @Override
                    public int items(int phase) {
                        return count;
                    }

                    @Override
                    public void run(int phase, int item, int worker) {
                        workerOf.set(item, worker);
                        begun.countDown();
                        await(begun);
                    }
                });
                for (var item = 0; item < count; item++) {
                    assertThat(workerOf.get(item)).isEqualTo(item);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void itemsOfWhoIsBusyAreDoneByOthers(int count) {
        try (var workers = new Workers(count)) {
            var items = 4 * count;
            var others = new CountDownLatch(items - 1);
            workers.run(new Items() {
                @Override
                public int items(int phase) {
                    return items;
                }

                @Override
                public void run(int phase, int item, int worker) {
                    if (item == 0) {
                        await(others);
                    } else {
                        others.countDown();
                    }
                }
            });
            assertThat(others.getCount()).isZero();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aFailureIsThrownToTheCallerAndTheWorkersGoOn(int count) {
        try (var workers = new Workers(count)) {
            assertThatThrownBy(() -> workers.run(new Workers.Job() {
                        @Override
                        public int phases() {
                            return 2;
                        }

                        @Override
                        public int items(int phase) {
                            return 4;
                        }

                        @Override
                        public void run(int phase, int item, int worker) {
                            throw new IllegalStateException("item " + item);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("item");
            var job = new Counting();
            workers.run(job);
            assertThat(job.done.get(2)).isEqualTo(ITEMS[2]);
        }
    }
}
