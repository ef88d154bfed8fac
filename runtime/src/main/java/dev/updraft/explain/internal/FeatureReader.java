package dev.updraft.explain.internal;

import dev.updraft.data.Dataset;
import dev.updraft.metrics.Evaluation;
import java.util.List;
import java.util.Map;

/** A model, as far as its trees need it: the numbers that they ask about, and how good its predictions are. */
public interface FeatureReader {
    /** Of a row of a table. */
    float[] of(Map<String, ?> row);

    /** Of the values of the only input. */
    float[] of(float[] sample);

    /** Of all samples. */
    List<float[]> of(Dataset data);

    /** How many threads the model computes with. */
    int threads();

    /** The samples as the model expects them. */
    Dataset matched(Dataset data);

    /** Loss and metrics. */
    Evaluation evaluate(Dataset data);
}
