package com.example.iris;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IrisServiceTest {
    private static double accuracy;
    private static IrisService service;

    @BeforeAll
    static void trainAndServe(@TempDir Path folder) throws Exception {
        var weights = folder.resolve("iris.safetensors");
        accuracy = Training.train(Path.of("data/iris.csv"), weights);
        service = IrisService.start(weights, 0);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> get(String query) throws Exception {
        var address = URI.create("http://localhost:" + service.port() + "/species" + query);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void theModelHasLearnt() {
        assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
    }

    @Test
    void aFlowerIsAnsweredWithItsSpecies() throws Exception {
        assertEquals("setosa", get("?flower=5.1,3.5,1.4,0.2").body());
        assertEquals("virginica", get("?flower=6.3,3.3,6.0,2.5").body());
    }

    @Test
    void whatIsNoFlowerIsRefused() throws Exception {
        assertEquals(400, get("?flower=5.1,3.5").statusCode());
        assertEquals(400, get("?flower=rose").statusCode());
        assertEquals(400, get("").statusCode());
    }
}
