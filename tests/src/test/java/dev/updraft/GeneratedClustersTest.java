package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated class of a model that learns without a target. */
class GeneratedClustersTest {
    @TempDir
    private Path folder;

    @Test
    @SuppressWarnings("unchecked") // The program is such a function.
    void aRowIsOfTheNearestCluster() throws Exception {
        var file = Files.writeString(folder.resolve("segments.model"), """
                model Segments {
                    input customer { tenure, income: number }
                    network { customer -> encode -> k_means(clusters: 2) -> segment }
                    fit { device: reference }
                }
                """);
        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import dev.updraft.data.Dataset;
                import java.util.List;
                import java.util.function.Function;

                public final class Program implements Function<Dataset, String> {
                    @Override
                    public String apply(Dataset data) {
                        try (var model = Segments.create(dev.updraft.Device.reference())) {
                            model.fit(data);
                            int few = model.predict(new Segments.Customer(1, 1));
                            List<Integer> both = model.predict(
                                    List.of(new Segments.Customer(9, 9), new Segments.Customer(1, 1)));
                            float[] distances = model.distances(new Segments.Customer(9, 9));
                            return few + " " + both + " " + Segments.SEGMENT_CLUSTERS + " " + distances[1] + " "
                                    + model.evaluate(data).metric("inertia");
                        }
                    }
                }
                """);
        project.compile();
        var data = Datasets.of(List.of(
                Map.of("tenure", 1, "income", 1), Map.of("tenure", 1, "income", 1), Map.of("tenure", 9, "income", 9)));
        try (var classes = project.load()) {
            var program = (Function<Object, String>)
                    classes.loadClass("com.example.Program").getConstructor().newInstance();
            assertThat(program.apply(data)).isEqualTo("0 [1, 0] 2 0.0 0.0");
        }
    }
}
