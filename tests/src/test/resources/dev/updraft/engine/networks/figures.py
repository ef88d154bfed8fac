"""Writes figures.txt: what the networks of WholeNetworkTest compute, by PyTorch (1.13) in float64.

Forward passes and gradients are PyTorch's. Optimizers are written out here by the formulas of Keras 3, because those of
torch.optim place epsilon otherwise. Weights, inputs and targets follow formulas that the test repeats.

Run: python3 figures.py > figures.txt
"""
import math
import numpy as np
import torch
import torch.nn.functional as F

BATCH, STEPS = 5, 3
torch.set_default_dtype(torch.float64)


def single(values):
    return torch.tensor(np.asarray(values).astype(np.float32).astype(np.float64))


def weight(index, name, shape):
    wave = np.sin(0.7 * np.arange(math.prod(shape)) + index + 1).reshape(shape)
    return single(1 + 0.2 * wave if name.endswith("gamma") else 0.4 * wave)


def inputs(shape):
    count = BATCH * math.prod(shape)
    return single(np.sin(0.9 * np.arange(count) + 0.5).reshape(BATCH, *shape))


def classes(count):
    return torch.tensor([(3 * i + i * i) % count for i in range(BATCH)])


def reals(count):
    return single(np.cos(1.1 * np.arange(BATCH * count)).reshape(BATCH, count))


def bits(count):
    return (reals(count) > 0).double()


# ---- layers on channels-last values, padded as TensorFlow pads

def padded(x, size, stride, dilation, value=0.0):
    pads = []
    for extent in (x.shape[3], x.shape[2]):
        total = max(0, (math.ceil(extent / stride) - 1) * stride + dilation * (size - 1) + 1 - extent)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads, value=value)


def conv2d(x, kernel, bias=None, stride=1, same=False, dilation=1, groups=1):
    x = x.permute(0, 3, 1, 2)
    x = padded(x, kernel.shape[0], stride, dilation) if same else x
    y = F.conv2d(x, kernel.permute(3, 2, 0, 1), bias, stride=stride, dilation=dilation, groups=groups)
    return y.permute(0, 2, 3, 1)


def depthwise(x, kernel, bias, **more):
    h, w, channels, multiplier = kernel.shape
    return conv2d(x, kernel.reshape(h, w, 1, channels * multiplier), bias, groups=channels, **more)


def max_pool(x, size, stride, same=False):
    x = x.permute(0, 3, 1, 2)
    x = padded(x, size, stride, 1, -math.inf) if same else x
    return F.max_pool2d(x, size, stride).permute(0, 2, 3, 1)


def average_pool(x, size, stride):
    x = x.permute(0, 3, 1, 2)
    total = F.avg_pool2d(padded(x, size, stride, 1), size, stride)
    count = F.avg_pool2d(padded(torch.ones_like(x), size, stride, 1), size, stride)
    return (total / count).permute(0, 2, 3, 1)


def layer_norm(x, gamma, beta):
    return F.layer_norm(x, x.shape[-1:], gamma, beta, eps=1e-3)


class Weights:
    def __init__(self, shapes):
        trainable = [name for name in shapes if "moving" not in name]
        self.shapes = shapes
        self.value = {name: weight(trainable.index(name), name, shape) if name in trainable
                      else (torch.ones(shape) if "variance" in name else torch.zeros(shape))
                      for name, shape in shapes.items()}
        self.trainable = trainable
        self.moved = {}

    def __call__(self, name):
        return self.value[name]

    def batch_norm(self, x, name, training, momentum=0.9, epsilon=1e-3):
        mean, variance = self(name + "/moving_mean"), self(name + "/moving_variance")
        if training:
            axes = list(range(x.dim() - 1))
            batch_mean, batch_variance = x.mean(axes), x.var(axes, unbiased=False)
            self.moved[name + "/moving_mean"] = (mean * momentum + batch_mean * (1 - momentum)).detach()
            self.moved[name + "/moving_variance"] = (variance * momentum + batch_variance * (1 - momentum)).detach()
            mean, variance = batch_mean, batch_variance
        return (x - mean) / torch.sqrt(variance + epsilon) * self(name + "/gamma") + self(name + "/beta")


# ---- networks: (shapes of weights, function of weights, input and mode)

