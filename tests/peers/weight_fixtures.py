#!/usr/bin/env python3
"""Weight files for the tests of Encoders.Load, made by torch.save itself (torch 1.13, torchvision 0.14), with the features that PyTorch computes.

    weight_fixtures.py FOLDER        writes NAME.gz files and expected.json (tests/MedSsl.MLNet.Tests/Weights/Fixtures is made so)

Networks are torchvision's ResNets with 4 instead of 64 base channels; weights take few values, so that the files compress to some 20 KB.
"""
import argparse
import collections
import gzip
import io
import json
import os
import struct
import sys

import numpy as np
import torch
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

MEAN, STD = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1), torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
SIZE = 48


class Small(ResNet):
    def __init__(self, block, layers, channels=3, small_stem=False):
        self.channels, self.small_stem = channels, small_stem
        super().__init__(block, layers, num_classes=5)
        self.fc = nn.Linear(32 * block.expansion, 5)

    def _make_layer(self, block, planes, blocks, stride=1, dilate=False):
        if planes == 64:
            self.inplanes = 4
            self.conv1 = nn.Conv2d(self.channels, 4, *((3, 1, 1) if self.small_stem else (7, 2, 3)), bias=False)
            self.bn1 = nn.BatchNorm2d(4)
            if self.small_stem:
                self.maxpool = nn.Identity()
        return super()._make_layer(block, planes // 16, blocks, stride, dilate)


def uniform(count, name):
    phase = sum(name.encode())
    raw = np.sin(12.9898 * np.arange(1, count + 1, dtype=np.float64) + phase) * 43758.5453
    return 2 * (raw - np.floor(raw)) - 1


def fill(module):
    """Few values: multiples of 1/4 of a scale; exact in half precision and bfloat16."""
    with torch.no_grad():
        for name, value in module.state_dict().items():
            if not value.is_floating_point():
                value.fill_(7)
                continue
            u = np.round(4 * uniform(value.numel(), name)) / 4
            if value.dim() == 4:
                fan = value.shape[1] * value.shape[2] * value.shape[3]
                u = u * 2.0 ** np.round(np.log2(np.sqrt(6.0 / fan)))
            elif name.endswith("running_var"):
                u = 1 + u / 2
            elif name.endswith("weight") and value.dim() == 1:
                u = 1 + u / 4
            else:
                u = u / 8
            value.copy_(torch.from_numpy(u).to(value.dtype).reshape(value.shape))
    return module.eval()


def pixels(channels):
    return torch.from_numpy(0.5 + 0.5 * uniform(channels * SIZE * SIZE, "input")).float().reshape(1, channels, SIZE, SIZE)


def features(model, normalised):
    model.fc = nn.Identity()
    with torch.no_grad():
        return [float(f"{v:.8g}") for v in model.double()(normalised.double())[0]]


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def renamed(state, rename, extra=(), dtype=None):
    out = collections.OrderedDict((rename(k), v.to(dtype) if dtype and v.is_floating_point() else v) for k, v in state.items() if rename(k))
    out.update(extra)
    return out


def prefixed(prefix, fc=False):
    return lambda name: None if name.startswith("fc.") and not fc else prefix + name


def sequential(numbers, shortcut="downsample"):
    def rename(name):
        part, _, rest = name.partition(".")
        return f"backbone.{numbers[part]}.{rest.replace('downsample', shortcut)}" if part in numbers else None
    return rename


def safetensors(state):
    """The format by hand: Debian has no python3-safetensors."""
    header, data, codes = {"__metadata__": {"format": "pt"}}, b"", {torch.float16: "F16", torch.float32: "F32", torch.int64: "I64"}
    for name, value in state.items():
        raw = value.contiguous().numpy().tobytes()
        header[name] = {"dtype": codes[value.dtype], "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def views(state):
    """Every kind of view: slices of one storage with offsets, a transposed one, channels-last, double precision, nn.Parameter, an integer counter."""
    flat = torch.cat([v.flatten().float() for k, v in state.items() if k.startswith("layer1.") and v.is_floating_point()])
    out, at = collections.OrderedDict(), 0
    for name, value in state.items():
        if name.startswith("layer1.") and value.is_floating_point():
            out[name] = flat[at:at + value.numel()].view(value.shape)
            at += value.numel()
        elif name.startswith("layer2.") and value.dim() == 4:
            out[name] = value.contiguous(memory_format=torch.channels_last)
        elif name.startswith("layer3.") and value.dim() == 4:
            out[name] = value.permute(3, 2, 1, 0).contiguous().permute(3, 2, 1, 0)
        elif name.startswith("layer4.") and value.is_floating_point():
            out[name] = nn.Parameter(value.double())
        elif name == "fc.weight":
            out[name] = value[::2]
        else:
            out[name] = value
    return out


class Danger:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def hostile(model):
    state = model.state_dict()
    yield "hostile-system.pth", saved({"state_dict": state, "x": Danger(os.system, "touch was-here")})
    yield "hostile-system-legacy.pth", saved({"x": Danger(os.system, "touch was-here")}, _use_new_zipfile_serialization=False)
    yield "hostile-eval.pth", saved({"x": Danger(eval, "1 + 1")})
    yield "hostile-namespace.pth", saved({"args": argparse.Namespace(lr=0.1)})
    yield "hostile-module.pth", saved(nn.Linear(2, 2))
    yield "hostile-numpy.pth", saved({"best": np.float64(0.5)})
    yield "hostile-getattr.pth", saved({"x": Danger(getattr, "x", "upper")}, pickle_protocol=4)


def main(folder):
    torch.set_num_threads(1)
    os.makedirs(folder, exist_ok=True)
    expected = {}

    def write(name, data, model=None, normalised=None, **facts):
        with open(os.path.join(folder, name + ".gz"), "wb") as file:
            file.write(gzip.compress(data, 9, mtime=0))
        if model is not None:
            expected[name] = dict(facts, features=features(model, normalised))

    def resnet18(**options):
        return fill(Small(BasicBlock, [2, 2, 2, 2], **options))

    colour, gray = (pixels(3) - MEAN) / STD, (pixels(1).repeat(1, 3, 1, 1) - MEAN) / STD

    model = resnet18()
    state = {k: v.clone() for k, v in model.state_dict().items()}
    write("torchvision.pth", saved(model.state_dict()), model, colour, architecture="ResNet18", channels=3, gray=features(resnet18(), gray))
    write("torchvision-legacy.pth", saved(resnet18().state_dict(), _use_new_zipfile_serialization=False), resnet18(), colour, architecture="ResNet18", channels=3)
    write("torchvision-protocol4.pth", saved(resnet18().state_dict(), pickle_protocol=4), resnet18(), colour, architecture="ResNet18", channels=3)
    write("views.pth", saved(views(state)), resnet18(), colour, architecture="ResNet18", channels=3)
    write("half.safetensors", safetensors(renamed(state, prefixed(""), dtype=torch.float16)), resnet18(), colour, architecture="ResNet18", channels=3)

    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(3))], lr=0.1, momentum=0.9)
    optimizer.param_groups[0]["params"][0].grad = torch.ones(3)
    optimizer.step()
    moco = renamed(state, prefixed("module.encoder_q.", fc=True), extra=[("module.encoder_k." + k, v * 0 + 1) for k, v in state.items()])
    moco.update({"module.queue": torch.ones(8, 16), "module.queue_ptr": torch.zeros(1, dtype=torch.int64)})
    write("moco.pth.tar", saved({"epoch": 200, "arch": "resnet18", "state_dict": moco, "optimizer": optimizer.state_dict()}), resnet18(), colour,
          architecture="ResNet18", channels=3)

    heads = {"projection_head.layers.0.weight": torch.ones(4, 32), "projection_head.layers.0.bias": torch.ones(4)}
    names = {"conv1": 0, "bn1": 1, "layer1": 4, "layer2": 5, "layer3": 6, "layer4": 7}
    write("lightly.ckpt", saved({"epoch": 9, "global_step": 90, "pytorch-lightning_version": "1.9.0", "state_dict": renamed(state, sequential(names), heads),
                                 "loops": {}, "callbacks": {}, "optimizer_states": [optimizer.state_dict()], "lr_schedulers": []}), resnet18(), colour,
          architecture="ResNet18", channels=3)
    names = {"conv1": 0, "bn1": 1, "layer1": 2, "layer2": 3, "layer3": 4, "layer4": 5}
    small = {k: v.clone() for k, v in resnet18(small_stem=True).state_dict().items()}
    own = renamed(small, sequential(names, "shortcut"), heads, torch.float16)
    write("lightly-own.ckpt", saved({"state_dict": collections.OrderedDict(("model." + k, v) for k, v in own.items())}), resnet18(small_stem=True), colour,
          architecture="ResNet18", channels=3)

    heads = {"projector.0.weight": torch.ones(4, 32), "projector.0.bias": torch.ones(4), "classifier.weight": torch.ones(5, 32), "classifier.bias": torch.ones(5)}
    write("solo.ckpt", saved({"state_dict": renamed(state, prefixed("backbone."), heads, torch.bfloat16)}), resnet18(), colour,
          architecture="ResNet18", channels=3)

    fifty = fill(Small(Bottleneck, [3, 4, 6, 3]))
    fifty.fc = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
    fill(fifty.fc)
    write("sthalles.pth.tar", saved({"epoch": 100, "arch": "resnet50", "state_dict": renamed(fifty.state_dict(), prefixed("backbone.", fc=True)),
                                     "optimizer": optimizer.state_dict()}), fifty, pixels(3), architecture="ResNet50", channels=3)
    heads = {"projector.0.weight": torch.ones(4, 32), "projector.2.weight": torch.ones(2, 4)}
    write("spijkervet.tar", saved(renamed(state, prefixed("encoder."), heads)), resnet18(), pixels(3), architecture="ResNet18", channels=3)

    one = resnet18(channels=1)
    write("gray-parallel.pth", saved({"model": renamed(one.state_dict(), prefixed("module.", fc=True))}), one, (pixels(1) - 0.5) / 0.25,
          architecture="ResNet18", channels=1)

    for name, data in hostile(nn.Linear(2, 2)):
        write(name, data)
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")


main(sys.argv[1])
