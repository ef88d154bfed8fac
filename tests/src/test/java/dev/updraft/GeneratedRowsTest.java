package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated classes of models that take rows of tables. */
class GeneratedRowsTest {
    private static final String CHURN = """
            model Churn {
                input customer {
                    customer_id: id
                    tenure: number
                    total: number(optional: true)
                    senior: bool
                    partner: bool(optional: true)
                    contract: category["Month-to-month", "One year", "Two year"](ordered: true)
                    payment: category(most: 3)
                    region: category(most: 80)
                    since: date("dd.MM.yyyy", optional: true)
                    seen: datetime
                    at: time(optional: true)
                    remarks: text(most: 6)
                    loss: ignore
                }
                target churn: class["No", "Yes"]
                network { customer -> encode -> dense(8, activation: relu) -> dense(1) -> logit }
                loss binary_crossentropy(logit, churn)
                optimizer adam(learning_rate: 0.01)
                fit { epochs: 2, batch_size: 16, device: cpu }
            }
            """;

    private static final String HEADER =
            "customer_id,tenure,total,senior,partner,contract,payment,region,since,seen,at,remarks,loss,churn";

    @TempDir
    private Path folder;

    /** The cells of a row, those of the network as the class takes them; with what a file has for them. */
    private record Row(List<@Nullable Object> cells, String line) {}

