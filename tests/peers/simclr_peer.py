#!/usr/bin/env python3
"""The rival: SimCLR, MICLe and multi-label fine-tuning in plain PyTorch and torchvision.

What medssl train does, written as a competent PyTorch user would write it: torchvision's ResNet-18 with one input
channel, per-image torchvision transforms on PIL images, a DataLoader, AdamW with warm-up and cosine. Images are decoded
and resized once and kept in memory. Prints one line of JSON at the end.

    simclr_peer.py --labelled nih-cxr --unlabelled covid-cxr --modes scratch simclr micle --fractions 1 0.2 --seeds 0 1 2
    simclr_peer.py --labelled nih-cxr --unlabelled covid-cxr --benchmark 1024

An image counts once however many views of it are seen, so an image per second is two encoder passes per second.
SimCLR: Chen et al. 2020, arXiv:2002.05709. MICLe: Azizi et al. 2021, arXiv:2101.05224.
"""
import argparse
import csv
import json
import math
import os
import random
import resource
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T


# ---------------------------------------------------------------- data

def read_manifest(folder):
    """Rows of a manifest without the second copies of an exposure; the image path is made absolute."""
    with open(os.path.join(folder, "manifest.csv"), newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row.get("duplicate_of")]
    for row in rows:
        row["path"] = os.path.join(folder, row["image_path"])
        row["patient"] = os.path.basename(os.path.normpath(folder)) + "/" + row["patient_id"]
    return rows


def decode(path, size):
    """Gray image, shorter side resized to size with antialias, centre square."""
    image = Image.open(path)
    image.draft("L", (size, size))  # the JPEG decoder may scale by 1/2, 1/4, 1/8 while it decodes
    return T.functional.center_crop(T.functional.resize(image.convert("L"), size), size)


def target_of(row, labels):
    values = [row.get(label, "") for label in labels]
    return torch.tensor([float(v) if v in ("0", "1") else math.nan for v in values])


class Images(Dataset):
    """Images of rows; decoded once when cached, else at every access."""

    def __init__(self, rows, size, cache=True):
        self.rows, self.size = rows, size
        self.cache = [decode(row["path"], size) for row in rows] if cache else None

    def __len__(self):
        return len(self.rows)

    def image(self, i):
        return self.cache[i] if self.cache is not None else decode(self.rows[i]["path"], self.size)


class TwoViews(Images):
    """SimCLR: two augmentations of one image."""

    def __init__(self, rows, size, transform, cache=True):
        super().__init__(rows, size, cache)
        self.transform = transform

    def __getitem__(self, i):
        image = self.image(i)
        return self.transform(image), self.transform(image)


class Bags(TwoViews):
    """MICLe: an item is a patient; two different images where there are two or more, else two views of one."""

    def __init__(self, rows, size, transform, cache=True):
        super().__init__(rows, size, transform, cache)
        bags = {}
        for i, row in enumerate(rows):
            bags.setdefault(row["patient"], []).append(i)
        self.bags = list(bags.values())

    def __len__(self):
        return len(self.bags)

    def __getitem__(self, b):
        bag = self.bags[b]
        first, second = random.sample(bag, 2) if len(bag) > 1 else (bag[0], bag[0])
        return self.transform(self.image(first)), self.transform(self.image(second))


class Labelled(Images):
    def __init__(self, rows, size, transform, labels, cache=True):
        super().__init__(rows, size, cache)
        self.transform = transform
        self.targets = [target_of(row, labels) for row in rows]

    def __getitem__(self, i):
        return self.transform(self.image(i)), self.targets[i]


