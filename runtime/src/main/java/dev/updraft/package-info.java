/**
 * The ways in from Java: compile a model, choose a device, fit, evaluate, predict, save and load.
 *
 * {@snippet :
 * try (Model model = Updraft.compile(Path.of("iris.model")).on(Device.auto())) {
 *     History history = model.fit(train);
 *     Evaluation evaluation = model.evaluate(test);
 *     model.save(Path.of("iris.safetensors"));
 * }
 * }
 */
@NullMarked
package dev.updraft;

import org.jspecify.annotations.NullMarked;
