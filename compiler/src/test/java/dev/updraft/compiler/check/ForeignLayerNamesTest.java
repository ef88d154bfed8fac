package dev.updraft.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who writes the name of a layer or an argument as PyTorch or Keras do is told the name that it has here. */
class ForeignLayerNamesTest {
    @ParameterizedTest
    @CsvSource({
        "Linear, dense",
        "Conv2d, conv2d",
        "MaxPool2d, max_pool2d",
        "AvgPool2d, average_pool2d",
        "MaxPooling2D, max_pool2d",
        "AdaptiveAvgPool2d, global_average_pool2d",
        "GlobalAveragePooling2D, global_average_pool2d",
        "BatchNorm2d, batch_norm",
        "BatchNormalization, batch_norm",
        "LayerNorm, layer_norm",
        "GroupNorm, group_norm",
        "GroupNormalization, group_norm",
        "InstanceNorm2d, group_norm",
        "RMSNorm, rms_norm",
        "RMSNormalization, rms_norm",
        "unit_norm, unit_normalization",
        "Dropout, dropout",
        "Dropout1d, spatial_dropout1d",
        "Dropout2d, spatial_dropout2d",
        "SpatialDropout2D, spatial_dropout2d",
        "AlphaDropout, alpha_dropout",
        "StochasticDepth, drop_path",
        "GaussianNoise, gaussian_noise",
        "Upsample, upsampling2d",
        "UpSampling2D, upsampling2d",
        "ZeroPad2d, zero_padding2d",
        "ZeroPadding2D, zero_padding2d",
        "Cropping2D, cropping2d",
        "RepeatVector, repeat_vector",
        "Permute, permute",
        "LeakyReLU, leaky_relu",
        "PReLU, prelu",
        "ReLU6, relu6",
        "SiLU, silu",
        "Hardswish, hard_swish",
        "Hardsigmoid, hard_sigmoid",
        "Hardtanh, hard_tanh",
        "Softplus, softplus",
        "Tanhshrink, tanh_shrink",
        "LogSigmoid, log_sigmoid",
        "LogSoftmax, log_softmax",
        "Identity, linear",
    })
    void theNameHereIsSaid(String foreign, String here) {
        var diagnostics = Models.check(Models.network("float[8, 8, 4]", "x -> " + foreign + " -> out"), Map.of())
                .diagnostics();
        assertThat(diagnostics).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.message()).contains("`" + foreign + "`");
            assertThat(diagnostic.toString()).contains("did you mean `" + here + "`?");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'dropout(p: 0.5)', rate",
        "'layer_norm(eps: 0.1)', epsilon",
        "'dense(3, bias: false)', use_bias",
        "'group_norm(num_groups: 2)', groups",
        "'upsampling2d(scale_factor: 2)', size",
        "'upsampling2d(mode: bilinear)', interpolation",
    })
    void theArgumentHereIsSaid(String call, String here) {
        var diagnostics = Models.check(Models.network("float[8, 8, 4]", "x -> " + call + " -> out"), Map.of())
                .diagnostics();
        assertThat(diagnostics.getFirst().toString()).contains("did you mean `" + here + "`?");
    }

    @ParameterizedTest
    @CsvSource({"Hardswish, hard_swish", "GELU, gelu", "ReLU6, relu6", "Linear, linear"})
    void theActivationHereIsSaid(String foreign, String here) {
        var text = "x -> dense(3, activation: " + foreign + ") -> out";
        var diagnostics =
                Models.check(Models.network("float[8]", text), Map.of()).diagnostics();
        assertThat(diagnostics)
                .singleElement()
                .satisfies(diagnostic -> assertThat(diagnostic.toString()).contains("did you mean `" + here + "`?"));
    }
}
