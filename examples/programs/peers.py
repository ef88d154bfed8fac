"""The twelve programs in Keras 3 (JAX), PyTorch and scikit-learn, on the same samples: figures of the test part, median of three seeds.

    KERAS_BACKEND=jax python peers.py [NAME ...]
"""
import pathlib
import sys

import numpy as np

import keras
from keras import layers, ops

FOLDER = pathlib.Path(__file__).parent / "data"


def load(name):
    return [{key: values.astype("float32") for key, values in np.load(FOLDER / f"{name}_{part}.npz").items()}
            for part in ("train", "test")]


def conv(filters, **more):
    return layers.Conv2D(filters, 3, padding="same", activation="relu", **more)


def fitted(inputs, outputs, x, y, loss, optimizer, epochs, **more):
    model = keras.Model(inputs, outputs)
    model.compile(optimizer, loss)
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0, **more)
    return model


def predicted(model, x):
    return np.asarray(model.predict(x, verbose=0))


class Sampling(layers.Layer):
    def build(self, _):
        self.seeds = keras.random.SeedGenerator(3)

    def call(self, values):
        center, log_variance, pixels = values
        return center + ops.exp(0.5 * log_variance) * keras.random.normal(ops.shape(center), seed=self.seeds)


class Elbo(layers.Layer):
    def call(self, values):
        picture, pixels, center, log_variance = values
        self.add_loss(ops.mean(ops.sum(keras.losses.binary_crossentropy(pixels, picture, from_logits=True, axis=-1), axis=-1)))
        self.add_loss(ops.mean(-0.5 * ops.sum(1 + log_variance - center**2 - ops.exp(log_variance), axis=1)))
        return picture


def vae():
    train, test = load("digits")
    image = keras.Input((8, 8, 1))
    pixels = layers.Flatten()(image / 16)
    hidden = layers.Dense(64, "relu")(pixels)
    center, log_variance = layers.Dense(2)(hidden), layers.Dense(2)(hidden)
    z = Sampling()([center, log_variance, pixels])
    picture = layers.Dense(64)(layers.Dense(64, "relu")(z))
    shaped = [ops.expand_dims(value, -1) for value in (picture, pixels)]
    out = Elbo()([*shaped, center, log_variance])
    model = keras.Model(image, out)
    model.compile(keras.optimizers.Adam(0.003))
    model.fit(train["image"], batch_size=32, epochs=60, verbose=0)
    return {"loss": float(np.ravel(model.evaluate(test["image"], verbose=0))[0])}


def denoise():
    train, test = load("noisy")
    noisy = keras.Input((8, 8, 1))
    x = conv(32)(layers.MaxPool2D()(conv(16)(noisy / 255)))
    x = layers.Conv2D(1, 3, padding="same")(conv(16)(layers.UpSampling2D()(x)))
    model = fitted(noisy, x, train["noisy"], train["clean"], "mse", keras.optimizers.Adam(0.002), 40)
    return {"loss": np.mean((predicted(model, test["noisy"]) - test["clean"]) ** 2)}


def segment():
    train, test = load("noisy")
    noisy = keras.Input((8, 8, 1))
    twice = lambda x, filters: conv(filters)(conv(filters)(x))
    up = lambda skip, x: layers.Concatenate()([skip, layers.UpSampling2D()(x)])
    fine = twice(noisy / 255, 16)
    middle = twice(layers.MaxPool2D()(fine), 32)
    coarse = twice(layers.MaxPool2D()(middle), 64)
    x = twice(up(fine, twice(up(middle, coarse), 32)), 16)
    dice = lambda y, p: (keras.losses.dice(y, p, axis=(1, 2, 3)) + ops.mean(keras.losses.binary_crossentropy(y, p), axis=(1, 2)))
    model = fitted(noisy, layers.Conv2D(1, 1, activation="sigmoid")(x), train["noisy"], train["mask"][..., None], dice,
                   keras.optimizers.Adam(0.001), 30)
    found, ink = predicted(model, test["noisy"])[..., 0] > 0.5, test["mask"] > 0.5
    return {"iou[ink]": (found & ink).sum() / (found | ink).sum()}


def siamese():
    train, test = load("pairs")
    image = keras.Input((8, 8, 1))
    x = layers.MaxPool2D()(conv(32)(layers.MaxPool2D()(conv(16)(image / 16))))
    tower = keras.Model(image, layers.Dense(16, "tanh")(layers.Flatten()(x)))
    a, b = keras.Input((8, 8, 1)), keras.Input((8, 8, 1))
    distance = ops.sqrt(ops.maximum(ops.sum((tower(a) - tower(b)) ** 2, axis=1, keepdims=True), 1e-7))
    loss = lambda y, d: ops.mean(y * d**2 + (1 - y) * ops.maximum(1 - d, 0) ** 2, axis=-1)
    model = fitted([a, b], distance, [train["a"], train["b"]], train["same"][:, None], loss, keras.optimizers.Adam(), 60)
    near = predicted(model, [test["a"], test["b"]])[:, 0] < 0.5
    return {"right": (near == (test["same"] > 0.5)).mean()}


