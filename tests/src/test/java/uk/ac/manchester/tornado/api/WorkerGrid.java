package uk.ac.manchester.tornado.api;

/** How many work-items there are. */
public abstract class WorkerGrid {
    private final int[] global;
    private final int[] local = {1, 1, 1};

    WorkerGrid(int x, int y, int z) {
        global = new int[] {x, y, z};
    }

    public void setLocalWork(long x, long y, long z) {
        local[0] = (int) x;
        local[1] = (int) y;
        local[2] = (int) z;
    }

    int[] groups() {
        var groups = new int[global.length];
        for (var axis = 0; axis < groups.length; axis++) {
            if (global[axis] < 1 || local[axis] < 1 || global[axis] % local[axis] != 0) {
                throw new IllegalArgumentException(
                        global[axis] + " work-items cannot be cut into groups of " + local[axis]);
            }
            groups[axis] = global[axis] / local[axis];
        }
        return groups;
    }

    int[] local() {
        if (local[0] * local[1] * local[2] > 1024 || local[2] != 1) {
            throw new IllegalArgumentException("no device has groups of " + java.util.Arrays.toString(local));
        }
        return local;
    }
}