def augmentation(o, crop, rotation, jitter, blur):
    """Per-image transforms on PIL; gray images, so no saturation or hue."""
    steps = [T.RandomResizedCrop(o.view_size, scale=(crop, 1.0))]
    if o.flip:
        steps.append(T.RandomHorizontalFlip())
    if rotation > 0:
        steps.append(T.RandomRotation(rotation, interpolation=T.InterpolationMode.BILINEAR))
    if jitter > 0:
        steps.append(T.ColorJitter(brightness=jitter, contrast=jitter))
    if blur > 0:
        kernel = max(3, o.view_size // 10 | 1)
        steps.append(T.RandomApply([T.GaussianBlur(kernel, (0.1, 2.0))], p=blur))
    return T.Compose(steps + [T.ToTensor(), T.Normalize(0.5, 0.25)])


def loader(dataset, o, shuffle=True, drop_last=True, workers=None):
    workers = o.workers if workers is None else workers
    return DataLoader(dataset, min(o.batch, len(dataset)), shuffle=shuffle, drop_last=drop_last, num_workers=workers,
                      persistent_workers=workers > 0, worker_init_fn=lambda _: torch.set_num_threads(1))


# ---------------------------------------------------------------- model and loss

def make_encoder(o):
    encoder = getattr(torchvision.models, o.encoder)()
    encoder.conv1 = nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
    nn.init.kaiming_normal_(encoder.conv1.weight, mode="fan_out", nonlinearity="relu")
    encoder.fc = nn.Identity()
    return encoder.to(memory_format=torch.channels_last) if o.channels_last else encoder


def features(o):
    return 512 if o.encoder in ("resnet18", "resnet34") else 2048


def make_head(o):
    d = features(o)
    return nn.Sequential(nn.Linear(d, d, bias=False), nn.BatchNorm1d(d), nn.ReLU(inplace=True), nn.Linear(d, 128))


def nt_xent(z, temperature):
    """z: 2N x d, row i and row i + N are a pair. One matrix product, mean over the 2N anchors."""
    n = z.shape[0] // 2
    z = F.normalize(z, dim=1)
    logits = z @ z.t() / temperature
    logits.fill_diagonal_(-math.inf)
    return F.cross_entropy(logits, torch.arange(2 * n).roll(n))


def masked_bce(logits, targets):
    known = ~torch.isnan(targets)
    loss = F.binary_cross_entropy_with_logits(logits, torch.nan_to_num(targets), reduction="none")
    return (loss * known).sum() / known.sum().clamp(min=1)


def to_input(x, o):
    return x.contiguous(memory_format=torch.channels_last) if o.channels_last else x


def schedule(optimizer, steps, warmup):
    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        return 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))
    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


# ---------------------------------------------------------------- stages

def contrastive(encoder, head, dataset, epochs, lr, o, name):
    """SimCLR and MICLe: the same loss, another data set. Returns images per second."""
    data = loader(dataset, o)
    parameters = list(encoder.parameters()) + list(head.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=lr, weight_decay=o.weight_decay)
    rate = schedule(optimizer, epochs * len(data), o.warmup_epochs * len(data))
    encoder.train(), head.train()
    images, start = 0, time.perf_counter()
    for epoch in range(epochs):
        total = 0.0
        for first, second in data:
            loss = nt_xent(head(encoder(to_input(torch.cat([first, second]), o))), o.temperature)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            rate.step()
            images += len(first)
            total += loss.item()
        print(f"{name} epoch {epoch + 1}/{epochs} loss {total / len(data):.3f} "
              f"{images / (time.perf_counter() - start):.1f} images/s", file=sys.stderr, flush=True)
    return images / max(1e-9, time.perf_counter() - start)


def fine_tune(state, rows, test, o):
    """Head on the encoder, end to end. Returns the probabilities of the test rows."""
    encoder = make_encoder(o)
    if state is not None:
        encoder.load_state_dict(state)
    model = nn.Sequential(encoder, nn.Dropout(o.ft_dropout), nn.Linear(features(o), len(o.labels)))
    data = loader(Labelled(rows, o.image_size, augmentation(o, o.ft_crop, o.ft_rotation, o.ft_jitter, 0), o.labels), o)
    optimizer = torch.optim.AdamW(model.parameters(), lr=o.ft_lr, weight_decay=o.ft_weight_decay)
    rate = schedule(optimizer, o.ft_epochs * len(data), len(data))
    model.train()
    for _ in range(o.ft_epochs):
        for x, y in data:
            loss = masked_bce(model(to_input(x, o)), y)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            rate.step()
    model.eval()
    plain = T.Compose([T.Resize(o.view_size), T.ToTensor(), T.Normalize(0.5, 0.25)])
    with torch.inference_mode():
        batches = loader(Labelled(test, o.image_size, plain, o.labels), o, shuffle=False, drop_last=False, workers=0)
        return torch.cat([torch.sigmoid(model(to_input(x, o))) for x, _ in batches]).numpy()


