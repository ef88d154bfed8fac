package dev.updraft.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.batches.Folds;
import dev.updraft.engine.Engine;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows of a table that are set aside in order, or by a column. */
class DataSplitTest {
    private static final DataSplit BY_PATIENT = DataSplit.by("patient", 0.3);
    private static final DataSplit BY_DAY = DataSplit.last(0.3, "day");

    private static final CompiledModel VISITS = compiled("");

    private static CompiledModel compiled(String fit) {
        try {
            var file = Files.createTempFile("visits", ".model");
            file.toFile().deleteOnExit();
            return Updraft.compile(Files.writeString(file, """
                    model Visits {
                        input visit {
                            patient: id
                            day: number
                            pulse: number
                            ward: category
                        }
                        target rest: number
                        network { visit -> encode -> dense(1) -> y }
                        loss mse(y, rest)
                        optimizer sgd(learning_rate: 0.05)
                        fit { epochs: 2, batch_size: 4, device: cpu, %s }
                    }
                    """.formatted(fit)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> row(int number, @Nullable Object patient, @Nullable Object day) {
        var row = new HashMap<String, Object>();
        row.put("patient", patient);
        row.put("day", day);
        row.put("pulse", 60 + 7 * number % 40);
        row.put("ward", number % 3 == 0 ? "A" : "B");
        row.put("rest", (float) number);
        return row;
    }

    /** One row for each, whose target is its number. */
    private static Dataset visits(List<Integer> patientsOrDays) {
        return Datasets.of(IntStream.range(0, patientsOrDays.size())
                        .mapToObj(i -> row(i, "P" + patientsOrDays.get(i), patientsOrDays.get(i)))
                        .toList())
                .as(DataSpec.of(VISITS.layers()));
    }

    private static List<Integer> numbers(Dataset data) {
        var numbers = new ArrayList<Integer>();
        try (var arena = Arena.ofConfined()) {
            var room = arena.allocate(JAVA_FLOAT);
            for (var i = 0; i < data.size(); i++) {
                data.copyTarget(0, i, room, 0);
                numbers.add((int) room.get(JAVA_FLOAT, 0));
            }
        }
        return numbers;
    }

    private static TrainValidationSplit split(Dataset data, DataSplit split, long seed) {
        return TrainValidationSplit.of(data, split, DataSpec.of(VISITS.layers()), seed);
    }

    private static Set<Integer> values(Dataset data, List<Integer> all) {
        return numbers(data).stream().map(all::get).collect(toSet());
    }

    private static void requireWhole(TrainValidationSplit split, int size) {
        var all = new ArrayList<>(numbers(split.train()));
        assertThat(all).isSorted().isNotEmpty();
        assertThat(numbers(split.validation())).isSorted().isNotEmpty();
        all.addAll(numbers(split.validation()));
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, size).boxed().toList());
    }

    @Property(tries = 200)
    void groupsAreNeverSplit(
            @ForAll @Size(min = 5, max = 60) List<@IntRange(max = 12) Integer> patients,
            @ForAll @DoubleRange(min = 0.05, max = 0.8) double share,
            @ForAll long seed) {
        var data = visits(patients);
        if (patients.stream().distinct().count() < 2) {
            return;
        }
        for (var parts : List.of(
                split(data, DataSplit.by("patient", share), seed),
                TrainValidationSplit.forTest(
                        data, DataSplit.by("visit.patient", share), DataSpec.of(VISITS.layers()), seed))) {
            requireWhole(parts, patients.size());
            assertThat(values(parts.train(), patients))
                    .doesNotContainAnyElementsOf(values(parts.validation(), patients));
            var largest = patients.stream()
                    .mapToLong(
                            patient -> patients.stream().filter(patient::equals).count())
                    .max()
                    .orElseThrow();
            assertThat((double) parts.validation().size())
                    .isBetween(patients.size() * share - largest - 1, patients.size() * share + largest + 1);
        }
    }

    @Test
    void groupsAreChosenWithTheSeed() {
        var patients = IntStream.range(0, 60).mapToObj(i -> i % 20).toList();
        var data = visits(patients);
        var chosen = values(split(data, BY_PATIENT, 1).validation(), patients);
        assertThat(chosen).hasSize(6);
        assertThat(values(split(data, BY_PATIENT, 1).validation(), patients)).isEqualTo(chosen);
        assertThat(values(split(data, BY_PATIENT, 2).validation(), patients)).isNotEqualTo(chosen);
        assertThat(values(
                        TrainValidationSplit.forTest(data, BY_PATIENT, DataSpec.of(VISITS.layers()), 1)
                                .validation(),
                        patients))
                .isNotEqualTo(chosen);
    }

    @Property(tries = 200)
    void whatIsLastComesAfterAllThatIsTrainedOn(
            @ForAll @Size(min = 5, max = 60) List<@IntRange(max = 30) Integer> days,
            @ForAll @DoubleRange(min = 0.05, max = 0.8) double share,
            @ForAll long seed) {
        if (days.stream().distinct().count() < 2) {
            return;
        }
        var parts = split(visits(days), DataSplit.last(share, "day"), seed);
        requireWhole(parts, days.size());
        var latest = values(parts.train(), days).stream().max(Integer::compare).orElseThrow();
        assertThat(values(parts.validation(), days)).allMatch(day -> day > latest);
    }

    @Test
    void withoutAColumnTheOrderIsThatOfTheData() {
        var parts = split(visits(List.of(5, 4, 3, 2, 1, 0, 7, 7, 7, 7)), DataSplit.last(0.3), 1);
        assertThat(numbers(parts.train())).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(numbers(parts.validation())).containsExactly(7, 8, 9);
    }

    @Property(tries = 100)
    void foldsKeepGroupsTogether(
            @ForAll @Size(min = 8, max = 60) List<@IntRange(max = 12) Integer> patients,
            @ForAll @IntRange(min = 2, max = 4) int count,
            @ForAll long seed) {
        if (patients.stream().distinct().count() < count) {
            return;
        }
        var aside = new ArrayList<Integer>();
        for (var fold : Folds.of(visits(patients), BY_PATIENT, DataSpec.of(VISITS.layers()), count, seed)) {
            requireWhole(fold, patients.size());
            assertThat(values(fold.train(), patients)).doesNotContainAnyElementsOf(values(fold.validation(), patients));
            aside.addAll(numbers(fold.validation()));
        }
        assertThat(aside).doesNotHaveDuplicates().hasSize(patients.size());
    }

    @Property(tries = 100)
    void foldsInOrderTrainOnWhatComesBefore(
            @ForAll @Size(min = 8, max = 60) List<@IntRange(max = 12) Integer> days,
            @ForAll @IntRange(min = 2, max = 4) int count) {
        if (days.stream().distinct().count() <= count) {
            return;
        }
        var before = 0;
        var aside = new ArrayList<Integer>();
        for (var fold : Folds.of(visits(days), BY_DAY, DataSpec.of(VISITS.layers()), count, 1)) {
            var latest =
                    values(fold.train(), days).stream().max(Integer::compare).orElseThrow();
            assertThat(values(fold.validation(), days)).isNotEmpty().allMatch(day -> day > latest);
            assertThat(fold.train().size()).isGreaterThan(before);
            before = fold.train().size();
            aside.addAll(numbers(fold.validation()));
        }
        assertThat(aside).doesNotHaveDuplicates();
        var first = Folds.of(visits(days), BY_DAY, DataSpec.of(VISITS.layers()), count, 1)
                .getFirst();
        assertThat(aside).hasSize(days.size() - first.train().size());
    }

    @Test
    void whatCannotBeSplitIsExplained() {
        var rows = new ArrayList<>(List.of(row(0, "P1", 1), row(1, null, 1), row(2, "P2", 1), row(3, null, 1)));
        var data = Datasets.of(rows).as(DataSpec.of(VISITS.layers()));
        assertThatThrownBy(() -> split(data, BY_PATIENT, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "row 1 (counted from 0): column patient: is missing (in 2 of 4 rows), so that by(patient, 0.3)"
                                + " cannot tell where they belong; fill the cells, remove the rows, or split the data in another"
                                + " way");
        assertThatThrownBy(() -> split(data, BY_DAY, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "rows: all rows have the same value of the column that last(0.3, by: day) splits them by, so"
                                + " that none would be left to train on; split by another column");
        assertThatThrownBy(() -> split(data, DataSplit.by("pateint", 0.2), 0))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "the data cannot be split with by(pateint, 0.2): no input has a column `pateint`; the columns"
                                + " are patient, day, pulse, ward; one that is not to be learnt from is declared as pateint: id");
        assertThatThrownBy(() -> split(data, DataSplit.last(0.99), 0))
                .isInstanceOf(DataException.class)
                .hasMessage("rows has 4 samples, and a validation split of last(0.99) leaves none to train on; use a"
                        + " smaller fraction or more data");
        rows.forEach(row -> row.remove("patient"));
        var without = Datasets.of(rows).as(DataSpec.of(VISITS.layers()));
        assertThatThrownBy(() -> split(without, BY_PATIENT, 0))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "rows: has no column 'patient', which by(patient, 0.3) splits the data by; add it, or split the"
                                + " data in another way");
    }

    @Test
    void tooFewGroupsForFoldsAreRefused() {
        var data = visits(List.of(1, 1, 2, 2, 3, 3));
        assertThatThrownBy(() -> Folds.of(data, BY_PATIENT, DataSpec.of(VISITS.layers()), 4, 0))
                .hasMessage("rows: by(patient, 0.3) gives 3 groups, too few for 4 folds; use at most 3 folds");
        assertThatThrownBy(() -> Folds.of(data, BY_DAY, DataSpec.of(VISITS.layers()), 3, 0))
                .hasMessage(
                        "rows: last(0.3, by: day) gives 2 steps of time after the first, too few for 3 folds; use at"
                                + " most 2 folds");
        assertThatThrownBy(() -> Folds.of(visits(List.of(1, 1)), BY_DAY, DataSpec.of(VISITS.layers()), 2, 0))
                .hasMessage(
                        "rows: last(0.3, by: day) gives 0 steps of time after the first, too few for 2 folds; split by"
                                + " another column");
    }

    @Test
    void aShareIsTheLastIfNothingIsShuffled() {
        var data = visits(IntStream.range(0, 20).boxed().toList());
        assertThat(epochs("validation_split: 0.2, shuffle: false", data))
                .isEqualTo(epochs("validation_split: last(0.2), shuffle: false", data))
                .isNotEqualTo(epochs("validation_split: by(patient, 0.2), shuffle: false", data));
    }

    /** Losses of training and validation. */
    private static List<@Nullable Double> epochs(String fit, Dataset data) {
        try (var model = compiled(fit).on()) {
            var losses = new ArrayList<@Nullable Double>();
            for (var epoch : model.fit(data).epochs()) {
                losses.add(epoch.loss());
                losses.add(epoch.validationLoss());
            }
            return losses;
        }
    }

    /** Whatever the rows of a fold are, nothing of them gets into what is learnt of the others. */
    @Test
    void foldsLearnNothingOfWhatIsSetAside() {
        var model = compiled("folds: 4, test_split: by(patient, 0.2)");
        var rows = IntStream.range(0, 40).mapToObj(i -> row(i, "P" + i % 10, i)).toList();
        var first = Folds.of(
                        Datasets.of(rows).as(DataSpec.of(model.layers())),
                        BY_PATIENT,
                        DataSpec.of(model.layers()),
                        4,
                        0)
                .getFirst();
        var aside = numbers(first.validation());
        var changed = IntStream.range(0, 40)
                .mapToObj(i -> {
                    var row = new HashMap<>(rows.get(i));
                    if (aside.contains(i)) {
                        row.put("pulse", 1e6);
                        row.put("ward", "unheard of");
                        row.put("rest", -1e6);
                    }
                    return row;
                })
                .toList();
        var losses = losses(model, rows);
        var others = losses(model, changed);
        assertThat(others.subList(0, 2)).isEqualTo(losses.subList(0, 2));
        assertThat(others.subList(2, 8)).doesNotContainAnyElementsOf(losses.subList(2, 8));
    }

    /** Of the epochs of all folds. */
    private static List<Double> losses(CompiledModel model, List<? extends Map<String, Object>> rows) {
        var losses = new ArrayList<Double>();
        model.crossValidate(Datasets.of(rows), 4, Device.cpu(), new Engine.Options(1, 0), FitOptions.NONE, event -> {
            if (event instanceof TrainingEvent.EpochFinished(var epoch, var _)) {
                losses.add(epoch.loss());
            }
        });
        return losses;
    }
}
