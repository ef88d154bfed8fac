#!/usr/bin/env python3
"""The same training steps, predictions and products in PyTorch, in float32 as here, that is without TF32:

    pytorch.py steps|predictions NETWORK BATCH eager|compile|graphs [DEVICE [THREADS]]
    pytorch.py product N [DEVICE]

NETWORK is one of networks.py. `compile` is torch.compile as it is (for predictions with frozen weights), `graphs` its mode
"reduce-overhead", which captures CUDA graphs. Samples lie on the device. A window takes a second, or WINDOW_SECONDS in the
environment; as in our own benchmarks, windows are measured until five are clean (other processes took less than 5 % of the
machine) or twelve are over, and the median of the five cleanest counts.
Ends with status 3 where PyTorch or the device (default: cuda) is not there.
"""

import itertools
import os
import statistics
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(3)
from networks import NETWORKS

# As many as Steps takes: batches of small samples, such as rows of a table, fill these bytes.
BATCHES, MOST_BATCHES, BYTES = 8, 256, 4 << 20
WANTED, MOST, CLEAN = 5, 12, 0.05
SECONDS = float(os.environ.get("WINDOW_SECONDS", 1))


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def processor_time():
    """Ticks of the machine, of them those it was busy, and those of this process."""
    with open("/proc/stat") as file:
        machine = [int(ticks) for ticks in file.readline().split()[1:9]]
    with open("/proc/self/stat") as file:
        own = file.read().rpartition(")")[2].split()
    return sum(machine), sum(machine) - machine[3] - machine[4], int(own[11]) + int(own[12])


def since_start():
    """Milliseconds since the start of this process."""
    with open("/proc/self/stat") as file:
        started = int(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    with open("/proc/uptime") as file:
        return round(1000 * (float(file.read().split()[0]) - started))


def peak_memory():
    """Megabytes of this process at most so far."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM"))


def batches_of(network, batch, device):
    def placed(tensor):
        layout = torch.channels_last if tensor.dim() == 4 else torch.preserve_format
        return tensor.to(device, memory_format=layout)

    inputs, target = network.draw(batch)
    size = sum(tensor.numel() * 4 for tensor in (*inputs, target))
    drawn = [network.draw(batch) for _ in range(min(max(BYTES // size, BATCHES), MOST_BATCHES))]
    return [(tuple(map(placed, inputs)), placed(target)) for inputs, target in drawn]


def speed(run_batches, device):
    """Batches a second, the median of the cleanest windows, and how many of them are clean. Only as many as are run together are waited for."""

    def window(seconds):
        synchronize(device)
        before = processor_time()
        start, done = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            run_batches()
            done += BATCHES
            synchronize(device)
        elapsed = time.perf_counter() - start
        total, busy, own = (after - earlier for after, earlier in zip(processor_time(), before))
        return max(0, busy - own) / max(1, total), done / elapsed

    window(2 * SECONDS)
    windows = []
    while len(windows) < MOST and sum(others < CLEAN for others, _ in windows) < WANTED:
        windows.append(window(SECONDS))
    cleanest = sorted(windows)[:WANTED]
    return statistics.median(rate for _, rate in cleanest), sum(others < CLEAN for others, _ in cleanest)


def timed(what, name, batch, mode, device):
    known = NETWORKS[name]
    module = known.network().to(device, memory_format=torch.channels_last)
    parameters = sum(weight.numel() for weight in module.parameters())
    batches = batches_of(known, batch, device)
    run = steps if what == "steps" else predictions
    one = run(known, module, mode)
    one(*batches[0])
    synchronize(device)
    first = since_start()

    following = itertools.cycle(batches)

    def some_of_them():
        for inputs, target in itertools.islice(following, BATCHES):
            one(inputs, target)

    rate, clean = speed(some_of_them, device)
    result(f"{what} network={name} batch={batch} mode={mode} threads={torch.get_num_threads()} median={rate:.2f}"
           f" clean={clean} firstMs={first} rssMB={peak_memory()} parameters={parameters}")


def compiled(function, mode):
    return function if mode == "eager" else torch.compile(
        function, mode="reduce-overhead" if mode == "graphs" else "default")


def steps(known, module, mode):
    optimizer = known.optimizer(list(module.parameters()))
    loss = compiled(lambda inputs, target: known.loss(module(*inputs), target), mode)

    def step(inputs, target):
        optimizer.zero_grad(set_to_none=True)
        loss(inputs, target).backward()
        optimizer.step()

    return step


def predictions(known, module, mode):
    if mode != "eager":
        from torch._inductor import config
        config.freezing = True
    module.eval()
    function = compiled(module, mode)

    def predict(inputs, _):
        with torch.no_grad():
            function(*inputs)

    return predict


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
    place = 1 if what == "product" else 3
    device = arguments[place] if len(arguments) > place else "cuda"
    if device == "cuda" and not torch.cuda.is_available():
        sys.exit(3)
    if len(arguments) > place + 1:
        torch.set_num_threads(int(arguments[place + 1]))
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    if what == "product":
        product(int(arguments[0]), device)
    else:
        timed(what, arguments[0], int(arguments[1]), arguments[2], device)


main(*sys.argv[1:])
