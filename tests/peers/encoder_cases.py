#!/usr/bin/env python3
"""Expected numbers for ResNetTests: torchvision's ResNets, their channels scaled, with weights from a formula that the C# test rebuilds.

    encoder_cases.py            prints one C# InlineData line a case, and the parameter counts of the full-width networks
"""
import numpy as np
import torch
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

KINDS = {
    "ResNet18": (BasicBlock, [2, 2, 2, 2]), "ResNet34": (BasicBlock, [3, 4, 6, 3]), "ResNet50": (Bottleneck, [3, 4, 6, 3]),
    "ResNet101": (Bottleneck, [3, 4, 23, 3]), "ResNet152": (Bottleneck, [3, 8, 36, 3]),
}


class Scaled(ResNet):
    """torchvision's network with base channels instead of 64; torchvision itself has no such option."""

    def __init__(self, block, layers, channels, base, small):
        self.base, self.small, self.channels = base, small, channels
        super().__init__(block, layers)
        self.fc = nn.Identity()

    def _make_layer(self, block, planes, blocks, stride=1, dilate=False):
        if planes == 64:  # the first stage: the stem is there by now, and is replaced
            self.inplanes = self.base
            kernel, step, pad = (3, 1, 1) if self.small else (7, 2, 3)
            self.conv1 = nn.Conv2d(self.channels, self.base, kernel, step, pad, bias=False)
            self.bn1 = nn.BatchNorm2d(self.base)
            if self.small:
                self.maxpool = nn.Identity()
        return super()._make_layer(block, planes * self.base // 64, blocks, stride, dilate)


def uniform(count, name):
    """count numbers in [-1, 1) that depend on the name only."""
    phase = sum(name.encode())
    raw = np.sin(12.9898 * np.arange(1, count + 1, dtype=np.float64) + phase) * 43758.5453
    return 2 * (raw - np.floor(raw)) - 1


def fill(module):
    for name, value in module.state_dict().items():
        if not value.is_floating_point():
            continue
        u = uniform(value.numel(), name)
        if value.dim() == 4:
            u = u * np.sqrt(6.0 / (value.shape[1] * value.shape[2] * value.shape[3]))
        elif name.endswith("running_var"):
            u = 1 + 0.5 * u
        elif name.endswith("weight"):
            u = 1 + 0.2 * u
        else:
            u = 0.1 * u
        value.copy_(torch.from_numpy(u).float().reshape(value.shape))


def main():
    torch.set_num_threads(1)
    for kind, channels, base, small, size in (
            ("ResNet18", 1, 8, False, 64), ("ResNet18", 3, 16, True, 32), ("ResNet34", 1, 8, False, 48), ("ResNet50", 3, 8, False, 64),
            ("ResNet101", 1, 4, False, 64), ("ResNet152", 1, 4, True, 24)):
        model = Scaled(*KINDS[kind], channels, base, small)
        with torch.no_grad():
            fill(model)
            x = torch.from_numpy(0.5 + 0.5 * uniform(3 * channels * size * size, "input")).float().reshape(3, channels, size, size)
            normal = (x - 0.5) / 0.25
            model, normal = model.double(), normal.double()
            scored = model.eval()(normal)
            trained = model.train()(normal)
        numbers = [f"{v:.9g}" for v in (scored[0, 0], scored[2, -1], scored.abs().mean(), trained[0, 0], trained[2, -1], trained.abs().mean())]
        print(f"[InlineData(EncoderArchitecture.{kind}, {channels}, {base / 64}, {str(small).lower()}, {size}, {', '.join(numbers)})]")
    for name in ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152"):
        model = getattr(torchvision.models, name)()
        model.fc = nn.Identity()
        print(name, sum(p.numel() for p in model.parameters()))


main()
