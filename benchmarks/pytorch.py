#!/usr/bin/env python3
"""The same training steps and products in PyTorch, in float32 as here, that is without TF32:

    pytorch.py steps cifar10|resnet BATCH eager|compile|graphs [DEVICE]
    pytorch.py product N [DEVICE]

`compile` is torch.compile as it is, `graphs` its mode "reduce-overhead", which captures CUDA graphs. Samples lie on the device.
Ends with status 3 where PyTorch or the device (default: cuda) is not there.
"""

import statistics
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    sys.exit(3)

BATCHES = 8


def cifar10():
    """examples/cifar10/cifar10.model"""
    network = nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3), nn.ReLU(),
        nn.Flatten(), nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 10))
    return network, lambda weights: torch.optim.Adam(weights, lr=1e-3, eps=1e-7, **fused(weights))


def fused(weights):
    """The optimizer in one kernel, where there is one."""
    return {"fused": True} if weights[0].is_cuda else {}


class Residual(nn.Module):
    """A block of examples/resnet/blocks.model"""

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
    """examples/resnet/resnet.model"""
    blocks = [Residual(width, width, 1) for _ in range(depth + 1)]
    for channels in (width, 2 * width):
        blocks.append(Residual(channels, 2 * channels, 2))
        blocks += [Residual(2 * channels, 2 * channels, 1) for _ in range(depth)]
    network = nn.Sequential(
        nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
        *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * width, 10))
    return network, lambda weights: torch.optim.SGD(weights, lr=0.1, momentum=0.9, nesterov=True, **fused(weights))


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def steps(model, batch, mode, device):
    network, optimizer = {"cifar10": cifar10, "resnet": resnet}[model]()
    network = network.to(device, memory_format=torch.channels_last)
    optimizer = optimizer(list(network.parameters()))
    images = [torch.rand(batch, 3, 32, 32, device=device).contiguous(memory_format=torch.channels_last)
              for _ in range(BATCHES)]
    labels = [torch.randint(10, (batch,), device=device) for _ in range(BATCHES)]

    def loss(image, label):
        return functional.cross_entropy(network(image), label)

    if mode != "eager":
        loss = torch.compile(loss, mode="reduce-overhead" if mode == "graphs" else "default")

    def window(seconds):
        """Steps a second. Only whole rounds over the batches are waited for, as in our own windows."""
        synchronize(device)
        start, done = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            for image, label in zip(images, labels):
                optimizer.zero_grad(set_to_none=True)
                loss(image, label).backward()
                optimizer.step()
            done += BATCHES
            synchronize(device)
        return done / (time.perf_counter() - start)

    window(2)
    windows = [window(1) for _ in range(5)]
    result(f"model={model} batch={batch} mode={mode} steps/s median={statistics.median(windows):.1f}")


def product(size, device):
    left, right = (torch.rand(size, size, device=device) for _ in range(2))
    rounds = []
    for _ in range(17):
        synchronize(device)
        start = time.perf_counter()
        for _ in range(8):
            left @ right
        synchronize(device)
        rounds.append((time.perf_counter() - start) / 8)
    seconds = statistics.median(rounds[2:])
    result(f"n={size} ms={seconds * 1e3:.3f} GFLOP/s={2e-9 * size ** 3 / seconds:.1f}")


def result(text):
    print(f"RESULT torch={torch.__version__} {text}")


def main(what, *arguments):
    device = arguments[3 if what == "steps" else 1:]
    device = device[0] if device else "cuda"
    if device == "cuda" and not torch.cuda.is_available():
        sys.exit(3)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    if what == "steps":
        steps(arguments[0], int(arguments[1]), arguments[2], device)
    else:
        product(int(arguments[0]), device)


main(*sys.argv[1:])
