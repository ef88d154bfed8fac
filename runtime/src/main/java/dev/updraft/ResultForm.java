package dev.updraft;

import java.lang.foreign.MemorySegment;

/**
 * A form in which a caller takes predictions, into room that has been checked. It makes nothing on the way.
 *
 * @param <R> where the predictions of all samples of a call go
 */
interface ResultForm<R> {
    /** Values one prediction behind the other. */
    ResultForm<float[]> FLOATS = (buffers, row, results, index) -> {
        buffers.get(row, results, index * buffers.shape().predictionSize());
        return 0;
    };

    /** As {@link #FLOATS}, off the heap or on it. */
    ResultForm<MemorySegment> SEGMENT = (buffers, row, results, index) -> {
        buffers.get(row, results, index);
        return 0;
    };

    /** An array a sample. */
    ResultForm<float[][]> ROWS = (buffers, row, results, index) -> {
        buffers.get(row, results[index], 0);
        return 0;
    };

    /** Of one sample, how likely each class is: the values, or of a single probability its complement before it. */
    ResultForm<float[]> PROBABILITIES = (buffers, row, results, _) -> {
        if (buffers.shape().predictionSize() == 1) {
            results[1] = buffers.value(row, 0);
            results[0] = 1 - results[1];
        } else {
            buffers.get(row, results, 0);
        }
        return 0;
    };

    /** Of one sample, the number of the likeliest class; nothing is written. */
    ResultForm<Object> CLASS = (buffers, row, _, _) -> buffers.likeliest(row);

    /** The number of each sample's likeliest class. */
    ResultForm<int[]> CLASSES = (buffers, row, results, index) -> results[index] = buffers.likeliest(row);

    /** Of one sample, its only value; nothing is written. */
    ResultForm<Object> VALUE = (buffers, row, _, _) -> buffers.value(row, 0);

    /**
     * Takes a prediction.
     *
     * @param row of the buffers where it lies
     * @param index of the sample in the call
     * @return what {@link #CLASS} and {@link #VALUE} give; a double holds both exactly
     */
    double take(PredictionBuffers buffers, int row, R results, int index);
}