    private static List<Row> rows() {
        var remarks =
                new String[] {"Very good, VERY cheap!", " ", "", "İstanbul ΟΔΟΣ 🍵", "too slow -- don't", "e-mail  slow"
                };
        var rows = new ArrayList<Row>();
        for (var i = 0; i < 80; i++) {
            var since = i % 7 == 0 ? null : LocalDate.of(1950 + i, 1 + i % 12, 1 + i % 28);
            var seen = LocalDateTime.of(2024, 1 + i % 12, 1 + i % 28, i % 24, i % 60, (7 * i) % 60);
            var at = i % 5 == 0 ? null : LocalTime.of(i % 24, (11 * i) % 60);
            var total = i % 4 == 0 ? null : Double.valueOf(1000.0 / (i + 1));
            var partner = i % 3 == 0 ? null : Boolean.valueOf(i % 2 == 0);
            var contract = List.of("Month-to-month", "One year", "Two year").get(i % 3);
            var payment = List.of("cash", "card", "bank", "rare" + i, "").get(i % 5);
            var cells = new ArrayList<@Nullable Object>();
            cells.addAll(List.of(0.1 + i));
            cells.add(total);
            cells.add(i % 2 == 0);
            cells.add(partner);
            cells.add(contract);
            cells.add(payment);
            cells.add("r" + i % 70);
            cells.add(since);
            cells.add(seen);
            cells.add(at);
            cells.add(remarks[i % remarks.length]);
            var line = "C%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,\"%s\",x,%s"
                    .formatted(
                            i,
                            0.1 + i,
                            total == null ? "NA" : total,
                            i % 2 == 0 ? "yes" : "no",
                            partner == null ? "" : partner,
                            contract,
                            payment,
                            "r" + i % 70,
                            since == null
                                    ? ""
                                    : "%s.%s.%s"
                                            .formatted(
                                                    two(since.getDayOfMonth()),
                                                    two(since.getMonthValue()),
                                                    since.getYear()),
                            seen,
                            at == null ? "" : at,
                            remarks[i % remarks.length],
                            i % 9 < 4 ? "Yes" : "No");
            rows.add(new Row(cells, line));
        }
        return rows;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static Dataset read(Path table, Model model) {
        return Datasets.open(table.toString(), Path.of("")).read(Split.TRAIN, model.dataSpec(), new Progress() {
            @Override
            public void update(String what, long done, long total, Unit unit) {}

            @Override
            public void notice(String text) {}
        });
    }

    /** Weights of the model, and what they predict of the rows in a file. */
    private List<float[]> trained(Path file, Path weights, List<Row> rows) throws IOException {
        var table = Files.writeString(
                folder.resolve("rows.csv"),
                rows.stream().map(Row::line).collect(Collectors.joining("\n", HEADER + "\n", "\n")));
        try (var model = Updraft.compile(file).on()) {
            model.fit(read(table, model));
            model.save(weights);
            return model.predict(read(table, model));
        }
    }

    private JavaProject project(Path file) throws IOException {
        var project = new JavaProject(folder.resolve("project"));
        project.model(file, "com.example", Map.of());
        return project;
    }

    private Path churn() throws IOException {
        return Files.writeString(folder.resolve("churn.model"), CHURN);
    }

    private static Object called(Object object, String method, Object argument) throws Exception {
        for (var candidate : object.getClass().getMethods()) {
            if (candidate.getName().equals(method)
                    && candidate.getParameterCount() == 1
                    && candidate.getParameterTypes()[0].isInstance(argument)) {
                return Objects.requireNonNull(candidate.invoke(object, argument));
            }
        }
        throw new AssertionError(method);
    }

    @Test
    void aRowGivesTheBitsOfTheSameRowInAFile() throws Exception {
        var file = churn();
        var weights = folder.resolve("w.safetensors");
        var rows = rows();
        var expected = trained(file, weights, rows);
        var project = project(file);
        project.compile();
        try (var classes = project.load()) {
            var churn = classes.loadClass("com.example.Churn");
            var customer = classes.loadClass("com.example.Churn$Customer").getDeclaredConstructors()[0];
            try (var model = (AutoCloseable)
                    Objects.requireNonNull(churn.getMethod("load", Path.class).invoke(null, weights))) {
                var customers = new ArrayList<Object>();
                for (var i = 0; i < rows.size(); i++) {
                    var row = customer.newInstance(rows.get(i).cells().toArray());
                    customers.add(row);
                    var probabilities = (float[]) called(model, "probabilities", row);
                    assertThat(probabilities[1]).as("row %s", i).isEqualTo(expected.get(i)[0]);
                }
                var classesOf = (List<?>) called(model, "predict", customers);
                assertThat(classesOf.stream().map(Object::toString))
                        .containsExactlyElementsOf(expected.stream()
                                .map(values -> values[0] > 0.5f ? "YES" : "NO")
                                .toList());
                churn.getMethod("batch", Batching.class).invoke(model, Batching.upTo(4, Duration.ofMillis(1)));
                var together = (float[]) called(model, "probabilities", customers.get(5));
                assertThat(together[1]).isEqualTo(expected.get(5)[0]);

                var incomplete = rows.getFirst().cells();
                incomplete.set(0, Double.NaN);
                var row = customer.newInstance(incomplete.toArray());
                assertThatThrownBy(() -> called(model, "predict", row))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "`customer.tenure` is missing, but the model needs it; if it can be unknown, declare it"
                                        + " as optional and train again");
                incomplete.set(0, Double.NEGATIVE_INFINITY);
                var infinite = customer.newInstance(incomplete.toArray());
                assertThatThrownBy(() -> called(model, "predict", infinite))
                        .cause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("`customer.tenure` is -Infinity, where a finite number is expected");
                // What was not written to the end leaves nothing behind.
                var again = (float[]) called(model, "probabilities", customers.get(7));
                assertThat(again[1]).isEqualTo(expected.get(7)[0]);
            }
        }
    }

