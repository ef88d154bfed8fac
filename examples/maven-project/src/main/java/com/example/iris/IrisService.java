package com.example.iris;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers {@code GET /species?flower=5.1,3.5,1.4,0.2}, many at once: any number of threads may predict. */
public final class IrisService implements AutoCloseable {
    private static final String QUERY = "flower=";

    private final Iris iris;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private IrisService(Iris iris, HttpServer server) {
        this.iris = iris;
        this.server = server;
    }

    /** Takes the file of the weights, and the port. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("expected a file and a port: WEIGHTS.safetensors 8080");
            System.exit(1);
        }
        var service = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println("http://localhost:" + service.port() + "/species?flower=5.1,3.5,1.4,0.2");
    }

    /** Starts to serve on this machine's own address; port 0 is one that is free. */
    static IrisService start(Path weights, int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        var service = new IrisService(Iris.load(weights), server);
        server.setExecutor(service.threads);
        server.createContext("/species", service::answer);
        server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                var species = iris.predict(flower(exchange.getRequestURI().getQuery()));
                respond(exchange, 200, species.text());
            } catch (IllegalArgumentException e) {
                respond(exchange, 400, "expected four lengths in centimetres, as in ?flower=5.1,3.5,1.4,0.2: "
                        + e.getMessage());
            }
        }
    }

    private static float[] flower(String query) {
        if (query == null || !query.startsWith(QUERY)) {
            throw new IllegalArgumentException("there is no flower in the query");
        }
        var numbers = Arrays.stream(query.substring(QUERY.length()).split(","))
                .map(Float::valueOf)
                .toList();
        var flower = new float[numbers.size()];
        for (var i = 0; i < flower.length; i++) {
            flower[i] = numbers.get(i);
        }
        return flower;
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
        iris.close();
    }
}
