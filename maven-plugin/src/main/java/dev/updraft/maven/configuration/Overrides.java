package dev.updraft.maven.configuration;

import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.compiler.syntax.SyntaxTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Values for parameters of models, from the configuration of the plugin. */
public record Overrides(List<Setting> all) {
    private static final Pattern FORM = Pattern.compile("(?:(\\w+)\\.)?(\\w+)\\s*=(.*)", Pattern.DOTALL);

    /**
     * One value.
     *
     * @param model the model it is for; empty for all that have such a parameter
     */
    public record Setting(String model, String name, String value) {
        boolean isFor(SyntaxTree.Model candidate) {
            return (model.isEmpty() || model.equals(candidate.name().text()))
                    && candidate.parameters().stream()
                            .anyMatch(parameter -> parameter.name().text().equals(name));
        }

        private String written() {
            return model.isEmpty() ? name : model + "." + name;
        }
    }

    /** Reads what is written as {@code width=64} or {@code Cifar10.width=64}. */
    public static Overrides parse(List<String> written) {
        return new Overrides(written.stream().map(Overrides::parse).toList());
    }

    private static Setting parse(String written) {
        var form = FORM.matcher(written.strip());
        if (!form.matches()) {
            throw new ConfigurationException(
                    "parameters: expected a name and a value as in width=64, found `%s`".formatted(written));
        }
        var model = form.group(1);
        return new Setting(
                model == null ? "" : model, form.group(2), form.group(3).strip());
    }

    /** The values for one model, by the parameters' names; of several for one parameter the last. */
    public Map<String, String> of(SyntaxTree.Model model) {
        var values = new LinkedHashMap<String, String>();
        for (var override : all) {
            if (override.isFor(model)) {
                values.put(override.name(), override.value());
            }
        }
        return values;
    }

    /** Refuses values that no model takes. */
    public void requireUseIn(List<SyntaxTree.Model> models) {
        for (var override : all) {
            if (models.stream().noneMatch(override::isFor)) {
                throw new ConfigurationException(unknown(override, models));
            }
        }
    }

    private static String unknown(Setting override, List<SyntaxTree.Model> models) {
        var known = new TreeSet<String>();
        for (var model : models) {
            for (var parameter : model.parameters()) {
                known.add((override.model().isEmpty() ? "" : model.name().text() + ".")
                        + parameter.name().text());
            }
        }
        var nearest = NearestName.of(override.written(), known)
                .map("; did you mean `%s`?"::formatted)
                .orElse(known.isEmpty() ? ": the models have none" : "; there are " + String.join(", ", known));
        return "parameters: no model has a parameter `%s`%s".formatted(override.written(), nearest);
    }
}
