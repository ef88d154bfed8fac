package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Models that earlier builds have saved load, and predict what they did there. A file is added when the format changes, none goes. */
class SavedModelsTest {

    /** Of commit 0096abf, before inputs and targets were lists; predictions are what it printed. */
    @Test
    void ofNovember2026() {
        try (var model = Updraft.load(Path.of("src/test/resources/saved/iris-2026-11.safetensors"))) {
            assertThat(model.classNames()).containsExactly("setosa", "versicolor", "virginica");
            assertThat(model.predict(new float[] {5.1f, 3.5f, 1.4f, 0.2f}))
                    .containsExactly(new float[] {0.9975624f, 7.379294e-4f, 0.0016996438f}, within(1e-6f));
            assertThat(model.predict(new float[] {5.9f, 3.0f, 5.1f, 1.8f}))
                    .containsExactly(new float[] {0.24579585f, 0.34383303f, 0.41037112f}, within(1e-6f));
        }
    }

    /** Of commit 67a3790, before layers knew the blocks they stand in; whose blocks are imported. */
    @Test
    void ofNovember2026WithBlocks() {
        try (var model = Updraft.load(Path.of("src/test/resources/saved/iris-blocks-2026-11.safetensors"))) {
            assertThat(model.predict(new float[] {5.1f, 3.5f, 1.4f, 0.2f}))
                    .containsExactly(new float[] {0.9676826f, 0.0111853955f, 0.02113198f}, within(1e-6f));
            assertThat(model.predict(new float[] {5.9f, 3.0f, 5.1f, 1.8f}))
                    .containsExactly(new float[] {0.03068731f, 0.04708839f, 0.9222243f}, within(1e-6f));
        }
    }
}