def cnn(w, x, training):
    x = torch.relu(conv2d(x, w("conv2d/kernel"), w("conv2d/bias")))
    x = max_pool(x, 2, 2)
    x = torch.relu(conv2d(x, w("conv2d_1/kernel"), w("conv2d_1/bias"), same=True))
    x = torch.relu(x.reshape(BATCH, -1) @ w("dense/kernel") + w("dense/bias"))
    return x @ w("dense_1/kernel") + w("dense_1/bias")


CNN = {"conv2d/kernel": (3, 3, 2, 3), "conv2d/bias": (3,), "conv2d_1/kernel": (2, 2, 3, 4), "conv2d_1/bias": (4,),
       "dense/kernel": (36, 5), "dense/bias": (5,), "dense_1/kernel": (5, 3), "dense_1/bias": (3,)}


def residual(w, x, training):
    a = torch.relu(w.batch_norm(conv2d(x, w("conv2d/kernel"), same=True), "batch_norm", training))
    b = w.batch_norm(conv2d(a, w("conv2d_1/kernel"), stride=2, same=True), "batch_norm_1", training)
    c = conv2d(a, w("conv2d_2/kernel"), w("conv2d_2/bias"), stride=2)
    return torch.relu(b + c).mean([1, 2]) @ w("dense/kernel") + w("dense/bias")


def norm(name, channels):
    return {f"{name}/{part}": (channels,) for part in ("gamma", "beta", "moving_mean", "moving_variance")}


RESIDUAL = {"conv2d/kernel": (3, 3, 2, 4), **norm("batch_norm", 4), "conv2d_1/kernel": (3, 3, 4, 4),
            **norm("batch_norm_1", 4), "conv2d_2/kernel": (1, 1, 4, 4), "conv2d_2/bias": (4,), "dense/kernel": (4, 3),
            "dense/bias": (3,)}


def images(w, x, training):
    x = F.silu(conv2d(x, w("conv2d/kernel"), w("conv2d/bias"), stride=2, same=True, groups=2))
    x = F.gelu(depthwise(x, w("depthwise_conv2d/kernel"), w("depthwise_conv2d/bias"), same=True, dilation=2))
    x = average_pool(max_pool(x, 2, 1, same=True), 3, 2)
    x = layer_norm(x, w("layer_norm/gamma"), w("layer_norm/beta"))
    return x.amax([1, 2]) @ w("dense/kernel") + w("dense/bias")


IMAGES = {"conv2d/kernel": (3, 3, 2, 4), "conv2d/bias": (4,), "depthwise_conv2d/kernel": (3, 3, 4, 2),
          "depthwise_conv2d/bias": (8,), "layer_norm/gamma": (8,), "layer_norm/beta": (8,), "dense/kernel": (8, 2),
          "dense/bias": (2,)}


def vectors(w, x, training):
    mean, variance = torch.tensor([0.1, 0.2, -0.1, 0.0]), torch.tensor([0.5, 1.0, 2.0, 0.25])
    a = F.elu((x - mean) / torch.sqrt(variance) @ w("dense/kernel") + w("dense/bias"))
    b = F.leaky_relu((x * 0.5 + 0.1) @ w("dense_1/kernel") + w("dense_1/bias"), 0.3)
    c = F.gelu(a * b, approximate="tanh")
    joined = torch.cat([a - b, c, a + b + c], -1)
    return torch.tanh(joined @ w("dense_2/kernel") + w("dense_2/bias"))


VECTORS = {"dense/kernel": (4, 3), "dense/bias": (3,), "dense_1/kernel": (4, 3), "dense_1/bias": (3,),
           "dense_2/kernel": (9, 2), "dense_2/bias": (2,)}


def rows(w, x, training):
    x = torch.sigmoid(x @ w("dense/kernel") + w("dense/bias"))
    x = layer_norm(x, w("layer_norm/gamma"), w("layer_norm/beta"))
    return x.reshape(BATCH, -1) @ w("dense_1/kernel") + w("dense_1/bias")


ROWS = {"dense/kernel": (4, 5), "dense/bias": (5,), "layer_norm/gamma": (5,), "layer_norm/beta": (5,),
        "dense_1/kernel": (15, 2), "dense_1/bias": (2,)}


def mlp(w, x, training):
    x = torch.tanh(x @ w("dense/kernel") + w("dense/bias"))
    return x @ w("dense_1/kernel") + w("dense_1/bias")


MLP = {"dense/kernel": (4, 5), "dense/bias": (5,), "dense_1/kernel": (5, 2), "dense_1/bias": (2,)}


def one_layer(activation):
    return lambda w, x, training: activation(w("dense/kernel").T.matmul(x.T).T + w("dense/bias"))


