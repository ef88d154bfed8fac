package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on models with trees. */
class TreeCommandsTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path weights;

    @BeforeEach
    void write() throws IOException {
        var random = new Random(3);
        var lines = new StringBuilder("tenure,contract,churn\n");
        for (var i = 0; i < 200; i++) {
            var tenure = random.nextInt(70);
            var contract = List.of("One year", "Two years", "Monthly").get(random.nextInt(3));
            var churns = tenure < 20 == contract.equals("Monthly");
            lines.append(random.nextInt(10) == 0 ? "" : tenure)
                    .append(',')
                    .append(contract)
                    .append(',')
                    .append(churns ? "Yes" : "No")
                    .append('\n');
        }
        Files.writeString(folder.resolve("customers.csv"), lines);
        weights = folder.resolve("customers.safetensors");
        model = model("boosted_trees(trees: 6)");
    }

    private Path model(String trees) throws IOException {
        return Files.writeString(folder.resolve("customers.model"), """
                model Churn {
                    input customer {
                        tenure:   number(optional: true)
                        contract: category(most: 5)
                    }
                    target churn: class["No", "Yes"]
                    network { customer -> %s -> logit }
                    loss binary_crossentropy(logit, churn)
                    fit { data: "customers.csv", device: cpu, seed: 1, validation_split: 0.2, test_split: 0.1 }
                }
                """.formatted(trees));
    }

    private CommandRun train(String... more) {
        var arguments = new java.util.ArrayList<>(
                List.of("train", model.toString(), "--output", weights.toString(), "--no-report"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void aLearningRateIsNotLookedFor() throws IOException {
        assertThat(train("--find-learning-rate").err())
                .isEqualTo("error: --find-learning-rate is for networks, and `boosted_trees` grows trees, each on all"
                        + " samples: omit it; a learning_rate between 0.02 and 0.3 is usual, the smaller the more"
                        + " trees\n");
        model("random_forest(trees: 3)");
        var run = train("--find-learning-rate");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err())
                .isEqualTo("error: --find-learning-rate is for networks, and `random_forest` grows trees, each on all"
                        + " samples: omit it\n");
    }

    @Test
    void treesThatGoOnAreNoEarlyStop() {
        assertThat(train("--epochs", "4").status()).isZero();
        var run = train("--weights", weights.toString());
        assertThat(run.err()).contains("note: Model Churn has 4 of its 6 trees: 2 more can be grown\n");
        assertThat(run.out()).doesNotContain("stopped: ");
        var summary = CommandRun.of("summary", model.toString(), "--weights", weights.toString());
        assertThat(summary.out())
                .contains("boosted_trees: at most 6 trees of 31 leaves\nIn " + weights + ": 6 trees with ");
        assertThat(summary.out()).doesNotContain("(training share) (");
    }

    @Test
    void aShareOfAShareIsNamedOnce() {
        var run = train();
        assertThat(run.out()).contains("Data: " + folder.resolve("customers.csv") + " (training share)\n");
    }
}
