package dev.updraft.cli.options;

import dev.updraft.CompiledModel;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.layers.ClassWeight;
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
            description = "After how many steps the weights change, by the mean of the gradients.")
    private @Nullable Integer accumulation;

    @Option(
            names = "--ema-momentum",
            paramLabel = "SHARE",
            description =
                    "Average the weights over the steps; what is validated and saved keeps so much of itself at each.")
    private @Nullable Double emaMomentum;

    @Option(
            names = "--class-weight",
            paramLabel = "even|balanced|W,W,…",
            description = "How much each class counts in training: by its rarity, or one number per class.")
    private @Nullable String classWeight;

    @Option(
            names = "--sample-weight",
            paramLabel = "COLUMN",
            description = "The column of the data, or array of an .npz file, that says how much each sample counts.")
    private @Nullable String sampleWeight;

    /** The model as the options have it. */
    public CompiledModel over(CompiledModel compiled) {
        var file = compiled.layers().fit().step();
        try {
            var step = new StepSettings(
                    accumulation != null ? accumulation : file.gradientAccumulationSteps(),
                    emaMomentum != null ? emaMomentum : file.emaMomentum(),
                    classWeight != null ? classWeight(classWeight) : file.classWeight(),
                    sampleWeight != null ? sampleWeight : file.sampleWeight());
            return step.equals(file) ? compiled : compiled.with(step);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(e.getMessage() + "; give such a number, or leave the option out");
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
