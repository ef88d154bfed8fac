package dev.updraft.data;

import java.util.random.RandomGenerator;

/** Makes the samples of a data set when they are read: {@link Datasets#generate}. */
@FunctionalInterface
public interface SampleGenerator {

    /**
     * Makes one sample. Called as often as the sample is read, perhaps by several threads, and must make the same each time: all
     * that is left to chance comes from {@code random}.
     *
     * @param index of the sample, from 0
     * @param random begins alike for the same sample and seed
     * @param sample takes the values, which are all 0 at first
     */
    void generate(int index, RandomGenerator random, GeneratedSample sample);
}
