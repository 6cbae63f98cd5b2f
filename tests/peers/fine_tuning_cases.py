"""Numbers for the fine-tuning tests, from PyTorch and NumPy: /usr/bin/python3 tests/peers/fine_tuning_cases.py"""
import numpy as np
import torch
import torch.nn.functional as F


def show(name, values):
    print(name, "=", ", ".join(f"{float(v):.9g}" for v in torch.as_tensor(values).flatten()))


# Test-time augmentation: a corner crop of 7/8 of an 8 x 16 image, enlarged to 8 x 16, and mirrored.
image = torch.tensor([[((x * 7 + y * 3) % 11) / 10 for x in range(16)] for y in range(8)], dtype=torch.float64)
crop = image[1:, 2:]
view = F.interpolate(crop[None, None], size=(8, 16), mode="bilinear", align_corners=False)[0, 0]
show("lower right, row 2", view[2])
show("lower right mirrored, row 7", view[7].flip(0))

# Ensemble: the logit of the mean probability.
logits = np.array([[0.5, -2.0, 40.0], [3.0, 1.0, 42.0], [-1.0, 4.0, 41.0]])
p = 1 / (1 + np.exp(-logits))
q = 1 / (1 + np.exp(logits))
show("ensemble logits", np.log(p.mean(0) / q.mean(0)))

# Softmax cross-entropy with class weights and label smoothing; binary cross-entropy with smoothing.
torch.manual_seed(0)
x = torch.tensor([[0.2, -1.0, 3.0], [1.5, 0.3, -0.7], [0.0, 0.0, 1.0], [2.0, -2.0, 0.5]], dtype=torch.float64, requires_grad=True)
y = torch.tensor([2, 0, 1, 1])
w = torch.tensor([1.0, 2.5, 0.5], dtype=torch.float64)
for smoothing in (0.0, 0.1):
    for weight in (None, w):
        x.grad = None
        loss = F.cross_entropy(x, y, weight=weight, label_smoothing=smoothing)
        loss.backward()
        show(f"cross entropy smoothing {smoothing} weighted {weight is not None}", [loss.item()])
        show("  gradient", x.grad)
t = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)
show("binary smoothed 0.2", [F.binary_cross_entropy_with_logits(x, t * 0.8 + 0.1, pos_weight=w).item()])
mixed = 0.7 * F.one_hot(y, 3) + 0.3 * F.one_hot(y[[1, 2, 3, 0]], 3)
show("cross entropy mixed", [F.cross_entropy(x, mixed.double()).item()])

# Distillation: teacher's and student's softened outputs, times tau squared.
teacher = torch.tensor([[1.0, -1.0, 2.0], [0.5, 0.5, -3.0], [4.0, 0.0, -1.0], [-2.0, 1.0, 1.5]], dtype=torch.float64)
for tau in (1.0, 2.0):
    x.grad = None
    loss = F.cross_entropy(x / tau, F.softmax(teacher / tau, 1)) * tau ** 2
    loss.backward()
    show(f"distillation softmax tau {tau}", [loss.item()])
    show("  gradient", x.grad)
    x.grad = None
    loss = F.binary_cross_entropy_with_logits(x / tau, torch.sigmoid(teacher / tau)) * tau ** 2
    loss.backward()
    show(f"distillation sigmoid tau {tau}", [loss.item()])
    show("  gradient", x.grad)

# Multinomial logistic regression with an L2 penalty, on features scaled as the linear probe scales them, folded back into plain weights.
import warnings

from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore")
i = np.arange(60)
features = np.stack([np.sin((0.7 + 0.3 * j) * i + j) * (j + 1) for j in range(4)], 1).astype(np.float32).astype(np.float64)
classes = (np.sin(0.7 * i) + np.sin(1.3 * i + 2) > 0.5).astype(int) + (np.cos(0.7 * i) - np.sin(2.1 * i) > 0.8)
mean, std = features.mean(0), features.std(0)
scale = np.sqrt(50 / 4) / (std + 1e-6)
weights = np.array([1.0, 2.0, 0.5])
model = LogisticRegression(C=1 / (2 * 1.2), multi_class="multinomial", solver="newton-cg", tol=1e-12, max_iter=100000)
model.fit((features - mean) * scale, classes, sample_weight=weights[classes])
w = model.coef_ * scale
b = model.intercept_ - w @ mean
show("classes", classes)
show("probe weights", torch.from_numpy(w))
show("probe biases, from their mean", torch.from_numpy(b - b.mean()))
