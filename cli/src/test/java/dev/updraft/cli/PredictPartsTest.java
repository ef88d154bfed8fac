package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} of a value inside the network, and of a block. */
class PredictPartsTest {
    @TempDir
    private Path folder = Path.of("");

    private String model = "";
    private String weights = "";
    private String points = "";

    @BeforeEach
    void train() throws IOException {
        points = Files.writeString(
                        folder.resolve("points.csv"), "x1,x2,side\n1,2,left\n2,1,right\n0,3,left\n3,1,right\n")
                .toString();
        weights = folder.resolve("sides.safetensors").toString();
        model = Files.writeString(folder.resolve("sides.model"), """
                model Sides {
                    input  x: float[2]
                    target side: class["left", "right"]
                    network {
                        x -> dense(3, activation: tanh) -> hidden
                        hidden -> decide -> raw
                        scores = 2 * raw
                    }
                    loss sparse_categorical_crossentropy(scores, side)
                    optimizer adam
                    fit { epochs: 1, batch_size: 2, data: "points.csv" }
                }
                block decide(h) { return h -> dense(2) }
                """).toString();
        var trained = CommandRun.of("train", model, "--device", "reference", "--output", weights, "--quiet");
        assertThat(trained.status()).as(trained.err()).isZero();
        assertThat(trained.err())
                .as("a report can draw a network with a number in it")
                .doesNotContain("report");
    }

    private CommandRun predict(String data, String... more) {
        var arguments = new ArrayList<>(
                List.of("predict", model, "--device", "reference", "--weights", weights, "--data", data));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void aValueInsideTheNetworkIsPrinted() {
        var hidden = predict(points, "--output", "hidden", "--json");
        assertThat(hidden.status()).as(hidden.err()).isZero();
        var first = hidden.events().getFirst();
        assertThat((List<?>) first.fields().get("values")).hasSize(3);

        var both = predict(points, "--output", "hidden,side");
        assertThat(both.out().lines().findFirst().orElseThrow())
                .matches("#1\\thidden: [-0-9.]+\\t[-0-9.]+\\t[-0-9.]+\\tside: (left|right)\\t0\\.[0-9]+");
    }

    @Test
    void aBlockTakesInputsOfItsOwn() throws IOException {
        var codes = Files.writeString(folder.resolve("codes.csv"), "h1,h2,h3\n0,0,0\n");
        var decided = predict(codes.toString(), "--block", "decide");
        assertThat(decided.status()).as(decided.err()).isZero();
        assertThat(decided.out()).matches("#1\\t-?0[.0-9]+\\t-?0[.0-9]+\\n"); // Biases, which are almost 0.
    }

    @Test
    void whatIsNotThereIsNamed() {
        var value = predict(points, "--output", "hiden");
        assertThat(value.status()).isNotZero();
        assertThat(value.err())
                .contains(
                        "model Sides has no value `hiden`; it has side, hidden, raw, scores, decide, x; did you mean `hidden`?");
        var block = predict(points, "--block", "decides");
        assertThat(block.err()).contains("model Sides has no block `decides`; it has decide; did you mean `decide`?");
        var both = predict(points, "--block", "decide", "--output", "hidden");
        assertThat(both.err()).contains("--block and --output exclude each other: a block has one output");
    }
}
