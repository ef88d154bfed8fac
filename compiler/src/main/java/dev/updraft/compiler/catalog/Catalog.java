package dev.updraft.compiler.catalog;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.RowWindow;
import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.CallbackSettings;
import dev.updraft.compiler.layers.Constraint;
import dev.updraft.compiler.layers.DataLocation;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LearningRateSchedule;
import dev.updraft.compiler.layers.LinearLayer;
import dev.updraft.compiler.layers.Loss;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.layers.Regularizer;
import dev.updraft.compiler.layers.SupervisedLayer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TargetUnit;
import dev.updraft.compiler.layers.TreeLayer;
import dev.updraft.compiler.tensor.Initializer;
import java.util.List;
import java.util.Locale;

/** Every name that a file may use without saying first what it means. */
public final class Catalog {
    private Catalog() {}

    public static final Table<Activation> ACTIVATIONS = Activations.TABLE;
    public static final Table<Initializer> INITIALIZERS = Initializers.TABLE;
    public static final Table<Regularizer> REGULARIZERS = Regularizers.TABLE;
    public static final Table<Constraint> CONSTRAINTS = Constraints.TABLE;
    public static final Table<Layer> LAYERS = Layers.TABLE;
    /** What is called with parentheses alone: a name of the file may hide it. */
    public static final Table<Layer> FUNCTIONS = Functions.TABLE;

    public static final Table<Loss> LOSSES = Losses.TABLE;
    public static final Table<LearningRateSchedule> SCHEDULES = Schedules.TABLE;
    public static final Table<Optimizer> OPTIMIZERS = Optimizers.TABLE;
    public static final Table<Metric> METRICS = Metrics.TABLE;
    public static final Table<CallbackSettings> CALLBACKS = CallbackDeclarations.TABLE;
    public static final Table<DataLocation> DATA_LOCATIONS = DataLocations.TABLE;
    /** What the columns of a table are. */
    public static final Table<ColumnKind> COLUMN_KINDS = ColumnKinds.TABLE;
    /** Which rows of a table a sample is, if it is several. */
    public static final Table<RowWindow> ROW_WINDOWS = RowWindows.TABLE;
    /** What can be set of a target that is a number: not a call, but checked like one. */
    public static final Declaration<TargetUnit> NUMBER_TARGET = ColumnKinds.NUMBER_TARGET;
    /** What is set aside, for validation or for a test. */
    public static final Table<DataSplit> SPLITS = Splits.TABLE;
    /** What stands for a gap in a column. */
    public static final Table<TableLayer.Fill> FILLS = TableLayers.FILLS;
    /** How narrow the kernel of a support-vector machine is. */
    public static final Table<SupervisedLayer.KernelSvm.Gamma> GAMMAS = SupportVectorMachines.GAMMAS;
    /** What names one of {@link #CALLBACKS}. */
    public static final ParameterType<CallbackSettings> CALLBACK = CallbackDeclarations.TYPE;
    /** The {@code fit} block: not a call, but checked like the arguments of one. */
    public static final Declaration<FitSettings> FIT = Settings.FIT;

    /** All tables, in the order of a reference page. */
    public static List<Table<?>> tables() {
        return List.of(
                LAYERS,
                FUNCTIONS,
                ACTIVATIONS,
                INITIALIZERS,
                REGULARIZERS,
                CONSTRAINTS,
                LOSSES,
                OPTIMIZERS,
                SCHEDULES,
                METRICS,
                COLUMN_KINDS,
                ROW_WINDOWS,
                FILLS,
                GAMMAS,
                DATA_LOCATIONS,
                SPLITS,
                CALLBACKS);
    }

    /** The name of a layer's kind, {@code conv2d}; of an activation on its own that of the activation, {@code relu}. */
    public static String nameOf(Layer layer) {
        return switch (layer) {
            case Layer.Activate(var function) -> ACTIVATIONS.nameOf(function);
            case Layer.Compute(var function) -> function.label();
            case Layer.LossOfSample(var loss) -> LOSSES.nameOf(loss);
            case TableLayer.SelectColumn _ -> "column";
            case TableLayer.Features _ -> "features";
            case TreeLayer trees -> trees.kind().name().toLowerCase(Locale.ROOT);
            case SupervisedLayer.KernelSvm _ -> LinearLayer.Kind.SVM.name().toLowerCase(Locale.ROOT);
            case LinearLayer linear -> linear.kind().name().toLowerCase(Locale.ROOT);
            case Layer.LearnedConstant _ -> Layer.LearnedConstant.WEIGHT;
            case Layer _ -> LAYERS.nameOf(layer);
        };
    }
}
