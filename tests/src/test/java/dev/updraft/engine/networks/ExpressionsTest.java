package dev.updraft.engine.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestEngines;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions in networks, blocks, losses and metrics, on every engine. */
class ExpressionsTest {
    private static final Engine FLOAT64 = new ReferenceEngine(Precision.FLOAT64);

    private static final List<Named<String>> MODELS = List.of(
            Named.of("every function", """
                    /// Every function in one network.
                    model Every {
                        input a: float[6]
                        input b: float[6]
                        input m: float[3, 4]
                        input t: int[5]
                        target y: float[1]
                        target k: class["no", "yes"]
                        network {
                            w = weight((6,), initializer: ones)
                            s = sqrt(abs(a) + 1) + exp(-abs(b)) * log(1.5 + abs(a)) - log1p(square(b)) / (2 + sin(a)) ** 2
                            q = where(a > b and not (a > 1), a * w, clip(b, -1, 1)) + maximum(a, 0) * minimum(b, 0.5) + sign(a) + round(b * 3) + floor(a) + cos(b)
                            r = expand_dims(sum(a * b, axis: 1), 1) + mean(a, keep: true, axis: -1) + max(b, axis: 1, keep: true) + min(a, axis: 1, keep: true) + variance(a, axis: 1, keep: true) + product(m, axis: (1, 2), keep: true)[:, 0]
                            c = cumsum(a, axis: 1)[:, 1:4] + transpose(m, 0, 2, 1)[:, 0, :] + m[..., -1]
                            mm = matmul(m, transpose(m, 0, 2, 1))
                            mw = matmul(m, weight((4, 2), initializer: glorot_uniform))
                            d = dot(a, b) + dot(a, b, normalize: true)
                            st = stack(a, b, axis: 1)
                            ti = tile(a, 1, 2)
                            g = gather(weight((9, 3), initializer: glorot_uniform), t)
                            gg = gather(tile(m, 1, 3, 1), t[:, 0:2], axis: 1)
                            o = one_hot(t, 9)
                            f = float(t) * 0.1 + float(t == 3) + float(t < 2)
                            concat(s, q, r, c, flatten(mm), flatten(mw), d, flatten(st), ti, flatten(g), flatten(gg), flatten(o), f, stop_gradient(a), squeeze(expand_dims(a, 1), 1), abs(a) ** (1 + abs(b))) -> dense(4) -> h
                            h -> dense(1) -> p
                            h -> dense(1) -> l
                        }
                        loss mse(p, y) + 0.5 * binary_crossentropy(l, k, from_logits: true) + 0.1 * mean(abs(p - y)) + 0.01 * sqrt(mean(square(h), axis: (0, 1)))
                        optimizer adam
                        metrics mae(y), accuracy(k), gap = mean(abs(p - y)), am = float(argmax(h) == 1.0)
                    }
                    """),
            Named.of("a variational autoencoder", """
                    model Vae(latent: int = 3) {
                        input image: float[4, 3, 1]
                        network {
                            image -> rescale(1/255) -> pixels
                            pixels -> flatten -> dense(7, activation: relu) -> hidden
                            hidden -> dense(latent) -> center
                            hidden -> dense(latent) -> log_variance
                            z = center + exp(0.5 * log_variance) * random_normal(center)
                            z -> decoder -> picture
                        }
                        loss binary_crossentropy(picture, pixels, from_logits: true)
                           + 0.01 * mean(-0.5 * sum(1 + log_variance - center ** 2 - exp(log_variance), axis: -1))
                        optimizer adam
                        metrics spread = mean(exp(log_variance))
                    }
                    block decoder(z) { return z -> dense(7, activation: relu) -> dense(12) -> reshape((4, 3, 1)) }
                    """),
            Named.of("columns of a table", """
                    model Table {
                        input row {
                            age, height: number
                            income: number(optional: true)
                            member: bool(optional: true)
                            day: date
                            opened: time
                            seen: datetime(optional: true)
                            plan: category["a", "b"]
                            level: category(most: 4, ordered: true)
                            city: category(most: 90)
                            words: text(most: 5)
                        }
                        target price: number
                        network {
                            rest = row.income -> imputation(fill: median, add_indicator: true) -> normalization
                            one = one_hot(row.plan, 4)
                            bins = row.height -> discretization(num_bins: 3) -> category_encoding(output_mode: one_hot)
                            scaled = concat(row.age -> robust_scaling, row.age -> quantile_scaling(quantiles: 4))
                            city = row.city -> embedding(output_dim: 2)
                            plan = row.plan -> category_encoding(output_mode: one_hot)
                            times = concat(row.seen -> date_encoding, row.opened -> date_encoding(cyclical: false))
                            concat(row -> encode, rest, one, row.words, row.day - row.age, bins, scaled, city, plan, times)
                                -> dense(4, activation: tanh) -> h
                            h -> normalization -> dense(1) -> p
                        }
                        loss mse(p, price)
                        optimizer adam
                        metrics mae
                    }
                    """),
            Named.of("logarithms of what rounds to 0", """
                    model Logarithms {
                        input  x: float[5]
                        target k: class["no", "yes"]
                        network {
                            x -> dense(1) -> l
                            p = sigmoid(60 * l)
                        }
                        loss mean(-(float(k) * log(p) + (1 - float(k)) * log(1 - p)))
                           + 0.1 * mean(log(1 + exp(200 * l))) - 0.01 * sum(log(softmax(concat(l, 150 * l))), axis: -1)
                        optimizer sgd(learning_rate: 1e-4)
                    }
                    """),
            Named.of("focal loss as a block", """
                    block focal(logits, label, gamma: float = 2.0, alpha: float = 0.25) {
                        y = float(label)                                    // 0 and 1, [batch, 1] for a class of two
                        p = sigmoid(logits)
                        hit = y * p + (1 - y) * (1 - p)
                        return mean(-(y * alpha + (1 - y) * (1 - alpha)) * (1 - hit) ** gamma * log(hit + 1e-7))
                    }
                    model Rare {
                        input x: float[4]
                        target label: class["no", "yes"]
                        network { x -> dense(8, activation: relu) -> dense(1) -> logits }
                        loss focal(logits, label)
                        optimizer adam
                        metrics accuracy, f1
                    }
                    """));

