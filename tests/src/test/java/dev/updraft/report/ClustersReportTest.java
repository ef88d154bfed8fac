package dev.updraft.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of a model that learns at once. */
class ClustersReportTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsWhatWasFoundAndNoEpochs() throws Exception {
        var file = Files.writeString(folder.resolve("groups.model"), """
            model Groups {
                input x: float[3]
                network { x -> k_means(clusters: 2) -> group }
                metrics silhouette
                fit { device: reference, seed: 3 }
            }
            """);
        var random = new Random(1);
        var inputs = new float[90][3];
        for (var i = 0; i < inputs.length; i++) {
            for (var j = 0; j < 3; j++) {
                inputs[i][j] = (float) random.nextGaussian() + i % 3 / 2 * 10;
            }
        }
        var data = Datasets.arrays().input("x", inputs).build();
        try (var model = Updraft.compile(file).on()) {
            var history = model.fit(data);
            var page = Report.of(model)
                    .trained(history, model.compiled().layers().fit())
                    .evaluated("training", model.evaluate(data), data)
                    .save(folder.resolve("report"))
                    .page();

            assertThat(Files.readString(page))
                    .contains("Learnt at once from", "What was found", "silhouette", "sizes", "explained variance")
                    .doesNotContain("Learning curves", "Trained for");
        }
    }
}
