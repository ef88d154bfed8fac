package dev.updraft.report;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A browser without a window, driven through the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final Pattern ADDRESS = Pattern.compile("ws://(127\\.0\\.0\\.1:\\d+)/");
    private static final long SECONDS = 60;

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
    private int last;

    private Chromium(Process process, Path log) throws Exception {
        this.process = process;
        socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page(address(log))), new Listener())
                .get(SECONDS, TimeUnit.SECONDS);
        for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Where it is installed; null if nowhere. */
    static @Nullable Path installed() {
        return PLACES.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Starts it with a profile of its own. */
    static Chromium start(Path program, Path profile) throws Exception {
        var command = new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"));
        command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"));
        var log = Files.createFile(profile.resolve("log.txt"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new Chromium(process, log);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("chromium: " + Files.readString(log), e);
        }
    }

    private static String address(Path log) throws IOException, InterruptedException {
        for (var tries = 0; tries < SECONDS * 10; tries++) {
            var found = ADDRESS.matcher(Files.readString(log));
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(100);
        }
        throw new IOException("it says no address");
    }

    private String page(String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/json/list"))
                .build();
        var list = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
        return Json.object("{\"list\":" + list + "}").get("list") instanceof List<?> pages
                ? (String) Json.at(pages, "/0/webSocketDebuggerUrl")
                : "";
    }

    /** Asks for something and waits for the answer. */
    Map<String, Object> send(String method, Map<String, ?> parameters) throws Exception {
        last++;
        var answer = new CompletableFuture<Map<String, Object>>();
        answers.put(last, answer);
        var request = Map.of("id", last, "method", method, "params", parameters);
        socket.sendText(Json.write(request), true).get(SECONDS, TimeUnit.SECONDS);
        var message = answer.get(SECONDS, TimeUnit.SECONDS);
        if (message.containsKey("error")) {
            throw new AssertionError(method + ": " + message.get("error"));
        }
        return message;
    }

    /** Opens a page and waits until it is there. */
    void open(String address) throws Exception {
        events.clear();
        send("Page.navigate", Map.of("url", address));
        for (var tries = 0; tries < SECONDS * 20 && named("Page.loadEventFired").isEmpty(); tries++) {
            Thread.sleep(50);
        }
    }

    /** The value of a JavaScript expression. */
    Object evaluate(String expression) throws Exception {
        var message =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        return Json.at(message, "/result/result/value");
    }

    /** Events since the page was opened. */
    List<Map<String, Object>> named(String... methods) {
        return events.stream()
                .filter(event -> List.of(methods).contains(String.valueOf(event.get("method"))))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
        process.destroyForcibly();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean complete) {
            text.append(part);
            if (complete) {
                var message = Json.object(text.toString());
                text.setLength(0);
                if (message.get("id") instanceof Integer id) {
                    Objects.requireNonNull(answers.remove(id)).complete(message);
                } else {
                    events.add(message);
                }
            }
            from.request(1);
            return null;
        }
    }
}
