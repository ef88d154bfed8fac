package dev.updraft.compiler.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignNamesTest {

    @ParameterizedTest
    @CsvSource({
        "SGD, sgd",
        "RMSprop, rmsprop",
        "NAdam, nadam",
        "Adadelta, adadelta",
        "AdamW, adamw",
        "Lion, lion",
    })
    void optimizersHaveOtherSpellingsElsewhere(String foreign, String ours) {
        assertThat(ForeignNames.ours(foreign, Catalog.OPTIMIZERS.names())).contains(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "OneCycleLR, one_cycle",
        "CosineAnnealingLR, cosine",
        "CosineAnnealingWarmRestarts, cosine_restarts",
        "CosineDecayRestarts, cosine_restarts",
        "PiecewiseConstantDecay, piecewise_constant",
        "MultiStepLR, piecewise_constant",
        "PolynomialLR, polynomial",
        "InverseTimeDecay, inverse_time",
        "invscaling, inverse_time",
    })
    void schedulesHaveOtherNamesElsewhere(String foreign, String ours) {
        assertThat(ForeignNames.ours(foreign, Catalog.SCHEDULES.names())).contains(ours);
    }

    @Test
    void aNameOfAnotherTableIsNotMeant() {
        assertThat(ForeignNames.ours("ReduceLROnPlateau", Catalog.CALLBACKS.names()))
                .contains("reduce_on_plateau");
        assertThat(ForeignNames.ours("ReduceLROnPlateau", Catalog.SCHEDULES.names()))
                .isEmpty();
        assertThat(ForeignNames.ours("MaxNorm", Catalog.CONSTRAINTS.names())).contains("max_norm");
        assertThat(ForeignNames.ours("NonNeg", Catalog.CONSTRAINTS.names())).contains("non_neg");
        assertThat(ForeignNames.ours("Orthogonal", Catalog.INITIALIZERS.names()))
                .contains("orthogonal");
        assertThat(ForeignNames.ours("nothing_like_it", Catalog.OPTIMIZERS.names()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "StandardScaler, normalization",
        "OneHotEncoder, category_encoding",
        "TargetEncoder, target_encoding",
        "KBinsDiscretizer, discretization",
        "SimpleImputer, imputation",
    })
    void layersOfTablesHaveOtherNamesElsewhere(String foreign, String ours) {
        assertThat(ForeignNames.ours(foreign, Catalog.LAYERS.names())).contains(ours);
    }

    @Test
    void whatTheKindOfAColumnDoesIsNoLayer() {
        for (var lookup : new String[] {"string_lookup", "IntegerLookup", "Hashing", "LabelEncoder"}) {
            assertThat(ForeignNames.instead(lookup))
                    .contains("declare the column as `category`: the model learns its values, and a layer takes their"
                            + " numbers, as in `customer.city -> embedding(output_dim: 8)`");
        }
        assertThat(ForeignNames.instead("TextVectorization"))
                .contains("declare the column as `text`: the model learns its words, and `encode` and"
                        + " `customer.remarks` count them");
        assertThat(ForeignNames.instead("dense")).isEmpty();
    }

    @Test
    void everyForeignNameLeadsToOneOfOurs() {
        var parameters = Catalog.tables().stream()
                .flatMap(table -> table.rows().stream())
                .flatMap(row -> row.parameters().stream())
                .map(Parameter::name)
                .toList();
        for (var name : new String[] {"eps", "betas", "t_max", "t_0", "milestones", "max_lr", "no_decay", "lr"}) {
            assertThat(ForeignNames.ours(name, parameters)).as(name).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SVC", "SVR", "NuSVC", "rbf_svm", "kernel_svm"})
    void machinesWithARadialKernelAreOneOfTwoKinds(String foreign) {
        assertThat(ForeignNames.instead(foreign))
                .contains("write svm(kernel: rbf) for the machine with a radial kernel; `svm` alone is the linear one");
    }

    @Test
    void kernelsOfMachinesStandElsewhere() {
        assertThat(ForeignLinearArguments.instead("logistic_regression", "kernel"))
                .contains("a linear model has none: svm(kernel: rbf) has the radial one");
        assertThat(ForeignSupervisedArguments.instead("svm", "degree"))
                .contains("remove it: the radial kernel, rbf, has gamma alone");
        assertThat(ForeignSupervisedArguments.instead("k_nearest_neighbors", "p"))
                .contains("metric says it: manhattan for 1, euclidean for 2");
        assertThat(ForeignSupervisedArguments.instead("naive_bayes", "probability"))
                .isEmpty();
    }
}