    @Test
    void predictingARowAllocatesNothing() throws Exception {
        var file = churn();
        var weights = folder.resolve("w.safetensors");
        trained(file, weights, rows());
        var project = project(file);
        project.program("com/example/Program.java", """
                package com.example;

                import java.nio.file.Path;
                import java.time.LocalDate;
                import java.time.LocalDateTime;
                import java.time.LocalTime;

                public final class Program implements Runnable, AutoCloseable {
                    private final Churn model;
                    private final Churn.Customer row = new Churn.Customer(
                            17, 20.5, true, null, "One year", "card", "r7", LocalDate.of(2020, 2, 29),
                            LocalDateTime.of(2024, 5, 31, 12, 34, 56), LocalTime.of(3, 4), "Too slow, VERY good; caf\\u00e9!");
                    private Object result;

                    public Program(Path weights) {
                        model = Churn.load(weights);
                        result = model.predict(row);
                    }

                    @Override
                    public void run() {
                        for (var call = 0; call < 20_000; call++) {
                            result = model.predict(row);
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
            var program = classes.loadClass("com.example.Program")
                    .getConstructor(Path.class)
                    .newInstance(weights);
            try (var _ = (AutoCloseable) program) {
                var fewest = Long.MAX_VALUE;
                for (var window = 0; window < 10 && fewest > 0; window++) {
                    fewest = Math.min(fewest, Allocations.during((Runnable) program));
                }
                assertThat(fewest).isZero();
            }
        }
    }

    private static final String MIXED = """
            model Mixed {
                input row {
                    a: number
                    b_c: number
                }
                input extra: float[2]
                network { concat(row, extra) -> dense(1, kernel_initializer: ones) -> y }
            }
            """;

    @Test
    void aGroupAndAnArrayAreOneSample() throws Exception {
        var project = project(Files.writeString(folder.resolve("mixed.model"), MIXED));
        project.program("com/example/Program.java", """
                package com.example;

                import java.nio.file.Path;
                import java.util.List;
                import java.util.function.Function;

                public final class Program implements Function<Path, String> {
                    @Override
                    public String apply(Path none) {
                        try (var model = Mixed.create(dev.updraft.Device.reference())) {
                            var one = new Mixed.Input(new Mixed.Row(1, 2), new float[] {3, 4});
                            var other = new Mixed.Input(new Mixed.Row(10, 20), new float[] {30, 40});
                            var wrong = new Mixed.Input(new Mixed.Row(10, 20), new float[] {30});
                            try {
                                return "taken: " + model.predict(wrong);
                            } catch (IllegalArgumentException refused) {
                                return model.predict(one) + " " + model.predict(List.of(other, one)).getFirst() + " "
                                        + refused.getMessage();
                            }
                        }
                    }
                }
                """);
        project.compile();
        assertThat(run(project)).isEqualTo("10.0 100.0 `extra` has 1 values, but the model takes 2: [2]");
    }

    @SuppressWarnings("unchecked") // The programs of these tests are such functions.
    private String run(JavaProject project) throws Exception {
        try (var classes = project.load()) {
            var function = (Function<Path, String>)
                    classes.loadClass("com.example.Program").getConstructor().newInstance();
            return function.apply(folder);
        }
    }

    @Test
    void aRowOfManyColumnsIsAMap() throws Exception {
        var columns = IntStream.range(0, 300).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        var project = project(Files.writeString(folder.resolve("wide.model"), """
                model Wide {
                    input row { %s: number }
                    network { row -> dense(1, kernel_initializer: ones) -> y }
                }
                """.formatted(columns)));
        project.program("com/example/Program.java", """
                package com.example;

                import java.nio.file.Path;
                import java.util.HashMap;
                import java.util.List;
                import java.util.Map;
                import java.util.function.Function;

                public final class Program implements Function<Path, String> {
                    @Override
                    public String apply(Path none) {
                        try (var model = Wide.create(dev.updraft.Device.reference())) {
                            var row = new HashMap<String, Object>();
                            for (var i = 0; i < 300; i++) {
                                row.put("c" + i, i % 2);
                            }
                            return model.predict(row) + " " + model.predict(List.<Map<String, ?>>of(row, row));
                        }
                    }
                }
                """);
        project.compile();
        assertThat(run(project)).isEqualTo("150.0 [150.0, 150.0]");
    }

    @Test
    void aModelThatLearnsNothingBeforeItsFirstStepPredictsAtOnce() throws IOException {
        try (var model = Updraft.compile(Files.writeString(folder.resolve("mixed.model"), MIXED))
                .on(Device.reference())) {
            var extra = new float[] {3, 4};
            assertThat(model.predict(Map.of("row", Map.of("a", 1, "bC", 2), "extra", extra)))
                    .containsExactly(10);

            var both = new LinkedHashMap<String, Object>();
            both.put("bC", 2);
            both.put("a", 1);
            both.put("b_c", 3);
            assertThatThrownBy(() -> model.predict(Map.of("row", both, "extra", extra)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the row has both bC and b_c, which are column `b_c` of input `row`; give one of them");
            assertThatThrownBy(() -> model.predict(Map.of("row", Map.of("a", 1, "b_c", 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the row has no float[] for input `extra`");
            assertThatThrownBy(() -> model.predict(Map.of("row", extra, "extra", extra)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the row has no map for input `row`");
        }
    }
}
