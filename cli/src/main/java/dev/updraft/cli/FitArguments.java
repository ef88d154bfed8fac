package dev.updraft.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to train on, and how long; null leaves it as the file has it. */
final class FitArguments {
    @Option(
            names = "--data",
            paramLabel = "NAME|PATH",
            description = "Training data: mnist, fashion-mnist, cifar10, a file or a folder.")
    @Nullable
    String data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Passes over the training data.")
    @Nullable
    Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", converter = CountConverter.class, description = "Samples a step.")
    @Nullable
    Integer batchSize;

    @Option(names = "--seed", paramLabel = "N", description = "Of initial weights, order, parts and dropout.")
    @Nullable
    Long seed;
}