    static Stream<Arguments> enginesAndModels() {
        return TestEngines.all().stream()
                .flatMap(engine ->
                        MODELS.stream().map(model -> Arguments.of(Named.of(engine.description(), engine), model)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("enginesAndModels")
    void everyEngineAgreesWithFloat64(Engine engine, String text) {
        var program = SeveralTargetsTest.program(text);

        assertThat(SeveralTargetsTest.run(program, engine))
                .containsExactly(SeveralTargetsTest.run(program, FLOAT64), within(2e-4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sparse_categorical_crossentropy(logits, k)",
                "categorical_focal_crossentropy(logits, k)",
                "categorical_hinge(logits, k)"
            })
    void aLossInAnExpressionIsThatLoss(String loss) {
        var text = """
                model Weighted {
                    input  x: float[5]
                    target k: class[3]
                    network {
                        x -> dense(4, activation: tanh) -> h
                        h -> dense(3) -> logits
                    }
                    loss %s + 0.1 * mean(abs(h))
                    optimizer sgd(learning_rate: 0.1)
                    fit { sample_weight: "weight", class_weight: [1, 2.5, 0.5] }
                }
                """;

        var inExpression = SeveralTargetsTest.program(text.formatted("mean(" + loss + ")"));
        assertThat(SeveralTargetsTest.run(inExpression, FLOAT64))
                .containsExactly(
                        SeveralTargetsTest.run(SeveralTargetsTest.program(text.formatted(loss)), FLOAT64),
                        within(1e-7));
    }

    @Test
    void aPenaltyDoesNotCountTheClasses() {
        var program = SeveralTargetsTest.program("""
                model Weighted {
                    input  x: float[5]
                    target k: class[3]
                    network {
                        x -> dense(4, activation: tanh) -> h
                        h -> dense(3) -> logits
                    }
                    loss mean(sparse_categorical_crossentropy(logits, k)) + 0.1 * mean(abs(h))
                    optimizer sgd(learning_rate: 0.1)
                    fit { class_weight: [1, 2.5, 0.5] }
                }
                """);
        var once = firstStep(program, 1);
        var thrice = firstStep(program, 3);

        assertThat(thrice[0]).isCloseTo(3 * once[0], within(1e-6));
        assertThat(thrice[1]).isEqualTo(once[1]);
    }

    /** The terms of the loss where all classes have one weight. */
    private static double[] firstStep(Program program, float weight) {
        var classWeights = program.variables().stream()
                .filter(variable -> variable.name().equals(Program.CLASS_WEIGHT))
                .findFirst()
                .orElseThrow();
        try (var arena = Arena.ofConfined();
                var session = FLOAT64.open(program, new Engine.Options(1, 0))) {
            session.write(classWeights, arena.allocateFrom(ValueLayout.JAVA_FLOAT, weight, weight, weight));
            var outputs = StepOutputs.allocate(program, 9, arena);
            session.train(new DrawnSamples(program, 9, 3, true).batch(0, 9), 0, outputs);
            return outputs.losses();
        }
    }
}