# ---------------------------------------------------------------- evaluation

def macro_auroc(score, target, weights):
    """Macro AUROC for each row of weights (resamples x images); a label with one class is left out of the mean."""
    values = []
    for k in range(target.shape[1]):
        positive, negative = target[:, k] == 1, target[:, k] == 0
        p, n = score[positive, k][:, None], score[negative, k][None, :]
        wins = (p > n) + 0.5 * (p == n)
        wp, wn = weights[:, positive], weights[:, negative]
        pairs = wp.sum(1) * wn.sum(1)
        with np.errstate(invalid="ignore", divide="ignore"):
            values.append(np.where(pairs > 0, ((wp @ wins) * wn).sum(1) / pairs, np.nan))
    return np.nanmean(values, axis=0)


def bootstrap_weights(patients, resamples):
    """How often each image occurs when patients are drawn with replacement; the first row is the set itself."""
    unique, index = np.unique(patients, return_inverse=True)
    generator = np.random.default_rng(0)
    counts = generator.multinomial(len(unique), np.full(len(unique), 1 / len(unique)), resamples)
    return np.vstack([np.ones(len(patients)), counts[:, index]])


def summary(per_seed):
    """per_seed: seeds x (1 + resamples). Mean and sd over seeds, interval of the mean over seeds by patients."""
    low, high = np.percentile(per_seed.mean(0)[1:], [2.5, 97.5])
    sd = per_seed[:, 0].std(ddof=1) if len(per_seed) > 1 else 0.0
    return {"mean": per_seed[:, 0].mean(), "sd": sd, "ci95": [low, high], "seeds": per_seed[:, 0].tolist()}


# ---------------------------------------------------------------- benchmark

def benchmark(rows, o):
    """SimCLR training images per second: end to end for each number of workers, and forward, backward and step alone."""
    result, transform = {}, augmentation(o, o.crop, o.rotation, o.jitter, o.blur)
    steps = max(2, o.benchmark // o.batch)

    def rate(batches):
        torch.manual_seed(0)
        encoder, head = make_encoder(o), make_head(o)
        optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=o.lr)
        for step, (first, second) in enumerate(batches):
            if step == 2:  # two steps to warm up
                start = time.perf_counter()
            loss = nt_xent(head(encoder(to_input(torch.cat([first, second]), o))), o.temperature)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            loss.item()
            if step == steps + 1:
                break
        return steps * o.batch / (time.perf_counter() - start)

    def endless(data):
        while True:
            yield from data

    best, start = 0.0, time.perf_counter()
    datasets = {"cached": TwoViews(rows, o.image_size, transform), "decoding": TwoViews(rows, o.image_size, transform, False)}
    result["decode_images_per_second"] = len(rows) / (time.perf_counter() - start)
    fixed = [(torch.randn(o.batch, 1, o.view_size, o.view_size), torch.randn(o.batch, 1, o.view_size, o.view_size))]
    for channels_last in [False, True]:
        o.channels_last = channels_last
        layout = "channels_last" if channels_last else "contiguous"
        result[f"forward_backward_step_{layout}"] = value = rate(endless(fixed))
        if value > best:
            best, fastest = value, channels_last
    o.channels_last = fastest
    if o.steps_only:
        return {**result, "channels_last": fastest, "images_timed": steps * o.batch, "threads": o.threads}
    for name, dataset in datasets.items():
        found = {}
        for workers in [0, 1, 2]:
            for threads in sorted({max(1, o.threads - 1), o.threads}):
                torch.set_num_threads(threads)
                found[f"workers_{workers}_threads_{threads}"] = rate(endless(loader(dataset, o, workers=workers)))
        torch.set_num_threads(o.threads)
        result[name] = {**found, "fastest": max(found, key=found.get), "images_per_second": max(found.values())}
    start, n = time.perf_counter(), min(512, len(rows))
    for i in range(n):
        datasets["cached"][i]
    result["transforms_only_images_per_second"] = n / (time.perf_counter() - start)
    return {**result, "channels_last": fastest, "images_timed": steps * o.batch, "threads": o.threads}


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--labelled", required=True, help="folder with manifest.csv: labels and splits")
    p.add_argument("--unlabelled", nargs="*", default=[], help="folders of further images for pretraining")
    p.add_argument("--labels", nargs="+", default=["Atelectasis", "Edema", "Effusion", "Infiltration", "Pneumonia", "No Finding"])
    p.add_argument("--modes", nargs="+", default=["scratch", "simclr", "micle"], choices=["scratch", "simclr", "micle"])
    p.add_argument("--fractions", nargs="+", type=float, default=[1.0, 0.2], help="of the labelled training patients")
    p.add_argument("--encoder", default="resnet18", choices=["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"])
    p.add_argument("--steps-only", action="store_true", help="with --benchmark: the training step alone, without reading and transforms")
    p.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    for name, value in dict(epochs=30, micle_epochs=15, ft_epochs=30, warmup_epochs=2, batch=64, image_size=64, view_size=64,
                            threads=2, workers=0, resamples=1000, benchmark=0).items():
        p.add_argument("--" + name.replace("_", "-"), type=int, default=value)
    for name, value in dict(lr=1e-3, micle_lr=5e-4, weight_decay=1e-4, temperature=0.1, crop=0.3, rotation=15, jitter=0.4, blur=0,
                            ft_lr=5e-4, ft_weight_decay=1e-2, ft_crop=0.7, ft_rotation=10, ft_jitter=0.2, ft_dropout=0).items():
        p.add_argument("--" + name.replace("_", "-"), type=float, default=value)
    p.add_argument("--flip", action=argparse.BooleanOptionalAction, default=True)
    p.add_argument("--channels-last", action=argparse.BooleanOptionalAction, default=False)
    return p.parse_args()


