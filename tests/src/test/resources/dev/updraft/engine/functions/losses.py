"""Writes losses.txt: mean losses of three samples and their gradients by a bias, of Keras with the JAX backend in float64.

    KERAS_BACKEND=jax python losses.py > losses.txt

Each line is the loss, the target's type, predictions, targets, the loss of the batch, and its gradient by each column.
Tweedie and gamma are those of scikit-learn's half deviance losses, up to what the target alone adds.
"""

import jax
import jax.numpy as jnp
import keras
from keras import losses as k
from sklearn.metrics import mean_pinball_loss

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
X = jnp.array([[0.6, -1.2, 2.3], [1.7, 0.4, -0.3], [-0.8, 0.9, 0.2]])
N = jnp.array([[0.5, 1.5, -2.0], [1.0, -0.7, 0.4], [2.0, 0.3, -1.1]])
B = jnp.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
P = jnp.array([[0.2, 0.5, 0.3], [0.0, 0.1, 0.9], [0.7, 0.2, 0.1]])
C = jnp.array([2, 0, 1])
COUNTS = jnp.array([[3.0, 0.0, 1.0], [2.0, 5.0, 0.0], [1.0, 4.0, 2.0]])
ONE_HOT = jax.nn.one_hot(C, 3, dtype=jnp.float64)
POSITIVE = jnp.abs(X) + 0.5
CHANCES = jax.nn.softmax(X)
sigmoid = jax.nn.sigmoid


def line(loss, target, x, y, function, written=None):
    of_bias = lambda bias: jnp.mean(function(y, x + bias))
    value, gradient = jax.value_and_grad(of_bias)(jnp.zeros(x.shape[1]))
    numbers = lambda values: " ".join(repr(float(v)) for v in jnp.ravel(values))
    print("\t".join([loss, target, numbers(x), numbers(y if written is None else written), repr(float(value)), numbers(gradient)]))



numbers = "float[3]"
labels = "labels[3]"
classes = "class[3]"
line("mse(out, y)", numbers, X, N, k.mean_squared_error)
line("mape(out, y)", numbers, X, N, k.mean_absolute_percentage_error)
line("msle(out, y)", numbers, POSITIVE, COUNTS, k.mean_squared_logarithmic_error)
line("huber(out, y, delta: 0.8)", numbers, X, N, lambda y, p: k.huber(y, p, 0.8))
pinball = lambda q: lambda y, p: jnp.maximum(q * (y - p), (q - 1) * (y - p))
for q in (0.1, 0.75):
    assert abs(float(jnp.mean(pinball(q)(N, X))) - mean_pinball_loss(N, X, alpha=q)) < 1e-12
    line(f"quantile(out, y, quantile: {q})", numbers, X, N, pinball(q))
line("log_cosh(out, y)", numbers, X, N, k.log_cosh)
line("log_cosh(out, y)", numbers, 40 * X, N, k.log_cosh)
line("poisson(out, y)", numbers, POSITIVE, COUNTS, k.poisson)
line("cosine_similarity(out, y)", numbers, X, N, k.cosine_similarity)
line("gamma(out, y)", numbers, X, COUNTS + 0.5, lambda y, f: f + y * jnp.exp(-f))
line("tweedie(out, y, power: 1.3)", numbers, X, COUNTS, lambda y, f: jnp.exp(0.7 * f) / 0.7 + y * jnp.exp(-0.3 * f) / 0.3)
line("binary_crossentropy(out, y)", labels, X, B, lambda y, x: k.binary_crossentropy(y, x, from_logits=True))
line("binary_crossentropy(out, y, label_smoothing: 0.2)", labels, X, B,
     lambda y, x: k.binary_crossentropy(y, x, from_logits=True, label_smoothing=0.2))
line("binary_focal_crossentropy(out, y, label_smoothing: 0.2)", labels, X, B,
     lambda y, x: k.binary_focal_crossentropy(y, x, from_logits=True, label_smoothing=0.2))
line("binary_focal_crossentropy(out, y, alpha: 0.3, label_smoothing: 0.1)", labels, X, B,
     lambda y, x: k.binary_focal_crossentropy(y, x, True, alpha=0.3, from_logits=True, label_smoothing=0.1))
line("categorical_focal_crossentropy(out, y, label_smoothing: 0.1)", classes, X, ONE_HOT,
     lambda y, x: k.categorical_focal_crossentropy(y, x, from_logits=True, label_smoothing=0.1), C)
line("binary_focal_crossentropy(out, y)", labels, X, B, lambda y, x: k.binary_focal_crossentropy(y, x, from_logits=True))
line("binary_focal_crossentropy(out, y, gamma: 1.5, alpha: 0.3)", labels, X, B,
     lambda y, x: k.binary_focal_crossentropy(y, x, True, alpha=0.3, gamma=1.5, from_logits=True))
line("binary_focal_crossentropy(out, y, from_logits: false)", numbers, CHANCES, B, lambda y, p: k.binary_focal_crossentropy(y, p))
line("hinge(out, y)", labels, X, B, k.hinge)
line("squared_hinge(out, y)", labels, X, B, k.squared_hinge)
line("dice(out, y)", labels, X, B, lambda y, x: k.dice(y, sigmoid(x), axis=1))
line("dice(out, y, from_logits: false)", labels, CHANCES, B, lambda y, p: k.dice(y, p, axis=1))
# Keras weighs by alpha what the target has and the prediction has not; the paper, and we, the other way round.
line("tversky(out, y, alpha: 0.3, beta: 0.7)", labels, X, B, lambda y, x: k.tversky(y, sigmoid(x), 0.7, 0.3, axis=1))
line("categorical_crossentropy(out, y)", numbers, X, P, lambda y, x: k.categorical_crossentropy(y, x, from_logits=True))
line("categorical_focal_crossentropy(out, y)", classes, X, ONE_HOT,
     lambda y, x: k.categorical_focal_crossentropy(y, x, from_logits=True), C)
line("categorical_focal_crossentropy(out, y, alpha: 0.7, gamma: 1.2, from_logits: false)", numbers, CHANCES, P,
     lambda y, p: k.categorical_focal_crossentropy(y, p, 0.7, 1.2))
line("categorical_hinge(out, y)", classes, X, ONE_HOT, k.categorical_hinge, C)
line("kl_divergence(out, y)", numbers, CHANCES, P, k.kl_divergence)
line("kl_divergence(out, y)", classes, CHANCES, ONE_HOT, k.kl_divergence, C)
