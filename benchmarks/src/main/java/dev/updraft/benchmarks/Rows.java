package dev.updraft.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.updraft.Updraft;
import dev.updraft.data.Datasets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Predictions of raw rows of a table, one at a time, by the class that Updraft generates: {@code Rows}. Each call makes a
 * record of the cells and predicts its class. After three seconds of warm-up, windows of one second as {@link Steps} has them.
 */
public final class Rows {
    private static final int ROWS = 256;
    private static final int WARM_UP_MILLIS = 3000;
    private static final int WINDOW_MILLIS = 1000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The first model of docs/tables.md. */
    private static final String MODEL = """
            model Churn {
                input customer {
                    customer_id:     id
                    tenure:          number
                    monthly_charges: number "Charges ($)"
                    total_charges:   number(optional: true)
                    senior, partner: bool
                    contract:        category["Month-to-month", "One year", "Two year"](ordered: true)
                    payment_method:  category(most: 8)
                    since:           date("dd.MM.yyyy")
                    remarks:         text(most: 200)
                    loss:            ignore
                }
                target churn: class["No", "Yes"]

                network   { customer -> encode -> dense(64, activation: relu) -> dense(1) -> logit }
                loss      binary_crossentropy(logit, churn)
                optimizer adam
                fit       { epochs: 1 }
            }
            """;

    /** Calls the generated class as a program would. */
    private static final String CALLER = """
            import java.time.LocalDate;
            import java.util.List;
            import java.util.Map;
            import java.util.function.IntConsumer;

            public final class Caller implements IntConsumer, AutoCloseable {
                private final Churn model;
                private final double[] tenure;
                private final double[] charges;
                private final Double[] total;
                private final boolean[] senior;
                private final String[] contract;
                private final String[] payment;
                private final LocalDate[] since;
                private final String[] remarks;
                private Object result;

                public Caller(java.nio.file.Path weights, List<Map<String, Object>> rows) {
                    model = Churn.load(weights);
                    tenure = rows.stream().mapToDouble(row -> (double) row.get("tenure")).toArray();
                    charges = rows.stream().mapToDouble(row -> (double) row.get("monthly_charges")).toArray();
                    total = rows.stream().map(row -> (Double) row.get("total_charges")).toArray(Double[]::new);
                    senior = new boolean[rows.size()];
                    for (var i = 0; i < senior.length; i++) {
                        senior[i] = (boolean) rows.get(i).get("senior");
                    }
                    contract = texts("contract", rows);
                    payment = texts("payment_method", rows);
                    since = rows.stream().map(row -> (LocalDate) row.get("since")).toArray(LocalDate[]::new);
                    remarks = texts("remarks", rows);
                }

                private static String[] texts(String column, List<Map<String, Object>> rows) {
                    return rows.stream().map(row -> (String) row.get(column)).toArray(String[]::new);
                }

                @Override
                public void accept(int i) {
                    result = model.predict(new Churn.Customer(tenure[i], charges[i], total[i], senior[i], !senior[i],
                                    contract[i], payment[i], since[i], remarks[i]));
                }

                @Override
                public void close() {
                    model.close();
                }
            }
            """;

    private Rows() {}

    /** @param bytes that a call allocates, on average */
    private record Window(double others, double microseconds, double bytes) implements TimingWindows.Window {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f µs (others %.0f %%)", microseconds, others * 100);
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (var project = new GeneratedProject()) {
            var file = project.model("churn.model", MODEL);
            var rows = rows();
            var weights = project.folder().resolve("churn.safetensors");
            train(file, rows, weights);
            var caller = project.load("Caller", CALLER)
                    .getConstructor(Path.class, List.class)
                    .newInstance(weights, rows);
            try (var open = (AutoCloseable) caller) {
                var predictions = (IntConsumer) open;
                run(predictions, WARM_UP_MILLIS);
                var windows = TimingWindows.cleanest(_ -> run(predictions, WINDOW_MILLIS));
                System.out.printf(
                        "RESULT µs/row=%.2f bytes/call=%.1f clean=%d%n",
                        TimingWindows.median(windows, Window::microseconds),
                        TimingWindows.median(windows, Window::bytes),
                        windows.stream().filter(Window::clean).count());
            }
        }
    }

    private static void train(Path file, List<Map<String, Object>> rows, Path weights) throws IOException {
        try (var model = Updraft.compile(file).on()) {
            model.fit(Datasets.of(rows));
            model.save(weights);
        }
    }

    private static Window run(IntConsumer predictions, int millis) {
        var latencies = new Latencies();
        var cpuTime = Machine.cpuTime();
        var allocated = THREADS.getCurrentThreadAllocatedBytes();
        var start = System.nanoTime();
        var calls = 0;
        for (var now = start; now - start < millis * 1_000_000L; calls++) {
            predictions.accept(calls % ROWS);
            var end = System.nanoTime();
            latencies.add(end - now);
            now = end;
        }
        var bytes = (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (double) calls;
        var others = Machine.cpuTime().others(cpuTime);
        return new Window(others, Latencies.quantile(List.of(latencies), 0.5) * 1e-3, bytes);
    }

    private static List<Map<String, Object>> rows() {
        var random = new Random(1);
        var words = new ArrayList<String>();
        for (var i = 0; i < 400; i++) {
            words.add("word" + i);
        }
        var contracts = List.of("Month-to-month", "One year", "Two year");
        var payments = List.of("Electronic check", "Mailed check", "Bank transfer (automatic)", "Credit card");
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < ROWS; i++) {
            var row = new HashMap<String, Object>();
            row.put("tenure", (double) random.nextInt(72));
            row.put("monthly_charges", 20 + 100 * random.nextDouble());
            row.put("total_charges", random.nextInt(10) == 0 ? null : 8000 * random.nextDouble());
            row.put("senior", random.nextBoolean());
            row.put("partner", random.nextBoolean());
            row.put("contract", contracts.get(random.nextInt(contracts.size())));
            row.put("payment_method", payments.get(random.nextInt(payments.size())));
            row.put("since", LocalDate.of(2015, 1, 1).plusDays(random.nextInt(4000)));
            var remarks = new ArrayList<String>();
            for (var word = 0; word < 12; word++) {
                remarks.add(words.get(random.nextInt(words.size())));
            }
            row.put("remarks", "The " + String.join(", ", remarks) + ".");
            row.put("customer_id", "C" + i);
            row.put("loss", 0);
            row.put("churn", random.nextBoolean() ? "Yes" : "No");
            rows.add(row);
        }
        return rows;
    }
}
