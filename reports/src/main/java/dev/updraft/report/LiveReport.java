package dev.updraft.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.updraft.charts.picture.NumberText;
import dev.updraft.history.History;
import dev.updraft.report.page.LivePage;
import dev.updraft.report.run.ReportException;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves learning curves to a browser while training runs, to this machine only, until {@link #close}. Pages are rendered
 * on request.
 */
public final class LiveReport implements TrainingListener, AutoCloseable {
    private static final long INTERVAL_NANOS = 500_000_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<History.Epoch> epochs = new ArrayList<>();
    private TrainingEvent.@Nullable RunStarted run;
    private String now = "waiting for the first step";
    private double share;
    private long lastShown = System.nanoTime() - INTERVAL_NANOS;
    private long changes;
    private boolean closed;

    private LiveReport(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts serving.
     *
     * @param port port on the loopback address; 0 picks a free one
     * @throws ReportException if the port is taken, or may not be used
     */
    public static LiveReport on(int port) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            var live = new LiveReport(server);
            server.createContext("/", live::answer);
            server.setExecutor(live.threads);
            server.start();
            return live;
        } catch (BindException e) {
            throw new ReportException(
                    "port " + port + " cannot be used (" + e.getMessage()
                            + "); choose another one, or none to pick a free one",
                    e);
        } catch (IOException e) {
            throw new ReportException(
                    "nothing can be served on port " + port + " (" + e.getMessage()
                            + "); choose another one, or omit --watch",
                    e);
        }
    }

    /** The address to open in a browser. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.RunStarted started ->
                change(() -> {
                    run = started;
                    epochs.clear();
                    epochs.addAll(started.earlier());
                });
            case TrainingEvent.StepFinished(var epoch, var step, var steps, var running) ->
                step(epoch, step, steps, running);
            case TrainingEvent.EpochFinished(var epoch, var last) ->
                change(() -> {
                    epochs.add(epoch);
                    now = "epoch " + epoch.number() + " of " + last + " is complete";
                    share = shareAfter(epoch.number(), 0);
                });
            case TrainingEvent.RunFinished _ ->
                change(() -> {
                    now = "training is complete";
                    share = 1;
                });
            case TrainingEvent.EpochStarted _,
                    TrainingEvent.EvaluationProgress _,
                    TrainingEvent.Checkpoint _,
                    TrainingEvent.Notice _ -> {}
        }
    }

    private void step(int epoch, int step, int steps, TrainingEvent.Running running) {
        var time = System.nanoTime();
        if (time - lastShown >= INTERVAL_NANOS) {
            lastShown = time;
            change(() -> {
                now = String.format(
                        Locale.ROOT,
                        "epoch %d, step %,d of %,d, loss %s",
                        epoch,
                        step,
                        steps,
                        NumberText.of(running.loss()));
                share = shareAfter(epoch - 1, (double) step / steps);
            });
        }
    }

    /** How much of the run is done, from 0 to 1. */
    private double shareAfter(int epoch, double ofTheNext) {
        return run == null ? 0 : (epoch + ofTheNext - run.firstEpoch() + 1) / (run.lastEpoch() - run.firstEpoch() + 1);
    }

    private synchronized void change(Runnable change) {
        change.run();
        changes++;
        notifyAll();
    }

    private synchronized LivePage page() {
        return new LivePage(run, List.copyOf(epochs), now, share);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var host = exchange.getRequestHeaders().getFirst("Host");
            if (host == null || !host.matches("(127\\.0\\.0\\.1|localhost)(:\\d+)?")) {
                exchange.sendResponseHeaders(403, -1); // Another site's page that has its name point here.
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> send(exchange, page().html());
                case "/content" -> send(exchange, page().content().markup());
                case "/events" -> events(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, String html) throws IOException {
        var bytes = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** An event whenever there is something new; a comment now and then tells whether anybody still listens. */
    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        var seen = -1L;
        while (true) {
            var latest = await(seen);
            if (latest < 0) {
                out.write("event: end\ndata:\n\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            out.write((latest == seen ? ":\n\n" : "data: " + latest + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            seen = latest;
        }
    }

    /** The number of the last change, when it is another than {@code seen} or after a while; -1 at the end. */
    private synchronized long await(long seen) {
        try {
            var end = System.nanoTime() + PATIENCE_NANOS;
            for (var left = PATIENCE_NANOS; !closed && changes == seen && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            return -1;
        }
        return closed ? -1 : changes;
    }

    /** Stops serving; open pages keep their content. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        server.stop(1);
        threads.shutdownNow();
    }
}
