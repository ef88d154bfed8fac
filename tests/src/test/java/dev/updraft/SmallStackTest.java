package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In processes of their own, as the native library is loaded once in each, and a failure ends the process. */
class SmallStackTest {
    private static final String MODEL = """
            model Deep {
                input  sample: float[2]
                target kind: class[3]
                network { sample -> reshape([1, 2, 1]) -> conv2d(4, kernel: 1) -> flatten -> dense(UNITS, activation: tanh) -> dense(3) -> logits }
                loss      sparse_categorical_crossentropy(logits, kind)
                optimizer adam
                fit { epochs: 2, batch_size: 16 }
            }
            """;

    @TempDir
    private Path folder;

    private String model(String units) throws IOException {
        return Files.writeString(folder.resolve("deep.model"), MODEL.replace("UNITS", units))
                .toString();
    }

    /** Compiles, trains and predicts on a thread with a stack of so many KiB; 0 for the first thread, -1 for a virtual one. */
    static final class Main {
        private Main() {}

        static void main(String[] arguments) throws InterruptedException {
            var kibibytes = Long.parseLong(arguments[0]);
            Runnable work = () -> use(Path.of(arguments[1]));
            if (kibibytes == 0) {
                work.run();
            } else {
                var thread = kibibytes < 0
                        ? Thread.ofVirtual().start(work)
                        : Thread.ofPlatform().stackSize(kibibytes * 1024).start(work);
                thread.join();
            }
        }

        private static void use(Path file) {
            try (var model = Updraft.compile(file).on(Device.cpu(), new Engine.Options(2, 1))) {
                model.fit(new Flowers(50), FitOptions.NONE.withEpochs(1));
                IO.println(model.engine() + " " + model.predict(new float[2]).length);
            } catch (CompileException e) {
                IO.println("refused: " + e.getMessage());
            }
        }
    }

    private static Forked.Result use(String option, int kibibytes, String file)
            throws IOException, InterruptedException {
        return Forked.run(
                "java",
                option,
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Forked.classPath(),
                Main.class.getName(),
                Integer.toString(kibibytes),
                file);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 256, 512})
    void theStackOfTheCallingThreadMayBeSmall(int kibibytes) throws Exception {
        var result = use("-Xmx256m", kibibytes, model("8"));

        assertThat(result.output()).isEqualToIgnoringNewLines("cpu 3");
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void soMayAllStacksOfTheProcess(int kibibytes) throws Exception {
        assertThat(use("-Xss256k", kibibytes, model("8")).output()).isEqualToIgnoringNewLines("cpu 3");
    }

    @Test
    void aTextThatNestsDeeplyIsReadOnASmallStack() throws Exception {
        var nested = "(".repeat(60) + "8" + ")".repeat(60);

        assertThat(use("-Xmx256m", 1, model(nested)).output()).isEqualToIgnoringNewLines("cpu 3");
    }

    @Test
    void aTextThatNestsTooDeeplyIsAnErrorThereToo() throws Exception {
        var nested = "(".repeat(5000) + "8" + ")".repeat(5000);

        assertThat(use("-Xmx256m", 1, model(nested)).output()).startsWith("refused: error[M0008]");
    }
}
