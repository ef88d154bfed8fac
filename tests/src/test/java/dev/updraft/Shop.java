package dev.updraft;

import dev.updraft.data.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A shop's days, and models of them whose trees are explained. */
record Shop(Path folder) {
    static final String INPUT = """
            input day {
                place: category
                size: category["small", "medium", "large"](ordered: true)
                warmth: number(optional: true)
                open: bool
                date: date
                remarks: text(most: 4)
                noise: number
            }
            """;

    CompiledModel compiled(String target, String layer, String loss) throws IOException {
        var text = """
                model Shop {
                    %s
                    target %s
                    network { day -> %s -> score }
                    loss %s
                    fit { device: reference, seed: 3 }
                }
                """.formatted(INPUT, target, layer, loss);
        return Updraft.compile(Files.writeString(folder.resolve("shop.model"), text));
    }

    /** Days of a shop: what is sold follows from all columns but the last. */
    static List<Map<String, Object>> days(int count) {
        var random = new Random(5);
        var days = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < count; i++) {
            var day = new HashMap<String, Object>();
            var place = random.nextInt(4);
            var size = random.nextInt(3);
            var warmth = random.nextInt(30);
            var date = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(360));
            var rains = random.nextInt(3) == 0;
            var sold = 10 * place
                    + 30 * size
                    + (date.getMonthValue() == 12 ? 80 : 0)
                    - (rains ? 40 : 0)
                    + (place == 1 ? warmth : 0)
                    + random.nextInt(10);
            day.put("place", List.of("harbour", "market", "station", "village").get(place));
            day.put("size", List.of("small", "medium", "large").get(size));
            if (random.nextInt(5) > 0) {
                day.put("warmth", warmth);
            } else {
                sold += 15;
            }
            day.put("open", random.nextBoolean());
            day.put("date", date);
            day.put("remarks", rains ? "rain all day" : "nothing");
            day.put("noise", random.nextInt(100));
            day.put("sold", sold + 100);
            day.put("much", sold > 60 ? "yes" : "no");
            day.put("amount", sold > 90 ? "much" : sold > 40 ? "some" : "little");
            days.add(day);
        }
        return days;
    }

    Model trained(String target, String layer, String loss) throws IOException {
        var model = compiled(target, layer, loss).on();
        model.fit(Datasets.of(days(300)));
        return model;
    }

    Model ofAmounts(String layer) throws IOException {
        return trained(
                "amount: class[\"little\", \"some\", \"much\"]",
                layer,
                "sparse_categorical_crossentropy(score, amount)");
    }

    static Map<String, Object> withoutTargets(Map<String, Object> day) {
        var row = new HashMap<>(day);
        row.keySet().removeAll(List.of("sold", "much", "amount"));
        return row;
    }
}
