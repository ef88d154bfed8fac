"""The networks of the zoo in PyTorch: the same layers, numbers of weights, losses and optimizers as the .model files."""

from dataclasses import dataclass
from typing import Callable

import torch
from torch import nn
from torch.nn import functional


@dataclass
class Network:
    """network: makes the module; draw: makes inputs and targets of a batch; loss: of predictions and targets; optimizer: of the
    weights."""

    network: Callable
    draw: Callable
    loss: Callable
    optimizer: Callable


def adam(weights):
    return torch.optim.Adam(weights, lr=1e-3, eps=1e-7, fused=True)


def sgd(learning_rate, nesterov=False):
    return lambda weights: torch.optim.SGD(weights, lr=learning_rate, momentum=0.9, nesterov=nesterov, fused=True)


def classified(count, *shape):
    """Draws real numbers, and a class for each."""
    return lambda batch: ((torch.rand(batch, *shape),), torch.randint(count, (batch,)))


def cifar10():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))


class Residual(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters))
        self.shortcut = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        return functional.relu(self.main(x) + self.shortcut(x))


def resnet(width=16, depth=2):
    blocks = [Residual(width, width, 1) for _ in range(depth + 1)]
    for channels in (width, 2 * width):
        blocks.append(Residual(channels, 2 * channels, 2))
        blocks += [Residual(2 * channels, 2 * channels, 1) for _ in range(depth)]
    return nn.Sequential(
        nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
        *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * width, 10))


def mlp(width=2048):
    return nn.Sequential(
        nn.Linear(784, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10))


def vgg(width=64):
    layers, channels = [], 3
    for filters in (width, 2 * width, 4 * width):
        layers += [nn.Conv2d(channels, filters, 3, 1, 1), nn.ReLU(), nn.Conv2d(filters, filters, 3, 1, 1), nn.ReLU(),
                   nn.MaxPool2d(2)]
        channels = filters
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * width, 512), nn.ReLU(), nn.Linear(512, 10))


def mobilenet(width=32):
    def normalized(convolution):
        return [convolution, nn.BatchNorm2d(convolution.out_channels), nn.ReLU()]

    layers, channels = normalized(nn.Conv2d(3, width, 3, 2, 1, bias=False)), width
    for filters, stride in ((2, 1), (4, 2), (4, 1), (8, 2), (8, 1), (16, 2), *5 * ((16, 1),), (32, 2), (32, 1)):
        layers += normalized(nn.Conv2d(channels, channels, 3, stride, 1, groups=channels, bias=False))
        layers += normalized(nn.Conv2d(channels, filters * width, 1, bias=False))
        channels = filters * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 100))


def autoencoder(width=32):
    return nn.Sequential(
        nn.Conv2d(1, width, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(width, 2 * width, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(2 * width, 8, 3, 1, 1),
        nn.Upsample(scale_factor=2), nn.Conv2d(8, 2 * width, 3, 1, 1), nn.ReLU(),
        nn.Upsample(scale_factor=2), nn.Conv2d(2 * width, width, 3, 1, 1), nn.ReLU(),
        nn.Conv2d(width, 1, 3, 1, 1))


class WideAndDeep(nn.Module):
    def __init__(self, rows=100_000):
        super().__init__()
        self.wide = nn.Embedding(rows, 1)
        self.embedding = nn.Embedding(rows, 16)
        self.deep = nn.Sequential(
            nn.Linear(26 * 16 + 13, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(),
            nn.Linear(64, 1))

    def forward(self, numbers, categories):
        deep = self.deep(torch.cat((self.embedding(categories).flatten(1), numbers), 1))
        return (self.wide(categories).sum(1) + deep).squeeze(1)


def clicks(batch):
    inputs = torch.rand(batch, 13), torch.randint(100_000, (batch, 26))
    return inputs, torch.randint(2, (batch,)).float()


class Encoder(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.dense = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        def split(values):
            return values.unflatten(2, (self.heads, -1)).transpose(1, 2)

        h = self.before(x)
        seen = functional.scaled_dot_product_attention(split(self.query(h)), split(self.key(h)), split(self.value(h)))
        x = x + self.out(seen.transpose(1, 2).flatten(2))
        return x + self.dense(x)


class Transformer(nn.Module):
    def __init__(self, width=128, heads=4):
        super().__init__()
        self.words = nn.Embedding(8000, width)
        self.places = nn.Parameter(torch.rand(128, width))
        self.encoders = nn.Sequential(Encoder(width, heads), Encoder(width, heads), nn.LayerNorm(width))
        self.classes = nn.Linear(width, 2)

    def forward(self, words):
        return self.classes(self.encoders(self.words(words) + self.places).mean(1))


def texts(batch):
    return (torch.randint(8000, (batch, 128)),), torch.randint(2, (batch,))


def itself(batch):
    """An image to be reproduced."""
    image = torch.rand(batch, 1, 28, 28)
    return (image,), image


def of_classes(network, draw, optimizer=adam):
    return Network(network, draw, functional.cross_entropy, optimizer)


NETWORKS = {
    "cifar10": of_classes(cifar10, classified(10, 3, 32, 32)),
    "lenet": of_classes(lenet, classified(10, 1, 28, 28), sgd(0.05)),
    "resnet": of_classes(resnet, classified(10, 3, 32, 32), sgd(0.1, nesterov=True)),
    "mlp": of_classes(mlp, classified(10, 784)),
    "vgg": of_classes(vgg, classified(10, 3, 32, 32)),
    "mobilenet": of_classes(mobilenet, classified(100, 3, 96, 96)),
    "autoencoder": Network(autoencoder, itself, functional.mse_loss, adam),
    "wide-and-deep": Network(WideAndDeep, clicks, functional.binary_cross_entropy_with_logits, adam),
    "transformer": of_classes(Transformer, texts),
}
