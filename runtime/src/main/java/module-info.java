/** Trains and runs models. Open, since records of reports are read by reflection. */
@SuppressWarnings("module") // The engines and reports are built later.
open module updraft.runtime {
    requires com.fasterxml.jackson.core;
    requires de.siegmar.fastcsv;
    requires java.desktop;
    requires java.management;
    requires java.xml;
    requires jdk.management;
    requires updraft.charts;
    requires transitive java.sql;
    requires transitive static org.jspecify;
    requires transitive updraft.compiler;

    exports dev.updraft;
    exports dev.updraft.checkpoints;
    exports dev.updraft.data;
    exports dev.updraft.engine;
    exports dev.updraft.explain;
    exports dev.updraft.history;
    exports dev.updraft.metrics;
    exports dev.updraft.training;
    exports dev.updraft.training.callbacks;
    exports dev.updraft.weights;
    exports dev.updraft.data.batches to
            updraft.report;
    exports dev.updraft.download to
            updraft.engine.gpu;
    exports dev.updraft.engine.spi to
            updraft.engine.cpu,
            updraft.engine.gpu;
    exports dev.updraft.explain.internal to
            updraft.report;
    exports dev.updraft.files to
            updraft.engine.cpu,
            updraft.engine.gpu,
            updraft.report;
    exports dev.updraft.history.internal to
            updraft.report;
    exports dev.updraft.trees.prediction to
            updraft.engine.cpu;
    exports dev.updraft.version to
            updraft.engine.gpu,
            updraft.report;

    uses dev.updraft.engine.Engine;

    provides dev.updraft.engine.Engine with
            dev.updraft.engine.reference.ReferenceEngine;
}
