#!/usr/bin/env python3
"""PyTorch's side of `MedSsl.Benchmarks step`: reads the name of a measurement on each line, answers with milliseconds (the quickest of three calls) and
the process's peak memory in megabytes.

    step_peer.py THREADS [--channels-last]
"""
import re
import sys
import time

import torch
import torch.nn.functional as F
import torchvision
from torch import nn


class Attending(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-2, -1)).mul_((width // self.heads) ** -0.5).softmax(-1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(batch, length, width))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class VisionTransformer(nn.Module):
    def __init__(self, channels, size, width=384, depth=12, heads=6):
        super().__init__()
        self.patches = nn.Conv2d(channels, width, 16, 16)
        self.blocks = nn.Sequential(*[Attending(width, heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(width)
        self.positions = nn.Parameter(torch.zeros(1, (size // 16) ** 2, width))

    def forward(self, x):
        return self.norm(self.blocks(self.patches(x).flatten(2).transpose(1, 2) + self.positions)).mean(1)


def resnet_step(channels_last):
    net = torchvision.models.resnet18(num_classes=10)
    images, labels = torch.randn(64, 3, 64, 64), torch.randint(0, 10, (64,))
    if channels_last:
        net, images = net.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(net.parameters(), 0.05, 0.9, foreach=True)

    def step():
        optimizer.zero_grad(set_to_none=False)
        F.cross_entropy(net(images), labels).backward()
        optimizer.step()

    return step


def vit_forward():
    net, images = VisionTransformer(3, 224).eval(), torch.randn(8, 3, 224, 224)

    @torch.no_grad()
    def forward():
        net(images)

    return forward


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(1)
    made = {}
    for line in sys.stdin:
        kind = line.strip()
        if kind not in made:
            made[kind] = resnet_step("--channels-last" in sys.argv) if kind == "resnet18-step" else vit_forward()
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            made[kind]()
            best = min(best, (time.perf_counter() - start) * 1e3)
        peak = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024
        print(f"{best:.3f} {peak}", flush=True)


main()
