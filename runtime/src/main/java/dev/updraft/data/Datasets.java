package dev.updraft.data;

import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.internal.ArrayDataset;
import dev.updraft.data.internal.ArrayRows;
import dev.updraft.data.internal.ArrayTarget;
import dev.updraft.data.internal.Targets;
import dev.updraft.data.internal.formats.CsvStream;
import dev.updraft.data.internal.formats.SheetFormat;
import dev.updraft.data.internal.formats.TableFormat;
import dev.updraft.data.internal.grouped.GroupedTable;
import dev.updraft.data.internal.grouped.JavaRowsDataset;
import dev.updraft.data.internal.tables.TableFiles;
import dev.updraft.download.CacheFolder;
import dev.updraft.download.Download;
import dev.updraft.files.FileName;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds data sets by name or path, or creates them from data in memory. */
public final class Datasets {

    private static final NamedDataset MNIST = named(Published.MNIST);
    private static final NamedDataset FASHION_MNIST = named(Published.FASHION_MNIST);
    private static final NamedDataset CIFAR10 = named(Published.CIFAR10);
    private static final List<NamedDataset> NAMED = List.of(MNIST, FASHION_MNIST, CIFAR10);

    private static final String FOLDER = "folder must not be null";

    private Datasets() {}

    /** The handwritten digits of LeCun, Cortes and Burges: 60,000 and 10,000 images, {@code [28, 28, 1]}, 10 classes. */
    public static NamedDataset mnist() {
        return MNIST;
    }

    /** Zalando's articles of clothing: 60,000 and 10,000 images, {@code [28, 28, 1]}, 10 classes. */
    public static NamedDataset fashionMnist() {
        return FASHION_MNIST;
    }

    /** Krizhevsky's small colour images: 50,000 and 10,000, {@code [32, 32, 3]}, 10 classes. */
    public static NamedDataset cifar10() {
        return CIFAR10;
    }

    /** The names that {@link #open} knows. */
    public static List<String> names() {
        return NAMED.stream().map(NamedDataset::description).toList();
    }

    /**
     * Finds a data set: {@code mnist}, {@code fashion-mnist}, {@code cifar10}, or a file or folder. A name takes precedence
     * over a folder with the same name; {@code ./mnist} is the folder.
     *
     * @param nameOrPath as written in a {@code fit} block or on the command line
     * @param folder what a relative path is relative to: the folder of the {@code .model} file, or the working directory
     * @throws DataException if there is no such data
     */
    public static DataSource open(String nameOrPath, Path folder) {
        requireNonNull(nameOrPath, "nameOrPath must not be null");
        requireNonNull(folder, FOLDER);
        for (var named : NAMED) {
            if (named.description().equals(nameOrPath)) {
                return named;
            }
        }
        var names = String.join(", ", names());
        var path = path(nameOrPath, folder, "is neither a path nor one of the names " + names);
        if (!Files.exists(path)) {
            throw new DataException(
                    path + ": no such file or folder; pass an existing path, or one of the names " + names);
        }
        return PathSource.of(path);
    }

    /**
     * Finds the data that a {@code fit} block says: a name or path, a CSV or Excel file, or the query of a database.
     *
     * {@snippet :
     * Datasets.open(model.compiled().layers().fit().data(), folder)
     * }
     *
     * @param folder what a relative path is relative to: the folder of the {@code .model} file
     * @throws DataException if there is no such file, or no password as the query asks for; a missing database is an error
     *     only when it is read
     */
    public static DataSource open(DataLocation location, Path folder) {
        requireNonNull(folder, FOLDER);
        return switch (requireNonNull(location, "location must not be null: the fit block of the model sets no data")) {
            case DataLocation.Named(var nameOrPath) -> open(nameOrPath, folder);
            case DataLocation.CsvFile(var file, var options) -> {
                var path = path(file, folder, "is not a path");
                if (!Files.exists(path)) {
                    throw new DataException(path + ": no such file; pass the path of a CSV file");
                }
                yield new PathSource(path, new TableFormat(path, options), null, null);
            }
            case DataLocation.ExcelFile(var file, var sheet, var skip) -> {
                var path = path(file, folder, "is not a path");
                if (!Files.exists(path)) {
                    throw new DataException(path + ": no such file; pass the path of an Excel file");
                }
                yield new PathSource(path, new SheetFormat(path, sheet, skip), null, null);
            }
            case DataLocation.Query query -> DatabaseSource.of(query, folder, System.getenv());
        };
    }

