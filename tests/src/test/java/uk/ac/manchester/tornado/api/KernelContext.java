package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.Nullable;

/** Where a work-item is, and what it shares with its group. */
public final class KernelContext {
    public final Integer globalIdx;
    public final Integer globalIdy;
    public final Integer globalIdz;
    public final Integer localIdx;
    public final Integer localIdy;
    public final Integer groupIdx;
    public final Integer groupIdy;
    public final Integer groupIdz;
    public final Integer localGroupSizeX;
    public final Integer localGroupSizeY;

    private final @Nullable WorkGroup group;
    private int allocations;
    private int barriers;

    /** What a task is given; each work-item has its own in its place. */
    public KernelContext() {
        this(new int[3], new int[2], new int[] {1, 1}, null);
    }

    KernelContext(int[] groupId, int[] local, int[] size, @Nullable WorkGroup group) {
        this.group = group;
        globalIdx = groupId[0] * size[0] + local[0];
        globalIdy = groupId[1] * size[1] + local[1];
        globalIdz = groupId[2];
        localIdx = local[0];
        localIdy = local[1];
        groupIdx = groupId[0];
        groupIdy = groupId[1];
        groupIdz = groupId[2];
        localGroupSizeX = size[0];
        localGroupSizeY = size[1];
    }

    public float[] allocateFloatLocalArray(int size) {
        return group().floats(allocations++, size);
    }

    public void localBarrier() {
        barriers++;
        group().await();
    }

    int barriers() {
        return barriers;
    }

    private WorkGroup group() {
        if (group == null) {
            throw new WorkGroup.Needed();
        }
        return group;
    }
}
