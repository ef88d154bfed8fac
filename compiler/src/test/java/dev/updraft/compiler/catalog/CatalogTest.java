package dev.updraft.compiler.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TensorFunction;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {

    static List<Arguments> sealedTypes() {
        return List.of(
                Arguments.of(Layer.class, Catalog.LAYERS),
                Arguments.of(Activation.class, Catalog.ACTIVATIONS),
                Arguments.of(Initializer.class, Catalog.INITIALIZERS),
                Arguments.of(Constraint.class, Catalog.CONSTRAINTS),
                Arguments.of(Loss.class, Catalog.LOSSES),
                Arguments.of(LearningRateSchedule.class, Catalog.SCHEDULES),
                Arguments.of(Optimizer.class, Catalog.OPTIMIZERS),
                Arguments.of(Metric.class, Catalog.METRICS),
                Arguments.of(ColumnKind.class, Catalog.COLUMN_KINDS),
                Arguments.of(CallbackSettings.class, Catalog.CALLBACKS));
    }

    @ParameterizedTest
    @MethodSource("sealedTypes")
    void everyRecordIsDeclared(Class<?> type, Table<?> table) {
        var declared = table.rows().stream().<Object>map(row -> row.example().getClass());

        assertThat(declared)
                .containsAll(records(type)
                        .filter(record -> !IN_EXPRESSIONS.contains(record))
                        .toList());
    }

    /** Layers that have no name of their own, or that of a function or of another layer. */
    private static final List<Class<?>> IN_EXPRESSIONS = List.of(
            Layer.Compute.class,
            Layer.LearnedConstant.class,
            Layer.LossOfSample.class,
            TableLayer.SelectColumn.class,
            TableLayer.Features.class,
            SupervisedLayer.KernelSvm.class);

    @Test
    void everyFunctionIsDeclaredUnderItsName() {
        var functions = Catalog.FUNCTIONS.rows().stream()
                .filter(row -> row.example() instanceof Layer.Compute)
                .toList();

        assertThat(functions)
                .allSatisfy(row -> assertThat(Catalog.nameOf(row.example())).isEqualTo(row.name()));
        assertThat(functions)
                .extracting(row ->
                        (Object) ((Layer.Compute) row.example()).function().getClass())
                .containsAll(records(TensorFunction.class)
                        .filter(function -> function != TensorFunction.Slice.class)
                        .toList());
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(CatalogTest::records)
                : Stream.of(type);
    }

    @Test
    void everyNameAndParameterIsInSnakeCaseAndExplained() {
        for (var table : Catalog.tables()) {
            for (var row : table.rows()) {
                assertThat(row.name()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
                assertThat(row.doc().summary()).isNotBlank();
                assertThat(row.parameters()).extracting(Parameter::name).doesNotHaveDuplicates();
                for (var parameter : row.parameters()) {
                    assertThat(parameter.name()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
                    assertThat(parameter.doc()).isNotBlank();
                    assertThat(parameter.type().description()).isNotBlank();
                }
            }
        }
    }

    @Test
    void requiredParametersComeBeforeThoseWithDefaults() {
        for (var row : Catalog.tables().stream().flatMap(t -> t.rows().stream()).toList()) {
            // An embedding has the order of Keras, though a category tells its first.
            var required = row.parameters().stream()
                    .filter(parameter -> !parameter.name().equals("input_dim"))
                    .map(Parameter::required)
                    .toList();

            assertThat(required.lastIndexOf(true)).as(row.name()).isLessThan(firstDefault(required));
        }
    }

    private static int firstDefault(List<Boolean> required) {
        return required.contains(false) ? required.indexOf(false) : required.size();
    }

    @Test
    void defaultsAreThoseOfKeras() {
        var signatures = Stream.of(
                        "dense",
                        "batch_norm",
                        "leaky_relu",
                        "prelu",
                        "group_norm",
                        "rms_norm",
                        "unit_normalization",
                        "zero_padding2d",
                        "cropping2d",
                        "upsampling2d")
                .map(name -> signature(Catalog.LAYERS, name));

        assertThat(signatures)
                .containsExactly(
                        "dense(units: int, activation: activation = linear, use_bias: bool = true,"
                                + " kernel_initializer: initializer = glorot_uniform,"
                                + " bias_initializer: initializer = zeros, kernel_regularizer: regularizer = none,"
                                + " bias_regularizer: regularizer = none, activity_regularizer: regularizer = none,"
                                + " kernel_constraint: constraint = none, bias_constraint: constraint = none)",
                        "batch_norm(momentum: float = 0.99, epsilon: float = 1e-3, center: bool = true,"
                                + " scale: bool = true)",
                        "leaky_relu(negative_slope: float = 0.3)",
                        "prelu(alpha_initializer: initializer = zeros, alpha_regularizer: regularizer = none,"
                                + " shared_axes: ints = none)",
                        "group_norm(groups: int = 32, epsilon: float = 1e-3, center: bool = true, scale: bool = true,"
                                + " beta_initializer: initializer = zeros, gamma_initializer: initializer = ones,"
                                + " beta_regularizer: regularizer = none, gamma_regularizer: regularizer = none)",
                        "rms_norm(epsilon: float = 1e-6)",
                        "unit_normalization(axis: int = -1)",
                        "zero_padding2d(padding: border = 1)",
                        "cropping2d(cropping: border = 0)",
                        "upsampling2d(size: size = 2, interpolation: interpolation = nearest)");
        assertThat(Stream.of("celu", "glu", "squareplus", "hard_shrink", "soft_shrink", "threshold")
                        .map(name -> signature(Catalog.ACTIVATIONS, name)))
                .containsExactly(
                        "celu(alpha: float = 1.0)",
                        "glu(axis: int = -1)",
                        "squareplus(b: float = 4.0)",
                        "hard_shrink(threshold: float = 0.5)",
                        "soft_shrink(threshold: float = 0.5)",
                        "threshold(threshold: float, default_value: float)");
        assertThat(signature(Catalog.OPTIMIZERS, "adam"))
                .startsWith("adam(learning_rate: schedule = 0.001, beta_1: float = 0.9, beta_2: float = 0.999,"
                        + " epsilon: float = 1e-7");
        assertThat(signature(Catalog.OPTIMIZERS, "sgd")).startsWith("sgd(learning_rate: schedule = 0.01,");
        assertThat(signature(Catalog.OPTIMIZERS, "rmsprop")).contains("rho: float = 0.9");
        assertThat(Catalog.FIT.example()).isEqualTo(FitSettings.DEFAULT);
    }

    private static String signature(Table<?> table, String name) {
        return table.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow()
                .signature();
    }

    /** All that Keras 3.15 has, except sparsemax, which needs a sort. */
    @Test
    void activationsAreThoseOfKeras() {
        assertThat(Catalog.ACTIVATIONS.names())
                .containsExactlyInAnyOrder(
                        ("relu leaky_relu relu6 softmax celu elu selu softplus softsign squareplus soft_shrink sparse_plus"
                                        + " silu swish gelu glu tanh tanh_shrink threshold sigmoid sparse_sigmoid"
                                        + " exponential hard_sigmoid hard_silu hard_swish hard_tanh hard_shrink linear mish"
                                        + " log_softmax log_sigmoid")
                                .split(" "));
    }

    @Test
    void activationsAreLayersToo() {
        assertThat(Catalog.LAYERS.names()).containsAll(Catalog.ACTIVATIONS.names());
        assertThat(Catalog.nameOf(new Layer.Activate(new Activation.Silu()))).isEqualTo("silu");
        assertThat(Catalog.nameOf(new Layer.GlobalMaxPool2d())).isEqualTo("global_max_pool2d");
    }
}
