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


class Selective(nn.Module):
    """SimCLRv2's selective kernel: two streams of one convolution, weighed by a softmax over the streams."""

    def __init__(self, channels, stride):
        super().__init__()
        middle = max(int(channels * 0.0625), 32)
        self.conv = nn.Conv2d(channels, 2 * channels, 3, stride, 1, bias=False)
        self.bn = nn.BatchNorm2d(2 * channels)
        self.squeeze = nn.Conv2d(channels, middle, 1, bias=False)
        self.squeeze_bn = nn.BatchNorm2d(middle)
        self.mix = nn.Conv2d(middle, 2 * channels, 1, bias=False)

    def forward(self, x):
        streams = torch.stack(self.bn(self.conv(x)).relu().chunk(2, 1))
        context = streams.sum(0).mean([2, 3], keepdim=True)
        mixing = torch.stack(self.mix(self.squeeze_bn(self.squeeze(context)).relu()).chunk(2, 1))
        return (streams * mixing.softmax(0)).sum(0)


class Averaged(nn.Module):
    """ResNet-D's 2x2 averaging as TensorFlow computes it: zeros below and on the right that count (stride 2) or do not (stride 1, "SAME")."""

    def __init__(self, stride):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        def windows(y):
            return nn.functional.avg_pool2d(nn.functional.pad(y, (0, 1, 0, 1)), 2, self.stride)
        return windows(x) if self.stride == 2 else windows(x) / windows(torch.ones_like(x[:1, :1]))


class SelectiveBottleneck(nn.Module):
    def __init__(self, inputs, channels, stride, project):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, channels, 1, bias=False), nn.BatchNorm2d(channels)
        self.conv2 = Selective(channels, stride)
        self.conv3, self.bn3 = nn.Conv2d(channels, 4 * channels, 1, bias=False), nn.BatchNorm2d(4 * channels)
        self.average = Averaged(stride)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, 4 * channels, 1, bias=False), nn.BatchNorm2d(4 * channels)) if project else None

    def forward(self, x):
        inner = self.bn3(self.conv3(self.conv2(self.bn1(self.conv1(x)).relu())))
        return (inner + (x if self.downsample is None else self.downsample(self.average(x)))).relu()


class SelectiveResNet(nn.Module):
    """SimCLRv2's network: ResNet-D with selective kernels."""

    def __init__(self, layers, channels, base, small):
        super().__init__()
        half = base // 2
        self.conv1 = nn.Conv2d(channels, base, 3, 1, 1, bias=False) if small else nn.Sequential(
            nn.Conv2d(channels, half, 3, 2, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU(),
            nn.Conv2d(half, half, 3, 1, 1, bias=False), nn.BatchNorm2d(half), nn.ReLU(), nn.Conv2d(half, base, 3, 1, 1, bias=False))
        self.bn1 = nn.BatchNorm2d(base)
        self.pool = nn.Identity() if small else nn.MaxPool2d(3, 2, 1)
        inputs = base
        for i, count in enumerate(layers):
            stage = nn.Sequential()
            for j in range(count):
                stage.append(SelectiveBottleneck(inputs, base << i, 2 if i > 0 and j == 0 else 1, j == 0))
                inputs = 4 * (base << i)
            setattr(self, f"layer{i + 1}", stage)

    def forward(self, x):
        x = self.pool(self.bn1(self.conv1(x)).relu())
        for i in range(4):
            x = getattr(self, f"layer{i + 1}")(x)
        return x.mean([2, 3])


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


def selective_parameters(layers, width):
    """Parameters of a SelectiveResNet of three channels, by arithmetic: the widest would take gigabytes."""
    base = 64 * width
    half, inputs = base // 2, base
    count = 27 * half + 9 * half * half + 9 * half * base + 4 * half + 2 * base
    for i, blocks in enumerate(layers):
        c = base << i
        middle = max(int(c * 0.0625), 32)
        for j in range(blocks):
            count += inputs * c + 2 * c + 18 * c * c + 4 * c + 3 * c * middle + 2 * middle + 4 * c * c + 8 * c
            count += inputs * 4 * c + 8 * c if j == 0 else 0
            inputs = 4 * c
    return count


def numbers(model, channels, size):
    """First and last feature and mean magnitude of three images, scored and in training mode."""
    with torch.no_grad():
        fill(model)
        x = torch.from_numpy(0.5 + 0.5 * uniform(3 * channels * size * size, "input")).float().reshape(3, channels, size, size)
        normal = (x - 0.5) / 0.25
        model, normal = model.double(), normal.double()
        scored = model.eval()(normal)
        trained = model.train()(normal)
    values = scored[0, 0], scored[2, -1], scored.abs().mean(), trained[0, 0], trained[2, -1], trained.abs().mean()
    return ", ".join(f"{v:.9g}" for v in values)


def main():
    torch.set_num_threads(1)
    for kind, channels, base, small, size in (
            ("ResNet18", 1, 8, False, 64), ("ResNet18", 3, 16, True, 32), ("ResNet34", 1, 8, False, 48), ("ResNet50", 3, 8, False, 64),
            ("ResNet101", 1, 4, False, 64), ("ResNet152", 1, 4, True, 24)):
        values = numbers(Scaled(*KINDS[kind], channels, base, small), channels, size)
        print(f"[InlineData(EncoderArchitecture.{kind}, {channels}, {base / 64}, {str(small).lower()}, {size}, {values})]")
    print("selective kernels:")
    for kind, channels, base, small, size in (("ResNet50", 3, 8, False, 64), ("ResNet50", 1, 4, False, 56), ("ResNet101", 1, 4, True, 20)):
        values = numbers(SelectiveResNet(KINDS[kind][1], channels, base, small), channels, size)
        print(f"[InlineData(EncoderArchitecture.{kind}, {channels}, {base / 64}, {str(small).lower()}, {size}, {values})]")
    with torch.no_grad():
        for kind, width in (("ResNet50", 1), ("ResNet50", 2), ("ResNet101", 1), ("ResNet101", 2), ("ResNet152", 1), ("ResNet152", 2), ("ResNet152", 3)):
            print(kind, width, selective_parameters(KINDS[kind][1], width))
    for name in ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152"):
        model = getattr(torchvision.models, name)()
        model.fc = nn.Identity()
        print(name, sum(p.numel() for p in model.parameters()))


main()
