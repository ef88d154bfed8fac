"""Writes layers.txt: what the small networks of LayerNetworks compute, by Keras 3.15 on JAX 0.10 in float64.

Weights, inputs and targets follow formulas that the test repeats; a step of training is w - 0.1 * gradient.

Run: KERAS_BACKEND=jax python3 layers.py > layers.txt
"""
import math
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import keras
import numpy as np
from keras import layers as l
from keras import regularizers as r

keras.config.set_floatx("float64")
BATCH, STEPS, RATE = 5, 3, 0.1


def single(values):
    return np.asarray(values).astype(np.float32).astype(np.float64)


def weight(index, name, shape):
    wave = np.sin(0.7 * np.arange(math.prod(shape)) + index + 1).reshape(shape)
    return single(1 + 0.2 * wave if name.endswith("gamma") else 0.4 * wave)


def show(name, key, values):
    print(name, key, "=", *(f"{v:.9g}" for v in np.asarray(values).reshape(-1).tolist()))


def run(name, shape, *parts):
    x = single(np.sin(0.9 * np.arange(BATCH * math.prod(shape)) + 0.5).reshape(BATCH, *shape))
    y = single(np.cos(1.1 * np.arange(BATCH * 2)).reshape(BATCH, 2))
    counts = {}
    names = {}
    start = value = keras.Input(shape)
    outputs, reused = [], []
    for part in parts:
        kind, layer = part
        if layer not in names:
            count = counts.get(kind, 0)
            names[layer] = kind if count == 0 else f"{kind}_{count}"
            counts[kind] = count + 1
        value = layer(value)
        if [part[1] for part in parts].count(layer) > 1:
            outputs.append(value)
            reused.append(layer.activity_regularizer)
    activities = keras.Model(start, outputs) if reused else None
    model = keras.Model(start, value)
    keys = [f"{names[layer]}/{variable.name}" for layer in dict.fromkeys(part[1] for part in parts)
            for variable in layer.trainable_variables]
    weights = [jnp.asarray(weight(i, key, variable.shape))
               for i, (key, variable) in enumerate(zip(keys, model.trainable_variables))]

    def predict(weights):
        return model.stateless_call(weights, [], x)[0]

    def loss(weights):
        output, _, penalties = model.stateless_call(weights, [], x, training=True, return_losses=True)
        # Of a layer that is called twice, stateless calls keep the last penalty alone; those that are not keep both.
        values = activities.stateless_call(weights[:2], [], x)[0] if activities else []
        penalties = penalties + [reused[0](value) / BATCH for value in values[:-1]]
        return jnp.mean((output - y) ** 2) + sum(penalties)

    show(name, "prediction", predict(weights))
    show(name, "loss", loss(weights))
    for step in range(STEPS):
        value, gradients = jax.value_and_grad(loss)(weights)
        show(name, f"train_loss_{step}", value)
        weights = [w - RATE * g for w, g in zip(weights, gradients)]
        if step in (0, STEPS - 1):
            for key, w in zip(keys, weights):
                show(name, f"after_{step + 1} {key}", w)
    show(name, "last_prediction", predict(weights))


def dense(units, **more):
    return "dense", l.Dense(units, **more)


def conv2d(filters, kernel, **more):
    return "conv2d", l.Conv2D(filters, kernel, **more)


def flatten():
    return "flatten", l.Flatten()


def other(layer):
    kind = {"GroupNormalization": "group_norm", "RMSNormalization": "rms_norm"}
    return kind.get(type(layer).__name__, "other"), layer


if __name__ == "__main__":
    run("activity_of_dense", (4,),
        dense(5, activation="tanh", activity_regularizer=r.L1L2(0.01, 0.02), bias_regularizer=r.L2(0.03)), dense(2))
    run("activity_of_convolutions", (5, 5, 2),
        conv2d(3, 3, activation="relu", activity_regularizer=r.L2(0.01), bias_regularizer=r.L1(0.1)),
        ("depthwise_conv2d", l.DepthwiseConv2D(2, activity_regularizer=r.L1(0.02))), flatten(), dense(2))
    shared = "twice/dense", l.Dense(3, activity_regularizer=r.L2(0.05))
    run("activity_of_shared", (3,), shared, shared, dense(2))
    run("group_norm", (4, 3, 4), conv2d(6, 1), other(l.GroupNormalization(3)), flatten(), dense(2))
    run("instance_norm", (4, 3, 4), conv2d(6, 1),
        other(l.GroupNormalization(-1, epsilon=0.01, center=False, gamma_regularizer=r.L2(0.1))), flatten(), dense(2))
    run("group_norm_of_vectors", (4,), dense(6), other(l.GroupNormalization(2, scale=False)), dense(2))
    run("rms_norm", (3, 4), dense(5), other(l.RMSNormalization()), flatten(), dense(2))
    run("unit_normalization", (3, 4), dense(5), other(l.UnitNormalization()), other(l.Activation("tanh")),
        other(l.UnitNormalization(axis=1)), flatten(), dense(2))
    run("repeat_vector", (4,), dense(3), other(l.RepeatVector(4)), other(l.Permute((2, 1))), dense(2), flatten(),
        dense(2))
    run("permute", (3, 2, 4), conv2d(3, 1), other(l.Permute((3, 1, 2))), conv2d(2, 2), flatten(), dense(2))
    run("borders", (5, 6, 2), conv2d(3, 1), other(l.Cropping2D(((1, 0), (2, 1)))),
        other(l.ZeroPadding2D(((1, 2), (0, 3)))), conv2d(2, 3), flatten(), dense(2))
    run("upsampled", (3, 2, 2), conv2d(2, 1), other(l.UpSampling2D((2, 3))), conv2d(2, 3), flatten(), dense(2))
    run("upsampled_bilinear", (3, 2, 2), conv2d(2, 1), other(l.UpSampling2D((2, 3), interpolation="bilinear")),
        conv2d(2, 3), flatten(), dense(2))
    run("upsampled_row", (1, 3, 2), conv2d(2, 1), other(l.UpSampling2D((3, 4), interpolation="bilinear")),
        conv2d(2, 3), flatten(), dense(2))
    glu = keras.activations.glu
    run("glu", (4, 3), dense(6), other(l.Lambda(glu)), other(l.Lambda(lambda x: glu(x, axis=1))), flatten(),
        dense(2))
    run("glu_of_convolution", (4, 4, 2), conv2d(4, 3), other(l.Lambda(lambda x: glu(x, axis=2))), flatten(),
        dense(2))
    run("log_softmax", (3, 4), dense(3), other(l.Activation("log_softmax")), dense(3, activation="log_softmax"),
        flatten(), dense(2))
