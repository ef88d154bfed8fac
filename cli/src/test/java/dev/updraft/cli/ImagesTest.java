package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From folders of images to the class of one. */
class ImagesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path image(String name, int brightness) throws IOException {
        var image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (var pixel = 0; pixel < 16; pixel++) {
            image.getRaster().setSample(pixel % 4, pixel / 4, 0, brightness);
        }
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void anImageIsToldFromOthersByWhatTheirFoldersTaught() throws IOException {
        for (var i = 0; i < 8; i++) {
            image("images/dark/" + i + ".png", 10 * i);
            image("images/light/" + i + ".png", 255 - 10 * i);
        }
        var unknown = image("unknown.png", 240).toString();
        var weights = folder.resolve("light.safetensors").toString();
        var model = Files.writeString(folder.resolve("light.model"), """
                model Light {
                    input  image: float[4, 4, 1]
                    target light: class["dark", "light"]
                    network { image -> rescale(1/255) -> flatten -> dense(2) -> logits }
                    loss sparse_categorical_crossentropy(logits, light)
                    optimizer adam(learning_rate: 0.1)
                    fit { epochs: 20, batch_size: 4, data: "images" }
                }
                """).toString();

        var trained = CommandRun.of("train", model, "--device", "reference", "--output", weights, "--quiet");
        assertThat(trained.status()).as(trained.err()).isZero();

        var predicted =
                CommandRun.of("predict", model, "--device", "reference", "--weights", weights, "--data", unknown);
        assertThat(predicted.status()).as(predicted.err()).isZero();
        assertThat(predicted.out()).startsWith(unknown + "\tlight\t").hasLineCount(1);
    }
}
