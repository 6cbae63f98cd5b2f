#!/usr/bin/env python3
"""Expected numbers for the tests of volumes, from nibabel (affines, axes), torch (trilinear and antialiased resizing) and scipy (sampling at a spacing)."""
import io
import sys

import nibabel
import numpy as np
import torch
from scipy.ndimage import map_coordinates


def ramp(*shape):
    """Value of voxel i, counted with the last axis fastest, of a volume [depth, height, width]."""
    i = np.arange(np.prod(shape), dtype=np.int64)
    return ((i * 7919) % 1000 - 300).astype(np.float64).reshape(shape)


def show(name, values):
    print(name, "[" + ", ".join(f"{float(v):.7g}" for v in np.asarray(values).ravel()) + "]")


def header(**fields):
    h = nibabel.Nifti1Header()
    h.set_data_shape((4, 5, 6))
    h["pixdim"] = [fields.pop("qfac", 1), 1.5, 2, 2.5, 0, 0, 0, 0]
    for key, value in fields.items():
        h[key] = value
    return h.get_best_affine()[:3]


show("qform", header(qfac=-1, qform_code=1, quatern_b=0.1, quatern_c=0.2, quatern_d=-0.3, qoffset_x=10, qoffset_y=-20, qoffset_z=30))
show("none", header())

v = torch.tensor(ramp(3, 9, 10))[None, None]
up = torch.nn.functional.interpolate(v, size=(5, 12, 13), mode="trilinear", align_corners=False)[0, 0]
show("trilinear (0,0,0) (2,5,6) (4,11,12) (1,7,3)", [up[0, 0, 0], up[2, 5, 6], up[4, 11, 12], up[1, 7, 3]])

v = torch.tensor(ramp(8, 24, 30))
plane = torch.nn.functional.interpolate(v[None], size=(9, 8), mode="bilinear", antialias=True, align_corners=False)[0]
down = torch.nn.functional.interpolate(plane.reshape(1, 1, 8, 72), size=(3, 72), mode="bilinear", antialias=True, align_corners=False)[0, 0].reshape(3, 9, 8)
show("antialiased (0,0,0) (1,4,4) (2,8,7) (0,7,3)", [down[0, 0, 0], down[1, 4, 4], down[2, 8, 7], down[0, 7, 3]])
nearest = torch.nn.functional.interpolate(v[None, None], size=(3, 9, 8), mode="nearest-exact")[0, 0]
show("nearest (0,0,0) (1,4,4) (2,8,7)", [nearest[0, 0, 0], nearest[1, 4, 4], nearest[2, 8, 7]])

# Spacing 3 x 2 x 2 mm (depth, height, width) to 2 x 1.25 x 1.5 mm, and a grid of 6 x 12 x 10: 12 slices of 3 mm make 18, of which the middle 6 are kept.
v = ramp(12, 9, 10)
axes = []
for n, step, count in ((12, 2 / 3, 6), (9, 1.25 / 2, 12), (10, 1.5 / 2, 10)):
    whole = round(n / step)
    axes.append((np.arange(count) + (whole - count) // 2 - (whole - 1) / 2) * step + (n - 1) / 2)
grid = np.meshgrid(*axes, indexing="ij")
at = map_coordinates(v, grid, order=1, mode="nearest")
show("spacing (0,0,0) (3,6,5) (5,11,9) (1,10,2)", [at[0, 0, 0], at[3, 6, 5], at[5, 11, 9], at[1, 10, 2]])
print("percentiles", np.percentile(ramp(8, 24, 30), [1, 99]))

if len(sys.argv) > 1:
    image = nibabel.load(sys.argv[1] + "/volumes/chest_cta_aorta_1p5mm.nii.gz")
    canonical = nibabel.as_closest_canonical(image)
    ras = np.asarray(canonical.dataobj)                                          # x to the right, y to the front, z to the head
    print("aorta RAS shape", ras.shape, "values at x, y, z = 3 5 7, 100 60 80:", ras[3, 5, 7], ras[100, 60, 80])
    show("aorta RAS affine", canonical.affine[:3])
