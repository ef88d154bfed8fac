package com.example.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtRiskTest {
    private static double accuracy;
    private static Path weights;
    private static Map<Integer, Churn.Customer> leaving;

    @BeforeAll
    static void train(@TempDir Path folder) throws Exception {
        var database = folder.resolve("shop");
        Shop.fill(database);
        weights = folder.resolve("churn.safetensors");
        accuracy = Training.train(folder, weights);
        leaving = AtRisk.find(database, weights);
    }

    /** Chance has a part in who leaves, so that no model is right about all. */
    @Test
    void theModelHasLearnt() {
        assertTrue(accuracy > 0.75, () -> "accuracy " + accuracy);
    }

    @Test
    void someOfTheCurrentCustomersAreAtRisk() {
        assertFalse(leaving.isEmpty());
        assertTrue(leaving.size() < Shop.CURRENT);
        assertTrue(leaving.keySet().stream().allMatch(id -> id > Shop.PAST));
    }

    @Test
    void callsToSupportAreASign() {
        try (var churn = Churn.load(weights)) {
            assertEquals(Churn.Outcome.STAYS, churn.predict(customer("two years", 60, 0)));
            assertEquals(Churn.Outcome.LEAVES, churn.predict(customer("monthly", 2, 6)));
        }
    }

    private static Churn.Customer customer(String contract, int months, int calls) {
        return new Churn.Customer(
                months, 40, 45.0, contract, "card", calls, true, LocalDate.of(2025, 1, 1).minusMonths(months));
    }
}
