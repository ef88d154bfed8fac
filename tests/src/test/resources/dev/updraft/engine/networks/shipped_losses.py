"""Losses of PyTorch 2.13 for ShippedBlocksTest: of two samples, without reduction over them."""

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
a = torch.tensor([[-1.5, 0.25, 2], [0.5, -0.75, 3]])
b = torch.tensor([[0.5, -2, 1], [1.5, 0.125, -1]])
c = torch.tensor([[1, 0.5, -0.25], [0.75, -0.5, 2.5]])
same = torch.tensor([1.0, 0.0])
print("gaussian_nll", functional.gaussian_nll_loss(a, b, c.exp(), reduction="none").mean(dim=1).tolist())
print("gaussian_nll, variance below eps", functional.gaussian_nll_loss(a, b, c.exp(), eps=2, reduction="none").mean(dim=1).tolist())
print("triplet", functional.triplet_margin_loss(a, b, c, reduction="none").tolist())
print("triplet, margin 5", functional.triplet_margin_loss(a, b, c, margin=5, reduction="none").tolist())
distance = functional.pairwise_distance(a, c, eps=0)
for margin in (1, 4):
    print("contrastive, margin", margin, (same * distance**2 + (1 - same) * (margin - distance).clamp(min=0) ** 2).tolist())
