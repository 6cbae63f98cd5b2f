"""The expected numbers of LinearProbeTests.Related_labels_*: torch's L-BFGS in double precision on the objective that LinearProbe states, alternating with
Omega = 0.95 K (W'W)^(1/2) / trace + 0.05 I for four fits. Prints weights [K, D] and biases of the plain features."""
import math
import numpy as np
import torch

ROWS, SIZE, LABELS, PENALTY = 40, 4, 3, 1.2
x = np.array([[math.sin(1.3 * i + 2.1 * j) * (j + 1) for j in range(SIZE)] for i in range(ROWS)])
y = np.array([[1.0 if math.sin(1.3 * i + 0.4 * k) + 0.8 * math.cos(7.7 * i * (k + 1)) > 0.3 * k else 0.0 for k in range(LABELS)] for i in range(ROWS)])
y[:6, 1] = np.nan
weights = np.array([1.0, 1.0, 2.0])

mean = x.mean(0)
scale = math.sqrt(50 / SIZE) / (x.std(0) + 1e-6)
inputs, known = torch.tensor((x - mean) * scale), torch.tensor(~np.isnan(y))
target = torch.nan_to_num(torch.tensor(y))
w, b = torch.zeros(SIZE, LABELS, dtype=torch.double, requires_grad=True), torch.zeros(LABELS, dtype=torch.double, requires_grad=True)
omega = torch.eye(LABELS, dtype=torch.double)
for _ in range(4):
    inverse = torch.linalg.inv(omega)
    optimizer = torch.optim.LBFGS([w, b], max_iter=2000, tolerance_grad=1e-12, tolerance_change=1e-15, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ w + b, target, pos_weight=torch.tensor(weights), reduction="none")
        value = (loss * known).sum() + PENALTY * torch.trace(w @ inverse @ w.t())
        value.backward()
        return value

    optimizer.step(closure)
    product = (w.t() @ w).detach()
    values, basis = torch.linalg.eigh(product)
    root = basis @ torch.diag(values.clamp(min=0).sqrt()) @ basis.t()
    omega = 0.95 * LABELS * root / torch.trace(root) + 0.05 * torch.eye(LABELS, dtype=torch.double)
plain = w.detach().numpy() * scale[:, None]
bias = b.detach().numpy() - mean @ plain
print(np.round(plain.T, 5).tolist(), np.round(bias, 5).tolist())
