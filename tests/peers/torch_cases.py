"""Writes tests/StandIns.Tests/TorchSharp/torch_cases.json: what PyTorch makes of the cases that the tests of the TorchSharp stand-in repeat.

    /usr/bin/python3 tests/peers/torch_cases.py

Inputs are wave(shape, shift) = sin(0.7 i + shift) in row order, on both sides. A case is a list of tensors (shape, data), gradients after values.
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

TARGET = pathlib.Path(__file__).parents[1] / "StandIns.Tests/TorchSharp/torch_cases.json"
cases = {}


def wave(shape, shift=0.0):
    n = int(np.prod(shape))
    return torch.tensor(np.sin(0.7 * np.arange(n) + shift).astype(np.float32)).reshape(shape)


def store(name, *tensors):
    assert name not in cases
    cases[name] = [{"shape": list(t.shape), "data": [round(float(v), 9) for v in t.detach().double().reshape(-1)]} for t in tensors]


def graded(name, function, *inputs):
    """The value, then the gradient of sum(value * wave) to each input."""
    inputs = [i.clone().requires_grad_() for i in inputs]
    value = function(*inputs)
    (value * wave(value.shape, 0.5)).sum().backward()
    store(name, value, *[i.grad for i in inputs])


# Operators: one input of shape (3, 4), or two.
a, b = wave((3, 4)), wave((3, 4), 1.0)
p = wave((3, 4)).abs() + 0.2
for name, f in {
    "exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "abs": torch.abs, "sin": torch.sin, "erf": torch.erf,
    "square": torch.square, "neg": torch.neg, "softmax": lambda x: x.softmax(1), "log_softmax": lambda x: x.log_softmax(0),
    "logsumexp": lambda x: x.logsumexp(1, True), "sum": lambda x: x.sum(), "sum_dim": lambda x: x.sum(0), "mean": lambda x: x.mean(),
    "mean_dim": lambda x: x.mean((1,), True), "std": lambda x: x.std(), "var_dim": lambda x: x.var(1, unbiased=False), "amax": lambda x: x.amax(1),
    "max_dim": lambda x: x.max(1)[0], "norm": lambda x: x.norm(), "cumsum": lambda x: x.cumsum(1), "prod": lambda x: x.prod(1),
    "clamp": lambda x: x.clamp(-0.5, 0.6), "pow": lambda x: x ** 3, "flip": lambda x: x.flip(1), "roll": lambda x: x.roll(1, 0),
    "transpose": lambda x: x.transpose(0, 1), "slice": lambda x: x[1:, ::2], "select": lambda x: x[-1, 1], "pick": lambda x: x[:, torch.tensor([3, 0])],
    "mask": lambda x: x[x > 0], "sort": lambda x: x.sort(1, descending=True)[0], "topk": lambda x: x.topk(2, 1)[0], "repeat": lambda x: x.repeat(2, 1),
    "gather": lambda x: x.gather(1, torch.tensor([[0, 1], [2, 3], [3, 3]])), "masked_fill": lambda x: x.masked_fill(x < 0, 7.0),
    "index_select": lambda x: x.index_select(0, torch.tensor([2, 0])), "unfold": lambda x: x.unfold(1, 2, 1), "gelu": F.gelu, "silu": F.silu,
    "softplus": F.softplus, "leaky_relu": lambda x: F.leaky_relu(x, 0.1), "arithmetic": lambda x: (2.0 - x * 3.0) / 4.0 + 1.0, "over": lambda x: 1.5 / (x + 3.0),
    "remainder": lambda x: x.remainder(0.3), "var_mean": lambda x: torch.var_mean(x, 1)[0],
}.items():
    graded("op." + name, f, a)
for name, f in {"log": torch.log, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt, "reciprocal": torch.reciprocal}.items():
    graded("op." + name, f, p)
for name, f in {
    "add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y, "div": lambda x, y: x / (y + 2), "matmul": lambda x, y: x @ y.T,
    "einsum": lambda x, y: torch.einsum("ij,kj->ik", x, y), "maximum": torch.maximum, "cat": lambda x, y: torch.cat([x, y], 1),
    "stack": lambda x, y: torch.stack([x, y], 1), "where": lambda x, y: torch.where(x > y, x, y), "cdist": lambda x, y: torch.cdist(x, y),
    "mse": F.mse_loss, "cosine": lambda x, y: F.cosine_similarity(x, y, 1), "outer": lambda x, y: torch.outer(x[0], y[1]),
    "lerp": lambda x, y: torch.lerp(x, y, torch.full_like(x, 0.3)), "atan2": torch.atan2, "smooth_l1": lambda x, y: F.smooth_l1_loss(x, y, beta=0.5),
}.items():
    graded("op." + name, f, a, b)
store("op.svdvals", torch.linalg.svdvals(a))
store("op.argsort", a.argsort(1))
store("op.quantile", a.quantile(torch.tensor([0.25, 0.5]), 1))

# Losses.
target = (wave((3, 4), 2.0) > 0).float()
weights = torch.tensor([0.5, 1.0, 2.0, 3.0])
graded("loss.bce", lambda x: F.binary_cross_entropy_with_logits(x, target), a)
graded("loss.bce_weighted", lambda x: F.binary_cross_entropy_with_logits(x, target, weight=b.abs(), pos_weight=weights, reduction="none"), a)
graded("loss.cross_entropy", lambda x: F.cross_entropy(x, torch.tensor([1, 3, 0])), a)
graded("loss.cross_entropy_smooth", lambda x: F.cross_entropy(x, torch.tensor([1, -100, 0]), weight=weights, label_smoothing=0.1, reduction="sum"), a)
graded("loss.cross_entropy_soft", lambda x: F.cross_entropy(x, b.softmax(1)), a)
graded("loss.kl", lambda x: F.kl_div(x.log_softmax(1), b.log_softmax(1), log_target=True, reduction="sum"), a)

# Images.
image, theta = wave((2, 3, 6, 5)), wave((2, 2, 3)) * 0.5 + torch.tensor([[1.0, 0.0, 0.1], [0.0, 1.0, -0.1]])
for padding in ("zeros", "border", "reflection"):
    graded("image.grid_" + padding, lambda x, t: F.grid_sample(x, F.affine_grid(t, [2, 3, 4, 4], align_corners=False), padding_mode=padding, align_corners=False), image, theta)
graded("image.grid_nearest", lambda x: F.grid_sample(x, F.affine_grid(theta, [2, 3, 4, 4], align_corners=True), "nearest", align_corners=True), image)
graded("image.bilinear", lambda x: F.interpolate(x, (9, 7), mode="bilinear", align_corners=False), image)
graded("image.bicubic", lambda x: F.interpolate(x, scale_factor=(2.0, 2.0), mode="bicubic", align_corners=True), image)
graded("image.nearest", lambda x: F.interpolate(x, (3, 4)), image)
graded("image.pad", lambda x: F.pad(x, (1, 2, 0, 1), value=0.5), image)
graded("image.reflect", lambda x: F.pad(x, (1, 2, 2, 1), mode="reflect"), image)
graded("image.max_pool", lambda x: F.max_pool2d(x, 3, 2, 1), image)
graded("image.avg_pool", lambda x: F.avg_pool2d(x, 2, count_include_pad=False, padding=1), image)
graded("image.adaptive", lambda x: F.adaptive_avg_pool2d(x, (2, 2)), image)
graded("image.unfold", lambda x: F.unfold(x, 3), image)
graded("image.conv", lambda x, w: F.conv2d(x, w, None, (2, 1), (1, 0), 1, 1), image, wave((4, 3, 3, 3), 0.2))
graded("image.depthwise", lambda x, w: F.conv2d(x, w, None, 1, 1, 1, 3), image, wave((3, 1, 3, 3), 0.2))
graded("image.layer_norm", lambda x: F.layer_norm(x, (6, 5)), image)


# Modules: default initialisation after a seed, then one training step's gradients, then evaluation.
def net():
    torch.manual_seed(17)
    return nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 6, (1, 2), padding="same"),
                         nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(24, 5), nn.LayerNorm(5), nn.GELU(), nn.Linear(5, 2))


m = net()
store("module.parameters", *m.parameters())
images, labels = wave((4, 3, 16, 16)), torch.tensor([0, 1, 1, 0])
F.cross_entropy(m(images), labels).backward()
store("module.gradients", *[q.grad for q in m.parameters()])
m.eval()
store("module.evaluated", m(images), m[1].running_mean, m[1].running_var, m[1].num_batches_tracked)

# Optimizers: fifty steps on that net.
for name, make in {
    "sgd": lambda q: optim.SGD(q, 0.05), "momentum": lambda q: optim.SGD(q, 0.02, 0.9, weight_decay=0.01),
    "nesterov": lambda q: optim.SGD(q, 0.02, 0.9, nesterov=True), "dampened": lambda q: optim.SGD(q, 0.02, 0.9, dampening=0.5),
    "adam": lambda q: optim.Adam(q, 0.002, (0.8, 0.99), weight_decay=0.01), "amsgrad": lambda q: optim.Adam(q, 0.002, amsgrad=True),
    "adamw": lambda q: optim.AdamW(q, 0.002, weight_decay=0.1), "maximize": lambda q: optim.AdamW(q, 0.001, weight_decay=0.0, maximize=True),
    "clipped": lambda q: optim.SGD(q, 0.05),
}.items():
    m = net().double()
    o = make(m.parameters())
    for i in range(50):
        o.zero_grad(set_to_none=False)
        F.cross_entropy(m(images.double()), labels).backward()
        if name == "clipped":
            nn.utils.clip_grad_norm_(m.parameters(), 0.1)
        o.step()
    store("optim." + name, *m.parameters())
m = net()
F.cross_entropy(m(images), labels).backward()
store("optim.norm", nn.utils.clip_grad_norm_(m.parameters(), 0.1), *[q.grad for q in m.parameters()])

# Random numbers and schedules.
g = torch.Generator().manual_seed(5)
store("random.generator", torch.rand(4, generator=g), torch.randn(2, 3, generator=g), torch.randint(3, 90, (5,), generator=g), torch.randperm(7, generator=g))
torch.manual_seed(3)
store("random.global", torch.rand(3), torch.randn(20), torch.empty(4).uniform_(-2, 5), torch.empty(3).normal_(1, 2), torch.bernoulli(torch.full((6,), 0.4)))
torch.manual_seed(3)
store("random.dropout", F.dropout(torch.ones(12), 0.3), nn.init.kaiming_normal_(torch.empty(3, 4), mode="fan_out", nonlinearity="relu"),
      nn.init.xavier_uniform_(torch.empty(3, 4)), nn.init.trunc_normal_(torch.empty(5), std=0.02))
for name, make in {
    "cosine": lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.01), "lambda": lambda o: optim.lr_scheduler.LambdaLR(o, lambda e: 0.9 ** e),
}.items():
    o = optim.SGD([nn.Parameter(torch.zeros(1))], 0.4)
    s = make(o)
    rates = []
    for _ in range(10):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        s.step()
    store("schedule." + name, torch.tensor(rates, dtype=torch.float64))

TARGET.parent.mkdir(exist_ok=True)
TARGET.write_text("{\n" + ",\n".join(f'{json.dumps(k)}: {json.dumps(v, separators=(",", ":"))}' for k, v in cases.items()) + "\n}\n")
print(f"{len(cases)} cases, {TARGET.stat().st_size // 1024} KB")
