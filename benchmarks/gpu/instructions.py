"""What the inner loops of generated products are made of, without a GPU.

    ./updraft compile examples/cifar10/cifar10.model --emit cuda > kernels.cu
    python3 benchmarks/gpu/instructions.py kernels.cu

The first line needs TornadoVM with its CUDA backend; any driver will do that answers success to every call. The second needs nvcc and
nvdisasm on the path, or where NVCC and NVDISASM say; they need not be of one version. For each innermost loop with multiply-adds it
prints the kernel, the registers of a thread, bytes of shared memory and of spilled registers, the share of multiply-adds in all
instructions of the loop, and how many loads (LDS.128: 128 bits from shared memory; LD: 32 bits from the device's) there are.
"""

import collections
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

ARCHITECTURE = "90"


def kernels(text):
    """Each kernel once: TornadoVM writes those that copy arrays several times."""
    found = {}
    for kernel in re.split(r'(?=^extern "C" __global__ void )', text, flags=re.M)[1:]:
        found[re.match(r'extern "C" __global__ void (?:__launch_bounds__\S+ )?(\w+)', kernel).group(1)] = kernel
    return found


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return done.stdout + done.stderr


def code(cubin):
    """The machine code of each kernel: nvdisasm takes files of its own version only, but any code."""
    offset = struct.unpack_from("<Q", cubin, 0x28)[0]
    number, names = struct.unpack_from("<HH", cubin, 0x3C)
    sections = [struct.unpack_from("<IIQQQQIIQQ", cubin, offset + 64 * index) for index in range(number)]
    for section in sections:
        start = sections[names][4] + section[0]
        name = cubin[start : cubin.index(b"\0", start)].decode()
        if name.startswith(".text."):
            yield name[len(".text.") :], cubin[section[4] : section[4] + section[5]]


def instructions(folder, binary):
    file = folder / "code.bin"
    file.write_bytes(binary)
    listing = run(os.environ.get("NVDISASM", "nvdisasm"), "-b", "SM" + ARCHITECTURE, str(file))
    found = re.findall(r"^\s*/\*([0-9a-f]{4,})\*/\s+(.*?)\s*;", listing, flags=re.M)
    return [(int(address, 16), re.sub(r"^@!?U?P\w+\s+", "", text)) for address, text in found]


def loops(code):
    """The instructions of each loop with multiply-adds that holds no other such loop."""

    def between(first, last):
        return [text for address, text in code if first <= address <= last]

    ends = []
    for address, text in code:
        target = re.match(r"BRA\b.*?(0x[0-9a-f]+)", text)
        if target and int(target.group(1), 16) < address:
            ends.append((int(target.group(1), 16), address))
    ends = [each for each in ends if any(text.startswith("FFMA") for text in between(*each))]
    for each in ends:
        if not any(each[0] <= first and last <= each[1] and (first, last) != each for first, last in ends):
            yield between(*each)


def main():
    found = kernels(pathlib.Path(sys.argv[1]).read_text())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source = folder / "kernels.cu"
        source.write_text("\n".join(found.values()))
        report = run(
            os.environ.get("NVCC", "nvcc"),
            "-arch=sm_" + ARCHITECTURE,
            "-cubin",
            "-Xptxas=-v",
            str(source),
            "-o",
            str(folder / "kernels.cubin"),
        )
        resources = {
            kernel: (int(registers), int(shared or 0), int(spilled))
            for kernel, spilled, registers, shared in re.findall(
                r"properties for (\w+)\n.*?(\d+) bytes spill stores.*?\n.*?Used (\d+) registers(?:.*?(\d+) bytes smem)?",
                report,
            )
        }
        print(f"{'kernel':44} {'registers':>9} {'shared':>7} {'spilled':>7} {'FFMA':>6} {'all':>5} {'share':>6} {'LDS.128':>7} {'LD':>4}")
        for kernel, binary in code((folder / "kernels.cubin").read_bytes()):
            for body in loops(instructions(folder, binary)):
                counts = collections.Counter(text.split()[0] for text in body)
                products = sum(count for text, count in counts.items() if text.startswith("FFMA"))
                loads = sum(count for text, count in counts.items() if re.match(r"LDG?\.E", text))
                registers, shared, spilled = resources[kernel]
                print(
                    f"{kernel:44} {registers:9} {shared:7} {spilled:7} {products:6} {len(body):5} {100 * products / len(body):5.1f}%"
                    f" {counts['LDS.128']:7} {loads:4}"
                )


main()
