"""Writes figures.txt: values and gradients of activations and losses where their rules change and far out.

Values are Keras 3.15's on JAX 0.10 in float64, gradients JAX's of them. Points are floats. A line is
  activation NAME x value gradient
  loss NAME output target value gradient
Run: KERAS_BACKEND=jax python3 figures.py > figures.txt
"""
import os

os.environ["KERAS_BACKEND"] = "jax"
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import keras
import numpy as np

keras.config.set_floatx("float64")

TAILS = [100, 50, 30, 20, 16, 15, 12, 8, 6, 4, 3, 1, 0.5, 0.1, 1e-3, 1e-5, 1e-6, 1e-7]
POINTS = [-x for x in TAILS] + [0.0] + TAILS[::-1]
FAR = [-1e30, -1e4, 1e4, 1e30]

ACTIVATIONS = {
    "relu": keras.activations.relu,
    "leaky_relu": keras.activations.leaky_relu,
    "elu": keras.activations.elu,
    "elu(0.5)": lambda x: keras.activations.elu(x, alpha=0.5),
    "gelu": lambda x: keras.activations.gelu(x, approximate=False),
    "gelu(approximate: true)": lambda x: keras.activations.gelu(x, approximate=True),
    "silu": keras.activations.silu,
    "sigmoid": keras.activations.sigmoid,
    "tanh": keras.activations.tanh,
}

LATER_ACTIVATIONS = {
    "relu6": keras.activations.relu6,
    "celu": keras.activations.celu,
    "celu(0.5)": lambda x: keras.activations.celu(x, alpha=0.5),
    "selu": keras.activations.selu,
    "hard_silu": keras.activations.hard_silu,
    "mish": keras.activations.mish,
    "hard_sigmoid": keras.activations.hard_sigmoid,
    "sparse_sigmoid": keras.activations.sparse_sigmoid,
    "log_sigmoid": keras.activations.log_sigmoid,
    "hard_tanh": keras.activations.hard_tanh,
    "tanh_shrink": keras.activations.tanh_shrink,
    "hard_shrink": keras.activations.hard_shrink,
    "hard_shrink(0.1)": lambda x: keras.activations.hard_shrink(x, threshold=np.float32(0.1)),
    "soft_shrink": keras.activations.soft_shrink,
    "threshold(0.5, -2)": lambda x: keras.activations.threshold(x, 0.5, -2.0),
    "softplus": keras.activations.softplus,
    "squareplus": keras.activations.squareplus,
    "squareplus(0.5)": lambda x: keras.activations.squareplus(x, b=0.5),
    "sparse_plus": keras.activations.sparse_plus,
    "softsign": keras.activations.softsign,
    "exponential": keras.activations.exponential,
}

LOSSES = {
    "mse": (lambda t, y: keras.losses.mean_squared_error(t, y), [0.0, 1.0]),
    "mae": (lambda t, y: keras.losses.mean_absolute_error(t, y), [0.0, 1.0]),
    "huber": (lambda t, y: keras.losses.huber(t, y), [0.0, 1.0]),
    "huber(delta: 0.5)": (lambda t, y: keras.losses.huber(t, y, delta=0.5), [0.0, 0.5]),
    "binary_crossentropy": (lambda t, y: keras.losses.binary_crossentropy(t, y, from_logits=True), [0.0, 1.0]),
}


def main():
    for name, function in (ACTIVATIONS | LATER_ACTIVATIONS).items():
        for point in POINTS + (FAR if name in LATER_ACTIVATIONS else []):
            if name == "leaky_relu" and point == 0:
                continue  # The slope there is 1 on JAX and 0.2 on TensorFlow and PyTorch.
            if name == "exponential" and point > 50:
                continue  # No float is so large.
            x = jnp.float64(np.float32(point))
            value, gradient = jax.value_and_grad(lambda v: function(v[None])[0])(x)
            print("activation", name.replace(" ", ""), float(np.float32(point)), float(value), float(gradient), sep="\t")
    for name, (function, targets) in LOSSES.items():
        for target in targets:
            for point in POINTS:
                if name == "mae" and point == target:
                    continue  # The slope there is -1 on JAX and 0 on TensorFlow and PyTorch.
                x = jnp.float64(np.float32(point))
                value, gradient = jax.value_and_grad(lambda v: function(jnp.array([target]), v[None]))(x)
                print("loss", name.replace(" ", ""), float(np.float32(point)), target, float(value), float(gradient), sep="\t")


main()
