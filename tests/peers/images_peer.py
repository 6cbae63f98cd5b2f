#!/usr/bin/env python3
"""Files for the benchmark of image loading, and the rival: torchvision and PIL for JPEG, pydicom and PIL for DICOM.

    images_peer.py --make FOLDER [--count 1000]     writes FOLDER/jpeg, FOLDER/png, FOLDER/dicom and FOLDER/dicom-jpegls, from a seed
    images_peer.py --measure FOLDER [--size 224] [--workers 2] [--kinds jpeg dicom]

A kind is read by as many processes as there are workers (torch's DataLoader); images per second is taken after the workers have started. The system's
file cache is warm: everything is read once before. Prints a line of JSON for each kind.

JPEG, 1024 x 1024, gray, quality 90: decoded whole (draft off), resized with antialias, made a tensor, as torchvision's Resize and ToTensor do; "jpeg-draft"
with PIL's draft mode, which decodes at reduced scale. DICOM, 512 x 512, 16 bits, explicit little endian or JPEG-LS (made by dcmcjpls): rescale, linear
window from the file, resized as floats.
"""
import argparse
import glob
import json
import os
import subprocess
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T


# ---------------------------------------------------------------- files

def field(random, side):
    """A smooth field with finer detail and noise on top, values about 0 to 1."""
    total = np.zeros((side, side), np.float32)
    for cells, weight in ((4, 0.6), (16, 0.25), (64, 0.1)):
        coarse = Image.fromarray(random.random((cells, cells), np.float32))
        total += weight * np.asarray(coarse.resize((side, side), Image.BICUBIC))
    return np.clip(total + random.normal(0, 0.01, (side, side)).astype(np.float32), 0, 1)


def write_dicom(path, values, number):
    import pydicom
    from pydicom.dataset import FileDataset, FileMetaDataset
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.3680043.8.498.{number + 1}"
    meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    file = FileDataset(path, {}, file_meta=meta, preamble=b"\0" * 128)
    file.is_little_endian, file.is_implicit_VR = True, False
    file.SOPClassUID, file.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    file.PatientID, file.PatientName, file.StudyInstanceUID, file.SeriesInstanceUID = f"P{number}", f"P{number}", "1.2.3", "1.2.3.4"
    file.Modality, file.Rows, file.Columns = "CT", *values.shape
    file.SamplesPerPixel, file.PhotometricInterpretation, file.PixelRepresentation = 1, "MONOCHROME2", 1
    file.BitsAllocated, file.BitsStored, file.HighBit = 16, 16, 15
    file.RescaleSlope, file.RescaleIntercept, file.WindowCenter, file.WindowWidth = 1, -1024, 40, 400
    file.PixelData = values.tobytes()
    file.save_as(path, write_like_original=False)


def make(folder, count):
    for kind in ("jpeg", "png", "dicom", "dicom-jpegls"):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
    random = np.random.default_rng(1)
    fields = [field(random, 1024) for _ in range(16)]
    for i in range(count):
        image = np.roll(fields[i % 16], random.integers(0, 1024, 2), (0, 1))
        gray = Image.fromarray((image * 255).astype(np.uint8))
        gray.save(os.path.join(folder, "jpeg", f"{i:05}.jpg"), quality=90)
        gray.save(os.path.join(folder, "png", f"{i:05}.png"), compress_level=3)
        plain = os.path.join(folder, "dicom", f"{i:05}.dcm")
        write_dicom(plain, (image[::2, ::2] * 2000).astype(np.int16), i)
        subprocess.run(["dcmcjpls", plain, os.path.join(folder, "dicom-jpegls", f"{i:05}.dcm")], check=True)


# ---------------------------------------------------------------- reading

class Files(Dataset):
    def __init__(self, kind, paths, size):
        self.kind, self.paths = kind, paths
        self.size = size
        self.resize, self.tensor = T.Resize((size, size)), T.ToTensor()

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        if self.kind.startswith("dicom"):
            return self.dicom(path)
        image = Image.open(path)
        if self.kind == "jpeg-draft":
            image.draft("L", (self.size, self.size))
        return self.tensor(self.resize(image.convert("L")))

    def dicom(self, path):
        import pydicom
        file = pydicom.dcmread(path)
        values = file.pixel_array.astype(np.float32) * float(file.RescaleSlope) + float(file.RescaleIntercept)
        centre, width = float(file.WindowCenter), float(file.WindowWidth)
        values = np.clip((values - (centre - 0.5)) / (width - 1) + 0.5, 0, 1)
        return self.tensor(self.resize(Image.fromarray(values)))


def measure(folder, kind, size, workers):
    paths = sorted(glob.glob(os.path.join(folder, kind.replace("-draft", ""), "*")))
    for path in paths:
        with open(path, "rb") as file:
            file.read()
    files = Files(kind, paths, size)
    try:
        files[0]
    except (RuntimeError, NotImplementedError) as error:
        print(json.dumps({"peer": "pydicom" if "dicom" in kind else "torchvision", "kind": kind, "cannot": str(error).split("\n")[0]}), flush=True)
        return
    loader = iter(DataLoader(files, batch_size=32, num_workers=workers))
    next(loader)
    begin, images = time.perf_counter(), 0
    for batch in loader:
        images += len(batch)
    rate = images / (time.perf_counter() - begin)
    print(json.dumps({"peer": "pydicom" if "dicom" in kind else "torchvision", "kind": kind, "images": images, "workers": workers, "images_per_second": round(rate, 1)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make")
    parser.add_argument("--measure")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kinds", nargs="+", default=["jpeg", "jpeg-draft", "png", "dicom", "dicom-jpegls"])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.make:
        make(arguments.make, arguments.count)
    if arguments.measure:
        for kind in arguments.kinds:
            measure(arguments.measure, kind, arguments.size, arguments.workers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
