package dev.updraft.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on loopback that answers each request as the next of its instructions says, and honestly after them. */
public final class FileServer implements AutoCloseable {

    /** How to answer one request. */
    public interface Answer {
        void to(HttpExchange exchange, byte[] content, int from) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final byte[] content;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** The requests' Range headers, or "all". */
    public final List<String> requests = new ArrayList<>();

    public FileServer(byte[] content, Answer... answers) {
        this.content = content;
        this.answers.addAll(List.of(answers));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url(String name) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + name);
    }

    /** Sends all that is asked for. */
    public static void honestly(HttpExchange exchange, byte[] content, int from) throws IOException {
        partly(exchange, content, from, content.length - from);
    }

    /** Promises all, sends a little, hangs up. */
    public static Answer cutAfter(int bytes) {
        return (exchange, content, from) -> partly(exchange, content, from, bytes);
    }

    /** Sends another file of the same length. */
    public static void otherContent(HttpExchange exchange, byte[] content, int from) throws IOException {
        honestly(exchange, new byte[content.length], from);
    }

    /** Sends everything, whatever is asked for. */
    public static void ignoringRange(HttpExchange exchange, byte[] content, int from) throws IOException {
        honestly(exchange, content, 0);
    }

    public static Answer status(int status) {
        return (exchange, _, _) -> exchange.sendResponseHeaders(status, -1);
    }

    /** Says that the file is at another place of this server. */
    public Answer redirect(String name) {
        return (exchange, _, _) -> {
            exchange.getResponseHeaders().set("Location", url(name).toString());
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Sends a little and then nothing until the server is closed. */
    public Answer stallAfter(int bytes) {
        return (exchange, content, from) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, from, bytes);
            exchange.getResponseBody().flush();
            awaitClosing();
        };
    }

    public void next(Answer answer) {
        synchronized (answers) {
            answers.add(answer);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        Answer answer;
        synchronized (answers) {
            requests.add(range == null ? "all" : range);
            answer = answers.isEmpty() ? FileServer::honestly : answers.remove();
        }
        var from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        try (exchange) {
            answer.to(exchange, content, from);
        }
    }

    private static void partly(HttpExchange exchange, byte[] content, int from, int bytes) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        exchange.getResponseBody().write(content, from, bytes);
        exchange.getResponseBody().flush();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    /** Of a content, in hexadecimal. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
