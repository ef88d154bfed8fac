package dev.updraft.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to train on, and how long; null leaves it as the file has it. */
public final class FitArguments {
    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            description = "Training data: mnist, fashion-mnist, cifar10, a file or a folder.")
    @Nullable
    public String data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Passes over the training data.")
    @Nullable
    public Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Samples per step.")
    @Nullable
    public Integer batchSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed for initial weights, shuffling, splitting and dropout.")
    @Nullable
    public Long seed;
}
