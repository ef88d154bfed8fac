package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.emit.typed.Origin;
import dev.updraft.compiler.emit.typed.TypedClass;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Input;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedClassTest {
    private static final String MODEL = Flowers.MODEL
            .formatted("adam(learning_rate: 0.05)")
            .replace("class[3]", "class[\"rose\", \"tulip\", \"lily\"]");

    /** Trains and saves; loads and says what it predicts. */
    private static final String PROGRAM = """
            package com.example;

            import dev.updraft.Device;
            import dev.updraft.training.FitOptions;
            import java.lang.foreign.MemorySegment;
            import java.nio.file.Path;
            import java.util.List;
            import java.util.function.Function;

            public final class Program implements Function<Path, String> {
                @Override
                public String apply(Path weights) {
                    var names = List.of("rose", "tulip", "lily");
                    var sample = new float[] {0.9f, 0.8f};
                    try (var model = Flowers.create(Device.reference())) {
                        var history = model.fit(new dev.updraft.Flowers(100, names), Flowers.FIT.withEpochs(40));
                        if (history.epochs().size() != 40) {
                            return "trained " + history.epochs().size();
                        }
                        model.save(weights);
                    }
                    try (var model = Flowers.load(weights, Device.reference())) {
                        Flowers.Kind kind = model.predict(sample);
                        var same = model.predict(MemorySegment.ofArray(sample));
                        var both = model.predict(List.of(sample, new float[] {-0.9f, -0.8f}));
                        var room = new float[3];
                        model.probabilities(MemorySegment.ofArray(sample), room);
                        if (!java.util.Arrays.equals(room, model.probabilities(sample))) {
                            return java.util.Arrays.toString(room);
                        }
                        var likely = model.probabilities(sample)[kind.ordinal()] > 0.5f;
                        var accurate = model.evaluate(new dev.updraft.Flowers(100, names)).metric("accuracy") > 0.8;
                        return kind.text() + same + both + likely + accurate;
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        file = Files.writeString(folder.resolve("flowers.model"), MODEL);
    }

    @SuppressWarnings("unchecked") // The programs of these tests are such functions.
    private static String run(JavaProject project, String program, Path argument) throws Exception {
        try (var classes = project.load()) {
            var function = (Function<Path, String>)
                    classes.loadClass(program).getConstructor().newInstance();
            return function.apply(argument);
        }
    }

    @Test
    void aUserTrainsSavesLoadsAndPredicts() throws Exception {
        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of());
        project.program("com/example/Program.java", PROGRAM);
        project.compile();
        Files.delete(file);

        assertThat(run(project, "com.example.Program", folder.resolve("w.safetensors")))
                .isEqualTo("lilyLILY[LILY, ROSE]truetrue");
    }

    @Test
    void severalTargetsArePredictedInARecord() throws Exception {
        var project = new JavaProject(folder.resolve("project"));
        var several = Files.writeString(folder.resolve("several.model"), """
                model Several {
                    input  image: float[2, 2, 1]
                    input  size: float[2]
                    target label: class["cat", "dog"]
                    target values: float[2]
                    target number: float[1]
                    target digit: class[4]
                    target mask: class[3][2, 2]
                    target tags: labels["old", "new"]
                    network {
                        image -> conv2d(3, kernel: 1) -> scores
                        concat(image -> flatten, size) -> dense(2) -> logits
                        logits -> dense(2) -> pair
                        logits -> dense(1) -> one
                        logits -> dense(4) -> digits
                        logits -> dense(2) -> marks
                    }
                    loss sparse_categorical_crossentropy(logits, label) + mse(pair, values) + mae(one, number)
                       + sparse_categorical_crossentropy(digits, digit) + sparse_categorical_crossentropy(scores, mask)
                       + binary_crossentropy(marks, tags)
                    optimizer adam
                }
                """);
        project.model(several, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import dev.updraft.Device;
                import java.nio.file.Path;
                import java.util.List;
                import java.util.function.Function;

                public final class Program implements Function<Path, String> {
                    @Override
                    public String apply(Path ignored) {
                        try (var model = Several.create(Device.reference())) {
                            var sample = new Several.Input(new float[] {1, 2, 3, 4}, new float[] {5, 6});
                            Several.Prediction prediction = model.predict(sample);
                            List<Several.Prediction> both = model.predict(List.of(sample, sample));
                            Several.Label label = prediction.label();
                            float[] values = prediction.values();
                            float number = prediction.number();
                            int digit = prediction.digit();
                            int[] mask = prediction.mask();
                            float[] tags = prediction.tags();
                            var same = both.get(1).number() == number && both.get(0).label() == label;
                            return values.length + " " + (digit < Several.DIGIT_CLASSES) + " " + mask.length + " "
                                    + tags.length + " " + same + " " + Several.MASK_CLASSES;
                        }
                    }
                }
                """);
        project.compile();

        assertThat(run(project, "com.example.Program", folder)).isEqualTo("2 true 4 2 true 3");
    }

    @Test
    void aClassAtEachPlaceIsAnArray() throws Exception {
        var project = new JavaProject(folder.resolve("project"));
        var places = Files.writeString(folder.resolve("places.model"), """
                model Places {
                    input  image: float[2, 3, 1]
                    target mask: class["sky", "sea"][2, 3]
                    network { image -> conv2d(2, kernel: 1) -> scores }
                    loss sparse_categorical_crossentropy(scores, mask)
                    optimizer adam
                }
                """);
        project.model(places, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import dev.updraft.Device;
                import java.nio.file.Path;
                import java.util.List;
                import java.util.function.Function;

                public final class Program implements Function<Path, String> {
                    @Override
                    public String apply(Path ignored) {
                        try (var model = Places.create(Device.reference())) {
                            int[] mask = model.predict(new float[6]);
                            List<int[]> both = model.predict(List.of(new float[6], new float[6]));
                            return mask.length + " " + both.size() + " " + Places.MASK_CLASSES;
                        }
                    }
                }
                """);
        project.compile();

        assertThat(run(project, "com.example.Program", folder)).isEqualTo("6 2 2");
    }

    @Test
    void predictingThroughTheClassAllocatesNothing() throws Exception {
        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import dev.updraft.Device;
                import java.lang.foreign.MemorySegment;

                public final class Program implements Runnable, AutoCloseable {
                    private final Flowers model = Flowers.create(Device.cpu());
                    private final float[] sample = {0.9f, 0.8f};
                    private final MemorySegment segment = MemorySegment.ofArray(sample);
                    private final float[] room = new float[3];
                    private Flowers.Kind kind = model.predict(sample);

                    @Override
                    public void run() {
                        for (var call = 0; call < 3000; call++) {
                            kind = model.predict(sample);
                            model.probabilities(segment, room);
                        }
                    }

                    @Override
                    public void close() {
                        model.close();
                    }
                }
                """);
        project.compile();

        try (var classes = project.load()) {
            var program =
                    classes.loadClass("com.example.Program").getConstructor().newInstance();
            try (var _ = (AutoCloseable) program) {
                var fewest = Long.MAX_VALUE;
                for (var window = 0; window < 10 && fewest > 0; window++) {
                    fewest = Math.min(fewest, Allocations.during((Runnable) program));
                }
                assertThat(fewest).isZero();
            }
        }
    }

    @Test
    void aListOfSeveralInputsGivesWhatEachGivesAlone() throws Exception {
        var pair = Files.writeString(folder.resolve("pair.model"), """
                model Input {
                    input left: float[2]
                    input right: float[1]
                    network { concat(left, right) -> dense(1, kernel_initializer: ones) -> y }
                }
                """);
        var project = new JavaProject(folder.resolve("project"));
        project.model(pair, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import java.util.List;

                public final class Program implements java.util.function.Function<java.nio.file.Path, String> {
                    @Override
                    public String apply(java.nio.file.Path none) {
                        try (var model = Input.create(dev.updraft.Device.reference())) {
                            var one = new Input.Input_2(new float[] {1, 2}, new float[] {4});
                            var other = new Input.Input_2(new float[] {0, 1}, new float[] {0});
                            return model.predict(List.of(one, other)) + " " + model.predict(one);
                        }
                    }
                }
                """);
        project.compile();

        assertThat(run(project, "com.example.Program", folder)).isEqualTo("[7.0, 1.0] 7.0");
    }

    private Path manyInputs(String name, int count) throws IOException {
        var inputs = IntStream.range(0, count).mapToObj(number -> "i" + number).toList();
        var groups = IntStream.range(0, (count + 499) / 500)
                .mapToObj(group -> inputs.subList(500 * group, Math.min(count, 500 * group + 500)))
                .map(group -> "concat(" + String.join(", ", group) + ")")
                .toList();
        return Files.writeString(folder.resolve(name + ".model"), """
                model %s {
                    %s
                    network { %s -> dense(2, kernel_initializer: ones) -> y }
                }
                """.formatted(
                name,
                inputs.stream().map(input -> "input " + input + ": float[1]").collect(Collectors.joining("\n")),
                groups.size() == 1 ? groups.getFirst() : "concat(" + String.join(", ", groups) + ")"));
    }

    @Test
    void aModelOfMoreInputsThanMethodsHaveParametersIsUsedWithOneArray() throws Exception {
        var many = manyInputs("Many", 4000);
        var few = manyInputs("Few", 300);
        var project = new JavaProject(folder.resolve("project"));
        project.model(many, "com.example", Map.of());
        project.model(few, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                import dev.updraft.Device;
                import java.lang.foreign.MemorySegment;
                import java.util.List;

                public final class Program implements java.util.function.Function<java.nio.file.Path, String> {
                    @Override
                    public String apply(java.nio.file.Path none) {
                        try (var many = Many.create(Device.reference()); var few = Few.create(Device.reference())) {
                            var sample = new float[Few.SAMPLE_SIZE];
                            sample[Few.I299_OFFSET] = 7;
                            return Many.SAMPLE_SIZE + " " + many.predict(new float[Many.I3999_OFFSET + Many.I3999_SIZE])[1]
                                    + " " + few.predict(sample)[0]
                                    + " " + few.predict(MemorySegment.ofArray(sample))[0]
                                    + " " + few.predict(List.of(sample)).getFirst()[1];
                        }
                    }
                }
                """);
        project.compile();

        assertThat(run(project, "com.example.Program", folder)).isEqualTo("4000 0.0 7.0 7.0 7.0");
    }

    @Test
    void theRecordOfAsManyInputsAsItHasRoomForCompilesAndSaysWhatItHolds() throws Exception {
        var file = manyInputs("Many", 250);
        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of());
        project.program("com/example/Program.java", """
                package com.example;

                public final class Program implements java.util.function.Function<java.nio.file.Path, String> {
                    @Override
                    public String apply(java.nio.file.Path none) {
                        var one = new float[] {1};
                        var input = new Many.Input(%s);
                        return input.equals(input) + " " + (input.hashCode() == input.hashCode()) + " "
                                + input.toString().contains("i249=");
                    }
                }
                """.formatted(String.join(", ", Collections.nCopies(250, "one"))));
        project.compile();

        assertThat(run(project, "com.example.Program", folder)).isEqualTo("true true true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "ISO-8859-1", "windows-1252", "Shift_JIS", "UTF-8"})
    void aClassHoldsTheSameWhateverEncodingItIsReadIn(String encoding) throws Exception {
        var drinks = Files.writeString(folder.resolve("drinks.model"), """
                /// Größe \\u0041 */ 飲み物.
                model Drinks {
                    input x: float[2]
                    target drink: class["café", "日本", "𠀋", "\\\\u0041", "é\\\\é"]
                    network { x -> dense(5) -> y }
                    loss sparse_categorical_crossentropy(y, drink)
                }
                """);
        var project = new JavaProject(folder.resolve("project"));
        project.model(drinks, "com.例", Map.of());
        project.program("Program.java", """
                public final class Program implements java.util.function.Function<java.nio.file.Path, String> {
                    @Override
                    public String apply(java.nio.file.Path none) {
                        var text = new StringBuilder();
                        for (var drink : com.\\u4f8b.Drinks.Drink.values()) {
                            text.append(drink.name()).append('=').append(drink.text()).append(' ');
                        }
                        return text.toString();
                    }
                }
                """);
        project.compile(encoding);

        assertThat(run(project, "Program", folder)).isEqualTo("CAFÉ=café 日本=日本 𠀋=𠀋 U0041=\\u0041 É_É=é\\é ");
    }

    @Test
    void weightsOfAnotherArchitectureAreRefusedWithTheLayer() throws Exception {
        var weights = folder.resolve("w.safetensors");
        try (var model = Updraft.compile(file).on(Device.reference())) {
            model.save(weights);
        }
        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of("hidden", "9"));
        project.program("com/example/Program.java", """
                package com.example;

                public final class Program implements java.util.function.Function<java.nio.file.Path, String> {
                    @Override
                    public String apply(java.nio.file.Path weights) {
                        try (var model = Flowers.load(weights)) {
                            return model.summary();
                        }
                    }
                }
                """);
        project.compile();

        assertThatThrownBy(() -> run(project, "com.example.Program", weights))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        "the weights were trained with another architecture",
                        "there: dense = dense(input, units: 8,",
                        "here:  dense = dense(input, units: 9,",
                        "train Flowers again");
    }

    @Test
    void theExamplesAndAwkwardNamesCompileWithoutAWarning() throws IOException {
        var project = new JavaProject(folder.resolve("project"));
        for (var example : new String[] {
            "cifar10/cifar10",
            "fashion-mnist/fashion-mnist",
            "iris/iris",
            "mnist/lenet",
            "regression/penguins",
            "resnet/resnet"
        }) {
            project.model(Path.of("../examples", example + ".model"), "com.example", Map.of());
        }
        var number = 0;
        for (var name : new String[] {"record", "Model", "Path", "String", "dev", "Input", "Label", "FIT", "_"}) {
            awkward(project, name, "awkward" + ++number);
        }

        project.compile();
    }

    private void awkward(JavaProject project, String name, String packageName) throws IOException {
        var single = Files.writeString(folder.resolve("single.model"), """
                /// Ends */ here: @Deprecated {@link Nothing} <b> & C:\\u0041\\users, `code`, ``, `*/`.
                model %s(class_: int = 2) {
                    /// Of @all */ kinds.
                    input Updraft: float[2, 2, 3]
                    /// One
                    /// <of> them.
                    target Dataset: class["\\\\u000a", "\\"", "List", "list", "猫", "?", "\u202E", "1", "int", "é\\n"]
                    network { Updraft -> flatten -> dense(10) -> y }
                    loss sparse_categorical_crossentropy(y, Dataset)
                    optimizer sgd
                }
                """.formatted(name));
        project.model(single, packageName, Map.of());
        var several = Files.writeString(folder.resolve("several.model"), """
                model %s {
                    input class: float[2]
                    input Class: float[2]
                    input network_: float[2]
                    input dev: float[2]
                    input hash_code: float[2]
                    input __: float[2]
                    target String: class["a", "b"]
                    network { concat(class, Class, network_, dev, hash_code, __) -> dense(1) -> y }
                    loss binary_crossentropy(y, String)
                }
                """.formatted(name));
        project.model(several, packageName + ".several", Map.of());
    }

    @Test
    void noTextOfAFileBecomesCode() throws IOException {
        var project = new JavaProject(folder.resolve("project"));
        var graph = Updraft.compile(file).layers();
        var random = new Random(7);
        for (var number = 0; number < 60; number++) {
            var texts =
                    Stream.generate(() -> hostile(random)).distinct().limit(8).toList();
            var packageName = "hostile" + number;
            var generated = TypedClass.emit(saying(graph, texts), new Origin(packageName, texts.getFirst()));
            project.program(generated.sourcePath(), generated.source());
        }

        project.compile();
    }

    private static String hostile(Random random) {
        var pieces = List.of(
                "*/",
                "/*",
                "//",
                "\\",
                "\\u",
                "\\u000a",
                "\\u0022",
                "\"",
                "'",
                "`",
                "{",
                "}",
                "@",
                "{@link",
                "{@code ",
                "@param x",
                "<",
                ">",
                "</p>",
                "&",
                "&amp",
                "\n",
                "\r",
                "\t",
                "\0",
                "\u2028",
                "\u202e",
                "\ufeff",
                "\ud800",
                "\ud83d\ude00",
                "é",
                "ß",
                "ŉ",
                "猫",
                "\u0301",
                "a",
                "B",
                "1",
                "_",
                "$",
                " ",
                "  ",
                "class",
                "%s",
                "%",
                "*");
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(_ -> pieces.get(random.nextInt(pieces.size())))
                .collect(Collectors.joining());
    }

    /** The same model with other texts in comments and names of classes. */
    private static LayerGraph saying(LayerGraph graph, List<String> texts) {
        var input = graph.inputs().getFirst();
        var target = graph.targets().getFirst();
        var said = new Target(target.name(), texts.get(3), new TargetType.Classes(8, texts), target.span());
        return new LayerGraph(
                graph.name(),
                texts.get(0),
                Map.of("parameter", texts.get(1)),
                List.of(new Input(input.name(), texts.get(2), input.shape(), input.span())),
                List.of(said),
                graph.layers(),
                List.of(TestGraphs.of(graph.outputs().getFirst(), said)),
                graph.losses(),
                graph.metrics(),
                graph.optimizer(),
                graph.fit(),
                graph.places(),
                graph.names());
    }

    @Test
    void aResourceThatIsMissingOrDamagedIsNamed() throws IOException {
        assertThatThrownBy(() -> Updraft.packed(GeneratedClassTest.class, "None.updraft"))
                .isInstanceOf(PackedModelException.class)
                .hasMessageStartingWith("the model of dev.updraft.GeneratedClassTest is not packaged with it: rebuild");

        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of());
        project.compile();
        Files.writeString(project.compiled("com/example/Flowers.updraft"), "{\n\"format\": 1,\n\"file\"");
        try (var classes = project.load()) {
            assertThatThrownBy(() -> Updraft.packed(classes.loadClass("com.example.Flowers"), "Flowers.updraft"))
                    .isInstanceOf(PackedModelException.class)
                    .hasMessageStartingWith("the model packaged with com.example.Flowers is damaged, at line 3");
        }
    }
}