def interval():
    """The exact minimum of scikit-learn's linear program."""
    from sklearn.linear_model import QuantileRegressor
    from sklearn.metrics import mean_pinball_loss

    train, test = load("diabetes")
    losses, bounds = [], {}
    for q in (0.5, 0.1, 0.9):
        model = QuantileRegressor(quantile=q, alpha=0).fit(train["patient"], train["progress"][:, 0])
        bounds[q] = model.predict(test["patient"])
        losses.append(mean_pinball_loss(test["progress"][:, 0], bounds[q], alpha=q))
    y = test["progress"][:, 0]
    return {"loss": sum(losses), "inside": ((bounds[0.1] < y) & (y < bounds[0.9])).mean()}


def traits():
    from sklearn.metrics import f1_score

    train, test = load("traits")
    image = keras.Input((8, 8, 1))
    x = layers.Dense(64, "relu")(layers.Flatten()(layers.MaxPool2D()(conv(16)(image / 16))))
    model = fitted(image, layers.Dense(4, "sigmoid")(x), train["image"], train["traits"], "binary_crossentropy", "adam", 30)
    found = predicted(model, test["image"]) > 0.5
    return {"accuracy": (found == (test["traits"] > 0.5)).mean(), "f1": f1_score(test["traits"], found, average="macro")}


def wide_and_deep():
    train, test = load("diabetes")
    body, blood = keras.Input((4,)), keras.Input((6,))
    deep = layers.Dense(30, "relu")(layers.Dense(30, "relu")(layers.Concatenate()([body, blood])))
    out = layers.Dense(1)(layers.Concatenate()([body, deep]))
    inputs = lambda data: [data["body"], data["blood"]]
    model = fitted([body, blood], out, inputs(train), train["progress"], "mse", keras.optimizers.Adam(), 40)
    return {"mae": np.abs(predicted(model, inputs(test)) - test["progress"]).mean()}


def rare():
    from sklearn.metrics import average_precision_score

    train, test = load("rare")
    image = keras.Input((8, 8, 1))
    x = layers.Dense(32, "relu")(layers.Flatten()(layers.MaxPool2D()(conv(16)(image / 16))))
    loss = keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, from_logits=True)
    model = fitted(image, layers.Dense(1)(x), train["image"], train["kind"][:, None], loss, "adam", 30)
    return {"pr_auc": average_precision_score(test["kind"], predicted(model, test["image"])[:, 0])}


def self_normalizing():
    train, test = load("cancer")
    cells = keras.Input((30,))
    x = cells
    for _ in range(6):
        x = layers.AlphaDropout(0.05)(layers.Dense(32, "selu", kernel_initializer="lecun_normal")(x))
    out = layers.Dense(1, "sigmoid", kernel_initializer="lecun_normal")(x)
    model = fitted(cells, out, train["cells"], train["diagnosis"], "binary_crossentropy", keras.optimizers.SGD(0.01, 0.9), 30)
    return {"accuracy": ((predicted(model, test["cells"])[:, 0] > 0.5) == (test["diagnosis"] > 0.5)).mean()}


def one_cycle():
    import torch
    from torch import nn

    train, test = load("digits")
    seed = np.random.get_state()[1][0]
    torch.manual_seed(int(seed))
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(256, 10))
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.2, total_steps=450, cycle_momentum=False)
    x, y = (torch.tensor(np.moveaxis(train["image"], 3, 1) / 16), torch.tensor(train["digit"]).long())
    for _ in range(10):
        for batch in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
            schedule.step()
    with torch.no_grad():
        found = model(torch.tensor(np.moveaxis(test["image"], 3, 1) / 16)).argmax(1).numpy()
    return {"accuracy": (found == test["digit"]).mean()}


def logistic():
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    train, test = load("cancer")
    model = LogisticRegression(C=1, tol=1e-8, max_iter=10_000).fit(train["cells"].astype("f8"), train["diagnosis"])
    return {"accuracy": model.score(test["cells"], test["diagnosis"]),
            "log_loss": log_loss(test["diagnosis"], model.predict_proba(test["cells"].astype("f8")))}


def ratings():
    train, test = load("ratings")
    user, film = keras.Input((1,)), keras.Input((1,))
    embedding = lambda count, size, x, **more: layers.Flatten()(layers.Embedding(count, size, **more)(x))
    l2 = keras.regularizers.L2(0.00002)
    taste, traits = embedding(120, 8, user, embeddings_regularizer=l2), embedding(80, 8, film, embeddings_regularizer=l2)
    out = 3 + layers.Dot(1)([taste, traits]) + embedding(120, 1, user) + embedding(80, 1, film)
    inputs = lambda data: [data["user"], data["film"]]
    model = fitted([user, film], out, inputs(train), train["rating"], "mse", keras.optimizers.Adam(0.01), 30)
    return {"rmse": np.sqrt(np.mean((predicted(model, inputs(test)) - test["rating"]) ** 2))}


ALL = (vae, denoise, segment, siamese, interval, traits, wide_and_deep, rare, self_normalizing, one_cycle, logistic, ratings)
if __name__ == "__main__":
    for program in ALL:
        if len(sys.argv) > 1 and program.__name__ not in sys.argv[1:]:
            continue
        found = []
        for seed in range(3):
            keras.utils.set_random_seed(seed)
            found.append(program())
        for figure in found[0]:
            print(program.__name__, figure, f"{np.median([one[figure] for one in found]):.4f}",
                  *(f"{one[figure]:.4f}" for one in found), flush=True)
