package dev.updraft.engine.networks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The lines {@code network key = numbers} of {@code figures.txt}, which {@code figures.py} beside it writes, and of {@code
 * keras.txt} and {@code torch.txt}, which come from Keras 3.15 with the jax backend and from PyTorch 2.13.
 */
final class Figures {
    private final Map<String, double[]> figures = new HashMap<>();

    Figures() {
        read("figures.txt");
        read("keras.txt");
        read("torch.txt");
    }

    private void read(String resource) {
        try (InputStream text = Objects.requireNonNull(Figures.class.getResourceAsStream(resource))) {
            for (var line : new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                var parts = line.split(" = ", 2);
                figures.put(
                        parts[0],
                        Stream.of(parts[1].split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double[] of(Network network, String key) {
        return Objects.requireNonNull(figures.get(network.name() + " " + key), network + " " + key);
    }
}
