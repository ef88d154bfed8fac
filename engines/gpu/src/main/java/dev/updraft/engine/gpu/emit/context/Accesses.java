package dev.updraft.engine.gpu.emit.context;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import java.util.List;
import java.util.stream.Stream;

/**
 * The memory that a kernel reads and writes, by which it is known which kernels may run at the same time.
 *
 * @param reads what is read, at least
 * @param writes what is written, at least
 */
public record Accesses(List<Region> reads, List<Region> writes) {
    /** Of a kernel that may touch everything. */
    public static final Accesses ALL = new Accesses(List.of(), List.of());

    public Accesses {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }

    /**
     * Neighbouring elements of an array.
     *
     * @param from the first
     * @param to the one behind the last
     */
    public record Region(DeviceArray array, long from, long to) {
        /** All of an array. */
        public static Region all(DeviceArray array) {
            return new Region(array, 0, Long.MAX_VALUE);
        }

        private boolean meets(Region other) {
            return array == other.array && from < other.to && other.from < to;
        }
    }

    /** The same and one region more that is written. */
    public Accesses writing(Region more) {
        return new Accesses(
                reads, Stream.concat(writes.stream(), Stream.of(more)).toList());
    }

    /** Whether a kernel must wait for another that comes before it. */
    public boolean mustFollow(Accesses before) {
        return equals(ALL)
                || before.equals(ALL)
                || meet(reads, before.writes)
                || meet(writes, before.writes)
                || meet(writes, before.reads);
    }

    private static boolean meet(List<Region> some, List<Region> others) {
        return some.stream().anyMatch(each -> others.stream().anyMatch(each::meets));
    }
}
