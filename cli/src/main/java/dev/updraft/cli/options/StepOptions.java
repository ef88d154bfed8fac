package dev.updraft.cli.options;

import dev.updraft.CompiledModel;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.layers.ClassWeight;
import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.layers.StepSettings;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a training step does otherwise than the file says. */
public final class StepOptions {
    @Option(
            names = "--gradient-accumulation-steps",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "Number of steps whose gradients are averaged for each weight update.")
    private @Nullable Integer accumulation;

    @Option(
            names = "--ema-momentum",
            paramLabel = "SHARE",
            description = "Validate and save an exponential moving average of the weights, with this momentum.")
    private @Nullable Double emaMomentum;

    @Option(
            names = "--class-weight",
            paramLabel = "even|balanced|W,W,…",
            description = "Weight of each class in the training loss: even, balanced (inversely to frequency), or one"
                    + " number per class.")
    private @Nullable String classWeight;

    @Option(
            names = "--sample-weight",
            paramLabel = "COLUMN",
            description = "Column of the data, or array of an .npz file, with the weight of each sample.")
    private @Nullable String sampleWeight;

    @Option(
            names = "--precision",
            paramLabel = "float32|bf16",
            converter = PrecisionConverter.class,
            completionCandidates = PrecisionConverter.Names.class,
            description = "What a training step multiplies in: float32, or bf16, added up in float32.")
    private @Nullable StepPrecision precision;

    @Option(
            names = "--recompute",
            description =
                    "Compute most activations again in the backward pass instead of keeping them: less memory, more"
                            + " time, the same result.")
    private boolean recompute;

    /** The model as the options have it. */
    public CompiledModel over(CompiledModel compiled) {
        var file = compiled.layers().fit().step();
        try {
            var step = new StepSettings(
                    accumulation != null ? accumulation : file.gradientAccumulationSteps(),
                    emaMomentum != null ? emaMomentum : file.emaMomentum(),
                    classWeight != null ? classWeight(classWeight) : file.classWeight(),
                    sampleWeight != null ? sampleWeight : file.sampleWeight(),
                    precision != null ? precision : file.precision(),
                    recompute || file.recompute());
            return step.equals(file) ? compiled : compiled.with(step);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(e.getMessage() + "; pass such a number, or omit the option");
        }
    }

    private static ClassWeight classWeight(String text) {
        return switch (text) {
            case "even" -> new ClassWeight.Even();
            case "balanced" -> new ClassWeight.Balanced();
            default -> new ClassWeight.Given(numbers(text));
        };
    }

    private static List<Double> numbers(String text) {
        try {
            return Stream.of(text.split(",", -1)).map(Double::parseDouble).toList();
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "--class-weight is even, balanced or one number per class as in 1,2.5,0.5, not `" + text + "`");
        }
    }
}