def ONE(units):
    return {"dense/kernel": (4, units), "dense/bias": (units,)}


# ---- losses: functions of output and target

CLASS_WEIGHTS = torch.tensor([1.0, 2.0, 0.5])


def linear(x):
    return x


def softmax(x):
    return torch.softmax(x, -1)


def smoothed(output, target):
    wanted = F.one_hot(target, output.shape[-1]) * 0.9 + 0.1 / output.shape[-1]
    return -(wanted * torch.log_softmax(output, -1)).sum(-1).mean()


def of_probabilities(output, target):
    p = (output / output.sum(-1, keepdim=True)).clip(1e-7, 1 - 1e-7)
    return F.nll_loss(torch.log(p), target)


def of_class_two(output, target):
    return F.binary_cross_entropy_with_logits(output[:, 0], target.double())


def weighted(losses):
    """Keras divides by the number of samples, not by the sum of the weights."""
    return lambda output, target: (losses(output, target) * CLASS_WEIGHTS[target]).mean()


def huber(output, target):
    return F.huber_loss(output, target, delta=0.5)


# ---- optimizers of Keras 3: from weight, gradient, slots and step to weight

def sgd(rate, momentum=0.0, nesterov=False):
    def step(w, g, s, t):
        s["m"] = momentum * s.get("m", 0) - rate(t) * g
        return w + momentum * s["m"] - rate(t) * g if nesterov else w + s["m"]
    return step


def rmsprop(rate, rho=0.9, momentum=0.0, centered=False, epsilon=1e-7):
    def step(w, g, s, t):
        s["v"] = rho * s.get("v", 0) + (1 - rho) * g * g
        s["a"] = rho * s.get("a", 0) + (1 - rho) * g
        variance = s["v"] - s["a"] ** 2 if centered else s["v"]
        s["m"] = momentum * s.get("m", 0) + rate(t) * g / torch.sqrt(variance + epsilon)
        return w - s["m"]
    return step


def adam(rate, decay=0.0, beta1=0.9, beta2=0.999, epsilon=1e-7):
    def step(w, g, s, t):
        w = w - w * decay * rate(t)
        s["m"] = beta1 * s.get("m", 0) + (1 - beta1) * g
        s["v"] = beta2 * s.get("v", 0) + (1 - beta2) * g * g
        alpha = rate(t) * math.sqrt(1 - beta2 ** (t + 1)) / (1 - beta1 ** (t + 1))
        return w - alpha * s["m"] / (torch.sqrt(s["v"]) + epsilon)
    return step


def adagrad(rate, initial=0.1, epsilon=1e-7):
    def step(w, g, s, t):
        s["a"] = s.get("a", initial) + g * g
        return w - rate(t) * g / torch.sqrt(s["a"] + epsilon)
    return step


def always(rate):
    return lambda t: rate


def clip_value(gradients):
    return [g.clip(-0.05, 0.05) for g in gradients]


def clip_norm(gradients):
    return [g * min(1, 0.1 / g.norm().item()) for g in gradients]


def clip_global_norm(gradients):
    norm = math.sqrt(sum((g * g).sum().item() for g in gradients))
    return [g * min(1, 0.1 / norm) for g in gradients]