    private static Path path(String name, Path folder, String problem) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
                throw new DataException("'" + name + "' cannot be a path in this locale; " + FileName.ADVICE, e);
            }
            throw new DataException("'" + name + "' " + problem, e);
        }
    }

    /**
     * Samples with one class each, from arrays, which are copied.
     *
     * {@snippet :
     * model.fit(Datasets.of(inputs, classes));
     * }
     *
     * @param inputs one row of input values per sample
     * @param classes the class number of each sample, from 0
     * @throws DataException if there are no samples, rows differ in length, a number is not finite, or there is not one
     *     class for each sample
     */
    public static Dataset of(float[][] inputs, int[] classes) {
        var given = requireNonNull(classes, "classes must not be null").clone();
        return of(
                inputs,
                "classes",
                given.length,
                () -> ArrayTarget.Classes.of("", given, 1, "classes", ArrayRows.SOURCE));
    }

    /**
     * Samples with one class each, from arrays, which are copied. If the model names its classes, they are matched by name;
     * otherwise they are numbered in alphabetical order.
     *
     * @param inputs one row of input values per sample
     * @param labels the name of the class of each sample
     * @throws DataException as {@link #of(float[][], int[])}
     */
    public static Dataset of(float[][] inputs, String[] labels) {
        requireNonNull(labels, "labels must not be null");
        return of(
                inputs, "labels", labels.length, () -> ArrayTarget.Classes.of("", labels, "labels", ArrayRows.SOURCE));
    }

    /**
     * Samples with one target number each, from arrays, which are copied.
     *
     * @param inputs one row of input values per sample
     * @param targets the target number of each sample
     * @throws DataException as {@link #of(float[][], int[])}
     */
    public static Dataset of(float[][] inputs, float[] targets) {
        requireNonNull(targets, "targets must not be null");
        var rows = new float[targets.length][];
        Arrays.setAll(rows, i -> new float[] {targets[i]});
        return of(inputs, rows);
    }

    /**
     * Samples with several target numbers each, from arrays, which are copied.
     *
     * @param inputs one row of input values per sample
     * @param targets one row of target numbers per sample
     * @throws DataException as {@link #of(float[][], int[])}
     */
    public static Dataset of(float[][] inputs, float[][] targets) {
        requireNonNull(targets, "targets must not be null");
        return of(inputs, "targets", targets.length, () -> {
            var width = ArrayRows.requireRows(targets, "targets");
            return new ArrayTarget.Numbers("", Targets.ofReals("", ArrayRows.joined(targets, "targets"), width));
        });
    }

    private static Dataset of(float[][] inputs, String what, int count, Supplier<ArrayTarget> target) {
        requireNonNull(inputs, "inputs must not be null");
        if (inputs.length == 0) {
            throw ArrayRows.wrong("there are no samples: inputs is empty; at least 1 is needed");
        }
        var shape = Shape.of(ArrayRows.requireRows(inputs, "inputs"));
        var input = new ArrayDataset.ArrayInput("", shape, ArrayRows.joined(inputs, "inputs"));
        if (count != inputs.length) {
            throw ArrayRows.wrong("there are " + inputs.length + " inputs, but " + count + " " + what
                    + "; expected one for each input");
        }
        return ArrayDataset.of(inputs.length, List.of(input), List.of(target.get()));
    }

    /**
     * Samples that are generated every time they are read; nothing is stored.
     *
     * {@snippet :
     * var sums = Datasets.generate(model.dataSpec(), 10_000, 7, (index, random, sample) -> {
     *     var x = sample.input("x");
     *     x[0] = random.nextFloat();
     *     x[1] = random.nextFloat();
     *     sample.numbers("sum")[0] = x[0] + x[1];
     * });
     * }
     *
     * @param dataSpec what the model expects: {@link dev.updraft.Model#dataSpec}
     * @param size number of samples
     * @param seed the same seed generates the same samples
     * @throws DataException if there are no samples
     */
    public static Dataset generate(DataSpec dataSpec, int size, long seed, SampleGenerator generator) {
        requireNonNull(dataSpec, "dataSpec must not be null: model.dataSpec() gives it");
        requireNonNull(generator, "generator must not be null");
        if (size < 1) {
            throw new DataException("generated data has no samples (its size is " + size + "); at least 1 is needed");
        }
        return new GeneratedDataset(dataSpec, size, seed, generator);
    }

    /**
     * Rows for a model whose input is a group of columns: records or maps. Columns are found by the names of the record's
     * components or the map's keys, {@code monthlyCharges} being {@code monthly_charges}, too; a record may hold the record of
     * an input. Null is a missing value. Where a tensor is an input beside the group, its numbers are an array or a list under its
     * name.
     *
     * {@snippet :
     * record Row(double tenure, Double totalCharges, String contract, String churn) {}
     * model.fit(Datasets.of(rows));
     * }
     *
     * @param rows records of one type, or maps by the names of columns; not changed until they have been used
     * @throws DataException if there are none, or they are neither; later, if they do not match the model
     */
    public static Dataset of(List<?> rows) {
        return JavaRowsDataset.of(requireNonNull(rows, "rows must not be null"));
    }

    /** As {@link #of(List)}, from a stream, which is read to its end. */
    public static Dataset of(Stream<?> rows) {
        return of(requireNonNull(rows, "rows must not be null").toList());
    }

    /**
     * Columns for a model whose input is a group of columns: arrays or lists by the names of the columns, of the same length.
     * Null, and NaN in an array, is a missing value.
     *
     * {@snippet :
     * model.fit(Datasets.of(Map.of("tenure", new double[] {1, 34}, "churn", List.of("Yes", "No"))));
     * }
     *
     * @param columns arrays such as double[] or String[], or lists; not changed until they have been used
     * @throws DataException if there are none, they are neither, or differ in length; later, if they do not match the model
     */
    public static Dataset of(Map<String, ?> columns) {
        return JavaRowsDataset.of(requireNonNull(columns, "columns must not be null"));
    }

    /**
     * Rows for a model whose input is a group of columns, from a database: what is left of the result, in its order, is read
     * into memory at once. Columns are found by their labels; null is a missing value. The result is left open.
     *
     * {@snippet :
     * try (var result = statement.executeQuery("select * from customers")) {
     *     model.fit(Datasets.of(result));
     * }
     * }
     *
     * @throws DataException if it cannot be read, has no rows, or cells that are neither numbers nor texts nor dates; later, if
     *     the columns do not match the model
     */
    public static Dataset of(ResultSet rows) {
        return JavaRowsDataset.of(requireNonNull(rows, "rows must not be null"));
    }

    /** Samples with several inputs or targets, from arrays, which are copied: one for each, by the model's names. */
    public static ArrayDatasetBuilder arrays() {
        return new ArrayDatasetBuilder();
    }

    /**
     * Reads a table in comma-separated values (UTF-8, with a header) from a stream, to its end; the stream is left open.
     *
     * {@snippet :
     * model.fit(Datasets.csv(upload, "upload.csv", model.dataSpec()));
     * }
     *
     * @param name its name in messages, such as a file name or an address
     * @param dataSpec what the model expects: {@link dev.updraft.Model#dataSpec}
     * @throws DataException if it cannot be read, is not such a table, or does not match the model
     */
    public static Dataset csv(InputStream in, String name, DataSpec dataSpec) {
        requireNonNull(in, "in must not be null");
        return csv(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), name, dataSpec);
    }

    /** As {@link #csv(InputStream, String, DataSpec)}, from text; the reader is left open. */
    public static Dataset csv(Reader in, String name, DataSpec dataSpec) {
        requireNonNull(in, "in must not be null");
        requireNonNull(name, "name must not be null: it is what messages call the table");
        requireNonNull(dataSpec, "dataSpec must not be null: model.dataSpec() gives it");
        return dataSpec.hasGroups()
                ? GroupedTable.read(TableFiles.open(in, name, CsvOptions.NONE), dataSpec, _ -> {})
                : CsvStream.read(in, name, dataSpec, Progress.NONE);
    }

    /**
     * Reads a table from a stream, to its end; the stream is left open. For a model whose inputs are groups of columns it may be
     * CSV of any kind, TSV, or JSON, packed or not; for others CSV in UTF-8.
     *
     * @param name its name in messages
     * @param dataSpec what the model expects: {@link dev.updraft.Model#dataSpec} or {@link dev.updraft.Model#inputSpec}
     * @param progress receives sentences about what is left out
     * @throws DataException if it cannot be read, is not such a table, or does not match the model
     */
    public static Dataset table(InputStream in, String name, DataSpec dataSpec, Progress progress) {
        requireNonNull(in, "in must not be null");
        requireNonNull(name, "name must not be null: it is what messages call the table");
        requireNonNull(dataSpec, "dataSpec must not be null: model.dataSpec() gives it");
        return dataSpec.hasGroups()
                ? GroupedTable.read(TableFiles.sniff(in, name).watchedBy(progress), dataSpec, progress::notice)
                : CsvStream.read(
                        new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), name, dataSpec, progress);
    }

    private static NamedDataset named(Published published) {
        return new NamedDataset(published, CacheFolder::current, Download.DEFAULT);
    }
}
