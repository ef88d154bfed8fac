package dev.updraft.cli.commands;

import dev.updraft.compiler.catalog.ForeignNames;
import dev.updraft.compiler.diagnostics.Code;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.reference.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What can be explained: names of the language and codes. A shell completes them. */
final class Topics implements Iterable<String> {
    private final List<String> all = new ArrayList<>(Reference.names());

    Topics() {
        Arrays.stream(Code.values()).map(Code::name).forEach(all::add);
    }

    @Override
    public Iterator<String> iterator() {
        return all.iterator();
    }

    /** What was probably meant by {@code written}: our name for what others call so, or what is spelt nearly so. */
    Optional<String> nearest(String written) {
        return ForeignNames.ours(written, all).or(() -> NearestName.of(written, all));
    }
}
