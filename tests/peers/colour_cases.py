#!/usr/bin/env python3
"""Expected numbers for ViewColourTests: torchvision's functional operations on an image from the tests' formula, times 255."""
import numpy as np
import torch
import torchvision
from torchvision.transforms import functional as f


def uniform(count, phase):
    raw = np.sin(12.9898 * np.arange(1, count + 1, dtype=np.float64) + phase) * 43758.5453
    return 2 * (raw - np.floor(raw)) - 1


def row(name, image):
    print(f'        {{ "{name}", "' + " ".join(f"{v:.3f}" for v in (255 * image.double()).reshape(-1).tolist()) + '" },')


def main():
    print("torchvision", torchvision.__version__)
    image = torch.tensor(uniform(27, 2) / 2 + 0.5, dtype=torch.float32).view(3, 3, 3)
    image[:, 0, 0] = 0.25  # gray: no hue
    image[0, 0, 1] = image[1, 0, 1] = 0.9  # two equal largest channels
    for factor in (0.2, 1.8):
        row(f"saturation {factor}", f.adjust_saturation(image, factor))
    for shift in (-0.2, 0.13, 0.5):
        row(f"hue {shift}", f.adjust_hue(image, shift))
    row("grayscale", f.rgb_to_grayscale(image, 3))
    levels = torch.tensor((uniform(3 * 20 * 20, 5) / 2 + 0.5) ** 3 * 200 + 20, dtype=torch.float64).floor().to(torch.uint8).view(3, 20, 20)
    equal = f.equalize(levels)
    row("equalise", equal[:, 0, :6].double() / 255)
    print("        equalise, sums of the channels:", [int(v) for v in equal.sum((1, 2), dtype=torch.int64)])


main()