def main():
    o = options()
    torch.set_num_threads(o.threads)
    rows = read_manifest(o.labelled)
    train, test = ([r for r in rows if r["split"] == split] for split in ("train", "test"))
    unlabelled = [r for r in rows if r["split"] != "test"] + [r for folder in o.unlabelled for r in read_manifest(folder)]
    if o.benchmark:
        print(json.dumps({"benchmark": benchmark(unlabelled, o), "torch": torch.__version__, "batch": o.batch,
                          "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    target = torch.stack([target_of(r, o.labels) for r in test]).numpy()
    weights = bootstrap_weights([r["patient"] for r in test], o.resamples)
    scores, rates, begun = {}, {}, time.perf_counter()
    for seed in o.seeds:
        random.seed(seed), np.random.seed(seed), torch.manual_seed(seed)
        states, transform = {"scratch": None}, augmentation(o, o.crop, o.rotation, o.jitter, o.blur)
        if set(o.modes) & {"simclr", "micle"}:
            encoder, head = make_encoder(o), make_head(o)
            rates["simclr"] = contrastive(encoder, head, TwoViews(unlabelled, o.image_size, transform), o.epochs, o.lr, o, "simclr")
            states["simclr"] = {k: v.clone() for k, v in encoder.state_dict().items()}
        if "micle" in o.modes:
            rates["micle"] = contrastive(encoder, head, Bags(unlabelled, o.image_size, transform), o.micle_epochs, o.micle_lr, o, "micle")
            states["micle"] = {k: v.clone() for k, v in encoder.state_dict().items()}
        for fraction in o.fractions:
            patients = sorted({r["patient"] for r in train})
            random.Random(seed).shuffle(patients)
            kept = set(patients[:max(1, round(fraction * len(patients)))])
            for mode in o.modes:
                torch.manual_seed(1000 + seed)
                score = fine_tune(states[mode], [r for r in train if r["patient"] in kept], test, o)
                scores.setdefault((mode, fraction), []).append(macro_auroc(score, target, weights))
                print(f"seed {seed} {mode} {fraction:.0%}: macro AUROC {scores[mode, fraction][-1][0]:.3f}", file=sys.stderr, flush=True)
    results = {f"{mode} {fraction:g}": summary(np.stack(v)) for (mode, fraction), v in scores.items()}
    for (mode, fraction), v in scores.items():
        if mode != "scratch" and ("scratch", fraction) in scores:
            results[f"{mode} - scratch {fraction:g}"] = summary(np.stack(v) - np.stack(scores["scratch", fraction]))
    print(json.dumps({"results": results, "images_per_second": rates, "seconds": time.perf_counter() - begun, "options": vars(o),
                      "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
