package dev.updraft.compiler.diagnostics;

/** Every kind of diagnostic, by its stable number: {@code M00xx} syntax, {@code M01xx} shapes and types, and so on. */
public enum Code {
    M0001("unexpected input"),
    M0002("unclosed bracket"),
    M0003("unmatched closing bracket"),
    M0004("unterminated string"),
    M0005("unknown character"),
    M0006("malformed number"),
    M0007("number out of range"),
    M0008("nested too deeply"),
    M0009("file too large"),
    M0010("file cannot be read"),
    M0011("file is not text"),
    M0012("keyword used as a name"),
    M0013("unknown escape in a string"),
    M0014("value is not used"),
    M0015("arguments on another line"),
    M0016("two statements on one line"),

    M0101("wrong type"),
    M0102("expected a value of the network"),
    M0103("shapes do not fit"),
    M0104("arithmetic error"),
    M0105("tensor too large"),
    M0106("invalid type of an input or target"),
    M0107("wrong number of values"),

    M0201("unknown name"),
    M0202("unknown layer or block"),
    M0203("name declared twice"),
    M0204("name already has a meaning"),
    M0205("never used"),
    M0206("layer probably misspelled"),
    M0207("target used outside the loss"),
    M0208("unknown model parameter"),

    M0301("unknown argument"),
    M0302("missing argument"),
    M0303("argument given twice"),
    M0304("too many arguments"),
    M0305("argument out of range"),
    M0306("conflicting arguments"),
    M0307("unknown name for an argument"),
    M0308("invalid parameter value"),

    M0401("import not found"),
    M0402("import not allowed"),
    M0403("circular import"),
    M0404("imported twice"),
    M0405("recursive block"),
    M0406("return missing or misplaced"),
    M0407("invalid number of repeats"),
    M0408("network too large"),
    M0409("no model or several models in the file"),
    M0410("part of the model missing or duplicated"),
    M0411("invalid parameter declaration"),
    M0412("uses of a shared block differ"),

    M0501("unknown loss, optimizer or metric"),
    M0502("loss does not fit the target"),
    M0503("loss without its arguments"),
    M0504("logits and probabilities mixed up"),
    M0505("metric does not fit the target"),
    M0506("nothing to train"),
    M0507("class weights do not fit the target"),
    M0508("metric given twice"),
    M0509("loss or metric that cannot be computed"),
    M0510("optimizer does not fit the model"),
    M0511("threshold without two classes"),
    M0512("trees do not fit the model"),
    M0513("target without one mean"),
    M0515("model that learns at once"),
    M0516("layer that learns at once does not fit the model");

    private final String title;

    Code(String title) {
        this.title = title;
    }

    /** The kind of problem in a few words. */
    public String title() {
        return title;
    }
}
