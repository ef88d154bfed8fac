package dev.updraft.data;

import java.util.random.RandomGenerator;

/** Generates the samples of a data set on demand: {@link Datasets#generate}. */
@FunctionalInterface
public interface SampleGenerator {

    /**
     * Generates one sample. Called every time the sample is read, possibly by several threads, and must generate the same
     * sample each time: use only {@code random} for randomness.
     *
     * @param index of the sample, from 0
     * @param random starts the same for the same sample and seed
     * @param sample receives the values, which are initially 0
     */
    void generate(int index, RandomGenerator random, GeneratedSample sample);
}
