package dev.updraft.data.internal.spill;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.data.internal.RowBlocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The cells of a column of a table that lies in a file. The groups of rows that were asked for last are in memory, in places that
 * are used again; so each reading looks afterwards whether the place still has that group. Safe for concurrent readers.
 */
public final class SpilledColumn {
    private static final int NONE = -1;
    private static final int PLACE_BITS = 8;

    private final SpillFile file;
    private final RowGroups groups;
    private final int column;

    private final MemorySegment[] places = new MemorySegment[RowBlocks.AT_HAND];
    /** Which group is where; guarded by the file. */
    private final int[] held = new int[RowBlocks.AT_HAND];

    /** Of each group its place, with the number of its reading before it, so that no two readings are taken for one; 0 for none. */
    private final AtomicLongArray locations;

    private long readings;

    /** @param rows how many there are */
    public SpilledColumn(SpillFile file, RowGroups groups, int column, int rows) {
        this.file = file;
        this.groups = groups;
        this.column = column;
        locations = new AtomicLongArray(groups.count(rows));
        Arrays.fill(held, NONE);
        Arrays.fill(places, MemorySegment.NULL);
    }

    /** The cell of a column of numbers. */
    public double number(int row) {
        var group = row >>> groups.shift();
        var offset = (long) (row & (groups.rows() - 1)) * Double.BYTES;
        for (var location = locations.getAcquire(group); ; location = read(group)) {
            if (location != 0) {
                var number = places[place(location)].get(JAVA_DOUBLE, offset);
                if (isStill(group, location)) {
                    return number;
                }
            }
        }
    }

    /** The cell of a column of codes. */
    public int code(int row) {
        var group = row >>> groups.shift();
        var offset = (long) (row & (groups.rows() - 1)) * Integer.BYTES;
        for (var location = locations.getAcquire(group); ; location = read(group)) {
            if (location != 0) {
                var code = places[place(location)].get(JAVA_INT, offset);
                if (isStill(group, location)) {
                    return code;
                }
            }
        }
    }

    /** Writes a cell of any width. */
    public void copy(int row, MemorySegment into, long offset) {
        var group = row >>> groups.shift();
        var bytes = groups.width(column);
        var from = (long) (row & (groups.rows() - 1)) * bytes;
        for (var location = locations.getAcquire(group); ; location = read(group)) {
            if (location != 0) {
                MemorySegment.copy(places[place(location)], from, into, offset, bytes);
                if (isStill(group, location)) {
                    return;
                }
            }
        }
    }

    private static int place(long location) {
        return (int) location & ((1 << PLACE_BITS) - 1);
    }

    private boolean isStill(int group, long location) {
        VarHandle.loadLoadFence();
        return locations.getOpaque(group) == location;
    }

    /** Brings a group into memory, in the place of the one that came first. */
    private long read(int group) {
        synchronized (file) {
            var known = locations.get(group);
            if (known != 0) {
                return known;
            }
            var place = (int) (readings % places.length);
            if (places[place].byteSize() == 0) {
                places[place] = Arena.ofAuto().allocate((long) groups.width(column) * groups.rows(), Double.BYTES);
            }
            if (held[place] != NONE) {
                locations.set(held[place], 0);
                held[place] = NONE;
                VarHandle.fullFence();
            }
            file.read(groups.position(group, column), places[place]);
            readings++;
            held[place] = group;
            var location = readings << PLACE_BITS | place;
            locations.setRelease(group, location);
            return location;
        }
    }
}
