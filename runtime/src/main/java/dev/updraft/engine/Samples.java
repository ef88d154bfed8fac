package dev.updraft.engine;

import java.lang.foreign.MemorySegment;

/** Samples that an engine may copy to where it computes. May be asked by several threads at once. */
public interface Samples {

    /** How many there are. */
    int size();

    /** Bytes of the targets of one sample; 0 if there are none. */
    int targetBytes();

    /** Writes the input of a sample as float32 or int32 as the input is, native order, row-major, channels-last; {@code offset} in bytes. */
    void copyInput(int index, MemorySegment inputs, long offset);

    /** Writes the target of a sample: int32 class number or float32 values; {@code offset} in bytes. */
    void copyTarget(int index, MemorySegment targets, long offset);
}
