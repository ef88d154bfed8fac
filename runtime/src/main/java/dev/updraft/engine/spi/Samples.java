package dev.updraft.engine.spi;

import java.lang.foreign.MemorySegment;

/** Samples that an engine may copy to where it computes. May be asked by several threads at once. */
public interface Samples {

    /** How many there are. */
    int size();

    /**
     * Writes an input of a sample as float32, or int32 where the input is of integers, native order, row-major,
     * channels-last.
     *
     * @param input its number, in the order of the program
     * @param offset in bytes
     */
    void copyInput(int input, int index, MemorySegment inputs, long offset);

    /**
     * Writes a target of a sample: int32 class numbers or float32 values.
     *
     * @param target its number, in the order of the program; never asked where there are none
     * @param offset in bytes
     */
    void copyTarget(int target, int index, MemorySegment targets, long offset);
}
