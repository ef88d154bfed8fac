package dev.updraft;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * A form in which a caller gives samples, whose sizes have been checked. It copies one into an engine's memory, and makes
 * nothing on the way.
 *
 * @param <S> of all samples of a call
 */
interface SampleForm<S> {
    /** Samples one behind the other. */
    SampleForm<float[]> FLOATS = (samples, index, buffers, row) ->
            buffers.put(row, samples, index * buffers.shape().sampleSize());

    /** As {@link #FLOATS}, off the heap or on it. */
    SampleForm<MemorySegment> SEGMENT = (samples, index, buffers, row) -> buffers.put(row, samples, index);

    /** An array a sample. */
    SampleForm<List<float[]>> LIST = (samples, index, buffers, row) -> buffers.put(row, samples.get(index), 0);

    /** A single sample, with an array for each input. */
    SampleForm<float[][]> INPUTS = (sample, _, buffers, row) -> buffers.put(row, sample);

    /** A single sample by the names of columns, and of inputs if there are several. */
    SampleForm<Map<String, ?>> CELLS =
            (cells, _, buffers, row) -> buffers.sample(row).all(cells);

    /**
     * Copies a sample.
     *
     * @param index of the sample in the call
     * @param row of the buffers where it goes
     */
    void copy(S samples, int index, PredictionBuffers buffers, int row);
}
