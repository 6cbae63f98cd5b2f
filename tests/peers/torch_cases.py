"""Writes tests/StandIns.Tests/TorchSharp/torch_cases.json: what PyTorch makes of the cases that the tests of the TorchSharp stand-in repeat.

    /usr/bin/python3 tests/peers/torch_cases.py

Inputs are wave(shape, shift) = sin(0.7 i + shift) in row order, on both sides. A case is a list of tensors, gradients after values: shape and data, or for
more than 40 elements every k-th of them (24 or so) and the root of the sum of squares. A layer's case starts with the names in its state_dict.
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
    cases[name] = [described(t) for t in tensors]


def described(t):
    if isinstance(t, list):
        return {"names": t}
    values = t.detach().double().reshape(-1)
    stride = 1 if t.numel() <= 40 else t.numel() // 24
    found = {"shape": list(t.shape), "data": [float(f"{v:.8g}") for v in values[::stride].tolist()]}
    if stride > 1:
        found |= {"stride": stride, "norm": float(f"{values.square().sum().sqrt():.8g}")}
    return found


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


# Layers: default initialisation after a seed, the value, gradients of sum(value * wave) to the inputs and the parameters, the buffers, then evaluation.
def layer(name, make, *inputs):
    torch.manual_seed(7)
    m = make()
    inputs = [i.clone().requires_grad_() if i.is_floating_point() else i for i in inputs]
    call = lambda: (lambda v: v[0] if isinstance(v, tuple) else v)(m(*inputs))
    value = call()
    (value * wave(value.shape, 0.5)).sum().backward()
    names = list(m.state_dict())
    grads = [i.grad for i in inputs if i.is_floating_point()] + [p.grad for p in m.parameters()]
    store("layer." + name, names, value, *grads, *m.buffers(), m.eval() and call())


line, plane, space = wave((2, 4, 9)), wave((2, 4, 6, 5)), wave((2, 4, 4, 5, 3))
for name, make, x in [
    ("conv1d", lambda: nn.Conv1d(4, 6, 3, 2, 1, groups=2), line), ("conv1d_same", lambda: nn.Conv1d(4, 3, 4, padding="same", dilation=2), line),
    ("conv1d_circular", lambda: nn.Conv1d(4, 3, 3, padding=1, padding_mode="circular"), line),
    ("conv2d_reflect", lambda: nn.Conv2d(4, 3, 3, padding=1, padding_mode="reflect"), plane),
    ("conv2d_replicate", lambda: nn.Conv2d(4, 3, 3, 2, 1, padding_mode="replicate", bias=False), plane),
    ("conv3d", lambda: nn.Conv3d(4, 3, 3, (1, 2, 1), (1, 1, 0)), space), ("conv3d_same", lambda: nn.Conv3d(4, 2, 2, padding="same"), space),
    ("transposed1d", lambda: nn.ConvTranspose1d(4, 6, 3, 2, 1, 1, groups=2), line), ("transposed2d", lambda: nn.ConvTranspose2d(4, 3, 2, 2), plane),
    ("transposed2d_uneven", lambda: nn.ConvTranspose2d(4, 3, (3, 2), (2, 1), (1, 0), (1, 0), bias=False), plane),
    ("transposed3d", lambda: nn.ConvTranspose3d(4, 2, 2, 2), space), ("linear", lambda: nn.Linear(9, 3), line),
    ("batch_norm1d", lambda: nn.BatchNorm1d(4), line), ("batch_norm2d", lambda: nn.BatchNorm2d(4, momentum=0.3), plane),
    ("batch_norm3d", lambda: nn.BatchNorm3d(4, track_running_stats=False), space), ("group_norm", lambda: nn.GroupNorm(2, 4), plane),
    ("layer_norm", lambda: nn.LayerNorm([6, 5]), plane), ("instance_norm1d", lambda: nn.InstanceNorm1d(4), line),
    ("instance_norm2d", lambda: nn.InstanceNorm2d(4, affine=True, track_running_stats=True), plane),
    ("instance_norm3d", lambda: nn.InstanceNorm3d(4, affine=True), space), ("prelu", lambda: nn.PReLU(4), line),
    ("embedding", lambda: nn.Embedding(7, 3, padding_idx=1), torch.tensor([[1, 2, 6], [0, 2, 1]])),
    ("embedding_max_norm", lambda: nn.Embedding(7, 3, max_norm=0.5, scale_grad_by_freq=True), torch.tensor([5, 2, 2])),
    ("max_pool1d", lambda: nn.MaxPool1d(3, 2, 1), line), ("max_pool3d", lambda: nn.MaxPool3d(2, 1), space), ("avg_pool3d", lambda: nn.AvgPool3d((2, 2, 1), padding=(1, 0, 0)), space),
    ("adaptive_avg1d", lambda: nn.AdaptiveAvgPool1d(4), line), ("adaptive_avg3d", lambda: nn.AdaptiveAvgPool3d((2, 3, 1)), space),
    ("adaptive_max1d", lambda: nn.AdaptiveMaxPool1d(4), line), ("adaptive_max2d", lambda: nn.AdaptiveMaxPool2d((2, 3)), plane),
    ("adaptive_max3d", lambda: nn.AdaptiveMaxPool3d((2, 1, 2)), space), ("pixel_shuffle", lambda: nn.PixelShuffle(2), plane),
    ("pixel_unshuffle", lambda: nn.PixelUnshuffle(5), wave((1, 2, 10, 5))), ("unflatten", lambda: nn.Unflatten(1, (2, 2)), line),
    ("fold", lambda: nn.Fold((4, 5), (2, 2), stride=(1, 2)), wave((2, 8, 6))), ("unfold", lambda: nn.Unfold((2, 3), padding=(1, 0), stride=(1, 2)), plane),
    ("constant_pad1d", lambda: nn.ConstantPad1d((1, 2), 0.5), line), ("constant_pad2d", lambda: nn.ConstantPad2d(1, -1), plane),
    ("constant_pad3d", lambda: nn.ConstantPad3d((1, 0, 0, 1, 1, 1), 2), space), ("reflection_pad1d", lambda: nn.ReflectionPad1d(2), line),
    ("reflection_pad2d", lambda: nn.ReflectionPad2d((1, 2, 0, 1)), plane), ("reflection_pad3d", lambda: nn.ReflectionPad3d(1), space),
    ("replication_pad1d", lambda: nn.ReplicationPad1d((0, 3)), line), ("replication_pad2d", lambda: nn.ReplicationPad2d(1), plane),
    ("replication_pad3d", lambda: nn.ReplicationPad3d((1, 1, 0, 0, 2, 0)), space), ("zero_pad2d", lambda: nn.ZeroPad2d((1, 0, 2, 0)), plane),
    ("celu", lambda: nn.CELU(0.7), line), ("elu", lambda: nn.ELU(0.7), line), ("glu", lambda: nn.GLU(1), line), ("hardsigmoid", nn.Hardsigmoid, line * 4),
    ("hardswish", nn.Hardswish, line * 4), ("hardtanh", lambda: nn.Hardtanh(-0.5, 0.8), line), ("leaky_relu", lambda: nn.LeakyReLU(0.2), line),
    ("log_sigmoid", nn.LogSigmoid, line), ("log_softmax", lambda: nn.LogSoftmax(1), line), ("mish", nn.Mish, line), ("relu6", nn.ReLU6, line * 8),
    ("selu", nn.SELU, line), ("silu", nn.SiLU, line), ("sigmoid", nn.Sigmoid, line), ("softmax", lambda: nn.Softmax(1), line), ("softmax2d", nn.Softmax2d, plane),
    ("softplus", lambda: nn.Softplus(2), line), ("softsign", nn.Softsign, line), ("tanh", nn.Tanh, line), ("relu", nn.ReLU, line), ("gelu", nn.GELU, line),
    ("dropout1d", lambda: nn.Dropout1d(0.4), line), ("dropout2d", lambda: nn.Dropout2d(0.4), plane), ("dropout3d", lambda: nn.Dropout3d(0.4), space),
    ("alpha_dropout", lambda: nn.AlphaDropout(0.3), line), ("dropout", lambda: nn.Dropout(0.3), line),
]:
    layer(name, make, x)
layer("cosine_similarity", lambda: nn.CosineSimilarity(1), plane, wave(plane.shape, 1.0))
layer("pairwise_distance", lambda: nn.PairwiseDistance(), line[0], wave((4, 9), 1.0))
sequence, other = wave((5, 2, 8)), wave((3, 2, 8), 1.0)
layer("attention", lambda: nn.MultiheadAttention(8, 2), other, sequence, wave((5, 2, 8), 2.0))
layer("attention_extra", lambda: nn.MultiheadAttention(8, 2, bias=True, add_bias_kv=True, add_zero_attn=True, kdim=6, vdim=4), other, wave((5, 2, 6)), wave((5, 2, 4), 2.0))
hidden = torch.triu(torch.ones(5, 5), 1).bool()
padding = torch.tensor([[False, False, False, False, True], [False, False, False, True, True]])


def attend(x, weights):
    torch.manual_seed(7)
    m = nn.MultiheadAttention(8, 4)
    return m(x, x, x, key_padding_mask=padding, attn_mask=hidden)[1 if weights else 0]


graded("attention.masked", lambda x: attend(x, False), sequence)
graded("attention.weights", lambda x: attend(x, True), sequence)


# python's layer takes a shortcut in evaluation, with the same values.
layer("encoder_layer", lambda: nn.TransformerEncoderLayer(8, 2, 12, 0.0, "gelu"), sequence)


def encoder():
    torch.manual_seed(7)
    return nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, 0.0), 2)


store("attention.encoder", list(encoder().state_dict()), encoder()(sequence, hidden, padding))


def attention(q, k, v):
    return (q @ k.transpose(-2, -1) / 8 ** 0.5).softmax(-1) @ v


graded("attention.dot_product", attention, wave((2, 3, 8)), wave((2, 5, 8), 1.0), wave((2, 5, 8), 2.0))

# More losses.
sign = torch.tensor([1.0, -1.0, 1.0])
likely = target * 0.8 + 0.1
for name, f in {
    "bce_plain": lambda x: F.binary_cross_entropy(x.sigmoid(), target, weights), "nll": lambda x: F.nll_loss(x.log_softmax(1), torch.tensor([1, 3, 0]), weights),
    "l1": lambda x: F.l1_loss(x, b), "smooth_l1": lambda x: F.smooth_l1_loss(x, b, beta=0.5), "huber": lambda x: F.huber_loss(x, b, delta=0.3),
    "mse_sum": lambda x: F.mse_loss(x, b, reduction="sum"), "kl_mean": lambda x: F.kl_div(x.log_softmax(1), likely.softmax(1), reduction="mean"),
    "cosine_embedding": lambda x: F.cosine_embedding_loss(x, b, sign, 0.2), "hinge_embedding": lambda x: F.hinge_embedding_loss(x, target * 2 - 1, 0.8),
    "margin_ranking": lambda x: F.margin_ranking_loss(x, b, target * 2 - 1, 0.3), "soft_margin": lambda x: F.soft_margin_loss(x, target * 2 - 1),
    "multilabel_soft_margin": lambda x: F.multilabel_soft_margin_loss(x, target, weights), "gaussian_nll": lambda x: F.gaussian_nll_loss(x, b, x.square(), full=True, eps=0.1),
    "triplet": lambda x: F.triplet_margin_loss(x, b, a.roll(1, 0), 0.7), "triplet_swap": lambda x: F.triplet_margin_loss(x, b, a.roll(1, 0), 0.7, 1, swap=True, reduction="none"),
    "triplet_distance": lambda x: F.triplet_margin_with_distance_loss(x, b, a.roll(1, 0), distance_function=lambda u, v: 1 - F.cosine_similarity(u, v), swap=True),
}.items():
    graded("loss." + name, f, a)

# More functions.
square = wave((4, 4)) + 3 * torch.eye(4)
symmetric = square @ square.T
hold = torch.tensor([[0, 2, 1, 0], [3, 3, 0, 1], [2, 1, 1, 2]])
for name, f, x in [
    ("fft", lambda x: torch.view_as_real(torch.fft.fft(x)), a), ("fft_ortho", lambda x: torch.fft.fft(x, n=6, dim=0, norm="ortho").abs(), a),
    ("ifft", lambda x: torch.fft.ifft(x, norm="forward").imag, a), ("rfft", lambda x: torch.view_as_real(torch.fft.rfft(x)), a),
    ("irfft", lambda x: torch.fft.irfft(torch.fft.rfft(x) * 2, n=4), a), ("hfft", lambda x: torch.fft.hfft(x.to(torch.complex64), n=6), a),
    ("ihfft", lambda x: torch.fft.ihfft(x).real, a), ("fft2", lambda x: torch.fft.fft2(x).imag, plane), ("ifft2", lambda x: torch.fft.ifft2(x).real, plane),
    ("rfft2", lambda x: torch.fft.rfft2(x, norm="ortho").abs(), plane), ("irfft2", lambda x: torch.fft.irfft2(torch.fft.rfft2(x), s=(6, 5)), plane),
    ("fftn", lambda x: torch.fft.fftn(x, dim=(-3, -2, -1)).real, space), ("ifftn", lambda x: torch.fft.ifftn(x).real, plane),
    ("rfftn", lambda x: torch.fft.rfftn(x).real, plane), ("irfftn", lambda x: torch.fft.irfftn(torch.fft.rfftn(x), s=(2, 4, 6, 5)), plane),
    ("fftshift", lambda x: torch.fft.fftshift(x), a), ("ifftshift", lambda x: torch.fft.ifftshift(x, (1,)), wave((3, 5))),
    ("norm", torch.linalg.norm, square), ("norm_nuclear", lambda x: torch.linalg.norm(x, "nuc"), square), ("vector_norm", lambda x: torch.linalg.vector_norm(x, 3, 1), square),
    ("matrix_norm", lambda x: torch.linalg.matrix_norm(x, 1), square), ("matrix_norm_fro", lambda x: torch.linalg.matrix_norm(x), square),
    ("singular", lambda x: torch.linalg.svd(x)[1], square), ("eigh", lambda x: torch.linalg.eigh(x @ x.T)[0], square), ("eigvalsh", lambda x: torch.linalg.eigvalsh(x @ x.T), square),
    ("qr", lambda x: torch.linalg.qr(x)[1], square), ("inv", torch.linalg.inv, square), ("det", torch.linalg.det, square), ("logdet", lambda x: torch.logdet(x @ x.T), square),
    ("slogdet", lambda x: torch.linalg.slogdet(x)[1], square), ("solve", lambda x: torch.linalg.solve(x, a.T), square), ("cholesky", lambda x: torch.linalg.cholesky(x @ x.T), square),
    ("triangular", lambda x: torch.linalg.solve_triangular(x.triu(), a.T, upper=True), square), ("pinv", torch.linalg.pinv, a), ("matrix_exp", torch.linalg.matrix_exp, square * 0.3),
    ("matrix_power", lambda x: torch.matrix_power(x, 3), square), ("lu", lambda x: torch.linalg.lu(x)[2], square), ("multi_dot", lambda x: torch.linalg.multi_dot([x, square, x.T]), a),
    ("cross", lambda x: torch.linalg.cross(x, x.roll(1, 0) + 1), wave((2, 3))), ("vecdot", lambda x: torch.linalg.vecdot(x, b), a), ("cov", torch.cov, a), ("corrcoef", torch.corrcoef, a),
    ("linalg_diagonal", lambda x: torch.linalg.diagonal(x, offset=1), square), ("unflatten", lambda x: x.unflatten(1, (2, 2)), a), ("logit", lambda x: torch.logit(x, 0.1), p * 0.8),
    ("block_diag", lambda x: torch.block_diag(x, x[:1]), a), ("take_along", lambda x: torch.take_along_dim(x, hold, 1), a), ("nanmean", lambda x: x.nanmean(1), a),
    ("kthvalue", lambda x: x.kthvalue(2, 1)[0], a), ("scatter", lambda x: torch.zeros(3, 4).scatter(1, hold.argsort(1), x), a), ("scatter_add", lambda x: torch.zeros(3, 4).scatter_add(1, hold, x), a),
    ("index_add", lambda x: torch.ones(4, 4).index_add(0, torch.tensor([2, 0, 2]), x, alpha=2), a), ("einsum_trace", lambda x: torch.einsum("ii", x), square),
    ("einsum_batched", lambda x: torch.einsum("bcij,bcik->bjk", x, x), plane), ("cumprod", lambda x: x.cumprod(1), a), ("logcumsumexp", lambda x: x.logcumsumexp(1), a),
    ("normalize", lambda x: F.normalize(x, dim=1), a), ("trilinear", lambda x: F.interpolate(x, (5, 4, 6), mode="trilinear", align_corners=False), space),
    ("linear1d", lambda x: F.interpolate(x, scale_factor=(2.0,), mode="linear", align_corners=True), line), ("nearest3d", lambda x: F.interpolate(x, (6, 5, 4)), space),
    ("grid3d", lambda x: F.grid_sample(x, F.affine_grid(wave((2, 3, 4)) * 0.3 + torch.eye(3, 4), [2, 4, 3, 3, 3], align_corners=False), align_corners=False), space),
    ("grid_bicubic_free", lambda x: F.grid_sample(x, wave((2, 3, 3, 2)), padding_mode="reflection", align_corners=True), plane),
    ("avg_pool1d", lambda x: F.avg_pool1d(x, 3, 2, 1), line), ("local_max2d", lambda x: F.max_pool2d(x, 2, return_indices=True)[0], plane),
]:
    graded("more." + name, f, x)
store("more.eigvals", torch.linalg.eigvals(square).abs().sort()[0])
store("more.lstsq", torch.linalg.lstsq(a.T, square)[0])
store("more.rank", torch.linalg.matrix_rank(square), torch.linalg.matrix_rank(torch.ones(3, 3)), torch.linalg.cond(symmetric), torch.linalg.cond(symmetric, 1))
store("more.frequencies", torch.fft.fftfreq(5, 0.5), torch.fft.rfftfreq(6), torch.hann_window(6))
store("more.unique", *torch.unique(torch.tensor([3, 1, 3, 2, 1]), return_inverse=True, return_counts=True), torch.unique(torch.tensor([[2, 1], [0, 1], [2, 1]]), dim=0))
store("more.complex", torch.view_as_real(torch.polar(p, a)), torch.view_as_real(torch.complex(a, b).conj().resolve_conj()), torch.complex(a, b).angle())
torch.manual_seed(3)
store("more.orthogonal", nn.init.orthogonal_(torch.empty(3, 5)), nn.init.orthogonal_(torch.empty(4, 2, 1), 2.0), nn.init.eye_(torch.empty(2, 3)))
conv, norm = nn.Conv2d(4, 3, 2), nn.BatchNorm2d(3)
with torch.no_grad():
    for i, q in enumerate([*conv.parameters(), *norm.parameters(), norm.running_mean, norm.running_var]):
        q.copy_(wave(q.shape, i).abs() + 0.1)
store("more.fused", *nn.utils.fusion.fuse_conv_bn_weights(conv.weight, conv.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias))

# The other optimizers: five steps on two parameters whose gradient is 2 (p - wave) times the step; what they are after each odd step.
groups = lambda q: [{"params": [q[0]]}, {"params": [q[1]], "lr": 0.02}]
for name, make in {
    "adamax": lambda q: optim.Adamax(groups(q), 0.05, weight_decay=0.01), "nadam": lambda q: optim.NAdam(groups(q), 0.05, weight_decay=0.01),
    "radam": lambda q: optim.RAdam(groups(q), 0.05, (0.9, 0.99), weight_decay=0.01), "radam_late": lambda q: optim.RAdam(groups(q), 0.05, (0.9, 0.5)),
    "rmsprop": lambda q: optim.RMSprop(groups(q), 0.05, weight_decay=0.01), "rmsprop_centered": lambda q: optim.RMSprop(groups(q), 0.05, 0.9, momentum=0.8, centered=True),
    "rprop": lambda q: optim.Rprop(groups(q), 0.05), "adagrad": lambda q: optim.Adagrad(groups(q), 0.05, 0.1, 0.01, 0.2), "adadelta": lambda q: optim.Adadelta(groups(q), 0.5, weight_decay=0.01),
    "asgd": lambda q: optim.ASGD(groups(q), 0.05, t0=2, weight_decay=0.01), "sgd_groups": lambda q: optim.SGD(groups(q), 0.05, 0.9, maximize=True),
    "adam_groups": lambda q: optim.Adam(groups(q), 0.05, weight_decay=0.01), "adamw_amsgrad": lambda q: optim.AdamW(groups(q), 0.05, weight_decay=0.01, amsgrad=True),
}.items():
    q = [nn.Parameter(wave((3, 4)).double()), nn.Parameter(wave((4,), 1.0).double())]
    o, seen = make(q), []
    for i in range(1, 6):
        for parameter in q:
            parameter.grad = (parameter.detach() - wave(parameter.shape, 2.0).double()) * 2 * i
        o.step()
        seen += [parameter.detach().clone() for parameter in q if i % 2]
    store("steps." + name, *seen)
q = [nn.Parameter(wave((3, 4)).double()), nn.Parameter(wave((4,), 1.0).double())]
o, seen = optim.LBFGS(q, 0.3, 5, history_size=3), []


def closure():
    o.zero_grad()
    loss = ((q[0] - wave((3, 4), 2.0).double()) ** 2).sum() + (q[1] ** 4).sum() + (q[0].sum(0) * q[1]).sum()
    loss.backward()
    return loss


for i in range(3):
    loss = o.step(closure)
    seen += [loss.detach(), *[parameter.detach().clone() for parameter in q]]
store("steps.lbfgs", *seen)

# The other schedules: rates (and momentum) of twelve steps.
lr = optim.lr_scheduler
for name, make in {
    "step": lambda o: lr.StepLR(o, 3, 0.5), "multi_step": lambda o: lr.MultiStepLR(o, [2, 5, 5, 9], 0.3), "exponential": lambda o: lr.ExponentialLR(o, 0.9),
    "constant": lambda o: lr.ConstantLR(o, 0.5, 4), "linear": lambda o: lr.LinearLR(o, 0.25, 0.8, 6), "multiplicative": lambda o: lr.MultiplicativeLR(o, lambda e: 1 - e / 20),
    "cosine_long": lambda o: lr.CosineAnnealingLR(o, 4, 0.01), "sequential": lambda o: lr.SequentialLR(o, [lr.LinearLR(o, 0.1, 1.0, 4), lr.CosineAnnealingLR(o, 8)], [4]),
    "chained": lambda o: lr.ChainedScheduler([lr.LinearLR(o, 0.1, 1.0, 4), lr.ExponentialLR(o, 0.8)]), "one_cycle": lambda o: lr.OneCycleLR(o, 0.9, 12),
    "one_cycle_three": lambda o: lr.OneCycleLR(o, 0.9, epochs=3, steps_per_epoch=5, three_phase=True, anneal_strategy="linear"),
    "cyclic": lambda o: lr.CyclicLR(o, 0.1, 0.5, 3, 2), "cyclic_triangular2": lambda o: lr.CyclicLR(o, 0.1, 0.5, 2, mode="triangular2", cycle_momentum=False),
    "cyclic_exp": lambda o: lr.CyclicLR(o, 0.1, 0.5, 3, mode="exp_range", gamma=0.9), "plateau": lambda o: lr.ReduceLROnPlateau(o, factor=0.5, patience=1, cooldown=1, min_lr=0.06),
    "plateau_max": lambda o: lr.ReduceLROnPlateau(o, "max", 0.5, 0, threshold=0.1, threshold_mode="abs"),
}.items():
    o = optim.SGD([nn.Parameter(torch.zeros(1))], 0.4, 0.7)
    s = make(o)
    rates = []
    for i in range(11):
        rates += [o.param_groups[0]["lr"], o.param_groups[0]["momentum"]]
        o.step()
        s.step(*[float(np.cos(i * 0.9) - i * 0.05)] if "plateau" in name else [])
    store("schedule." + name, torch.tensor(rates, dtype=torch.float64))

TARGET.parent.mkdir(exist_ok=True)
TARGET.write_text("{\n" + ",\n".join(f'{json.dumps(k)}: {json.dumps(v, separators=(",", ":"))}' for k, v in cases.items()) + "\n}\n")
print(f"{len(cases)} cases, {TARGET.stat().st_size // 1024} KB")