def run(name, network, shapes, x, target, loss, optimizer=sgd(always(0.1)), predict=linear, clip=lambda g: g,
        penalty=lambda w: 0.0, train_loss=None, accumulate=1, ema=None):
    w = Weights(shapes)
    slots = {key: {} for key in shapes}
    show = lambda key, values: print(name, key, "=", *(f"{v:.9g}" for v in torch.as_tensor(values).reshape(-1).tolist()))

    def total(training):
        of = train_loss if training and train_loss else loss
        return of(network(w, x, training), target) + penalty(w)

    sums = {key: 0 for key in shapes}
    averages = {}

    show("prediction", predict(network(w, x, False)))
    show("loss", total(False))
    for t in range(STEPS):
        for key in w.trainable:
            w.value[key] = w.value[key].detach().requires_grad_()
        value = total(True)
        gradients = torch.autograd.grad(value, [w(key) for key in w.trainable])
        show(f"train_loss_{t}", value.detach())
        for key, gradient in zip(w.trainable, gradients):
            sums[key] = sums[key] + gradient
        if t % accumulate == accumulate - 1:
            for key, gradient in zip(w.trainable, clip([sums[key] / accumulate for key in w.trainable])):
                w.value[key] = optimizer(w(key), gradient, slots[key], t // accumulate).detach()
                sums[key] = 0
                if ema is not None:
                    average = averages.get(key, w(key))
                    averages[key] = ema * average + (1 - ema) * w(key)
        w.value.update(w.moved)
        if t in (0, STEPS - 1):
            for key in shapes:
                show(f"after_{t + 1} {key}", w(key))
    for key, average in averages.items():
        show(f"average {key}", average)
    show("last_prediction", predict(network(w, x, False)))


if __name__ == "__main__":
    cross_entropy = F.cross_entropy
    run("cnn", cnn, CNN, inputs((8, 8, 2)), classes(3), cross_entropy, predict=softmax)
    run("residual", residual, RESIDUAL, inputs((6, 6, 2)), classes(3), cross_entropy,
        sgd(always(0.05), 0.9, nesterov=True), softmax)
    run("images", images, IMAGES, inputs((7, 6, 4)), reals(2), F.mse_loss)
    run("vectors", vectors, VECTORS, inputs((4,)), reals(2), F.mse_loss)
    run("rows", rows, ROWS, inputs((3, 4)), reals(2), F.mse_loss)

    x = inputs((4,))
    run("sparse_of_logits", one_layer(linear), ONE(3), x, classes(3), cross_entropy, predict=softmax)
    run("sparse_of_softmax", one_layer(softmax), ONE(3), x, classes(3), lambda y, t: F.nll_loss(torch.log(y), t))
    run("sparse_of_probabilities", one_layer(torch.sigmoid), ONE(3), x, classes(3), of_probabilities)
    run("categorical_smoothed", one_layer(linear), ONE(3), x, classes(3), smoothed, predict=softmax)
    run("binary_of_logits", one_layer(linear), ONE(2), x, bits(2), F.binary_cross_entropy_with_logits,
        predict=torch.sigmoid)
    run("binary_of_sigmoid", one_layer(torch.sigmoid), ONE(2), x, bits(2), F.binary_cross_entropy)
    run("binary_of_probabilities", one_layer(softmax), ONE(2), x, bits(2), F.binary_cross_entropy)
    run("binary_of_class", one_layer(linear), ONE(1), x, classes(2), of_class_two, predict=torch.sigmoid)
    run("sparse_weighted", one_layer(linear), ONE(3), x, classes(3), cross_entropy, predict=softmax,
        train_loss=weighted(lambda y, t: F.cross_entropy(y, t, reduction="none")))
    run("binary_weighted", one_layer(linear), ONE(1), x, classes(2), of_class_two, predict=torch.sigmoid,
        train_loss=weighted(
            lambda y, t: F.binary_cross_entropy_with_logits(y[:, 0], t.double(), reduction="none")))
    run("mean_squared_error", one_layer(linear), ONE(2), x, reals(2), F.mse_loss)
    run("mean_absolute_error", one_layer(linear), ONE(2), x, reals(2), F.l1_loss)
    run("huber", one_layer(linear), ONE(2), x, reals(2), huber)
    run("regularized", one_layer(linear), ONE(2), x, reals(2), F.mse_loss,
        penalty=lambda w: 0.01 * w("dense/kernel").abs().sum() + 0.02 * (w("dense/kernel") ** 2).sum())

    def optimized(name, optimizer, **more):
        run(name, mlp, MLP, x, reals(2), F.mse_loss, optimizer, **more)

    optimized("sgd_momentum", sgd(always(0.1), 0.9))
    optimized("sgd_nesterov", sgd(always(0.1), 0.9, nesterov=True))
    optimized("rmsprop", rmsprop(always(0.01)))
    optimized("rmsprop_centered", rmsprop(always(0.01), momentum=0.8, centered=True))
    optimized("adam", adam(always(0.01)))
    optimized("adamw", adam(always(0.01), decay=0.1))
    optimized("adagrad", adagrad(always(0.05)))
    optimized("clip_value", sgd(always(0.1)), clip=clip_value)
    optimized("clip_norm", sgd(always(0.1)), clip=clip_norm)
    optimized("clip_global_norm", sgd(always(0.1)), clip=clip_global_norm)
    optimized("accumulated", adam(always(0.01)), accumulate=2)
    optimized("accumulated_clipped", sgd(always(0.1), 0.9), accumulate=2, clip=clip_norm)
    optimized("averaged", adam(always(0.01)), ema=0.7)
    optimized("accumulated_averaged", sgd(always(0.1)), accumulate=3, ema=0.7)
    optimized("scheduled", adam(lambda t: 0.02 * 0.5 ** (t / 2)))
