"""What pydicom, and as a check DCMTK, make of the DICOM files of DicomCases.cs.

    MEDSSL_WRITE_DICOM=FOLDER dotnet test tests/MedSsl.MLNet.Tests --filter DicomCasesTests     writes the files
    dicom_cases.py FOLDER tests/MedSsl.MLNet.Tests/Images/Fixtures/dicom-cases.json              writes the numbers

Values are 0 (black) to 1 (white), MONOCHROME1 inverted; a case's name says file and window: NAME@WINDOW#FRAME. Padding and percentiles are numpy's on
pydicom's values; DCMTK leaves padding in, reads no functional groups, and rounds values after the rescale. Needs python3-pydicom 2.3.1, dcmtk 3.6.7, numpy.
"""
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, apply_voi, apply_windowing, convert_color_space

TISSUES = {"lung": (-600, 1500), "brain": (40, 80)}
CASES = [
    "ct@file", "ct@file:2", "ct@file:LUNG", "ct@lung", "ct@brain", "ct@300,2000", "ct@full", "ct@percentiles:10,90", "ct@percentiles:2.5,97.5",
    "ct-implicit@file", "ct-big-endian@file", "ct-deflated@file", "ct-no-preamble@file", "ct-no-meta@file",
    "linear-exact@file", "sigmoid@file", "narrow@file", "monochrome1@file", "monochrome1@full", "negative-slope@file", "negative-slope@percentiles:20,70", "signed-12@file",
    "modality-lut@file", "modality-lut@full", "voi-lut@file", "voi-lut@file:2", "voi-lut@file:second", "padding@file", "padding@percentiles:10,80",
    "overlay-bits@file", "high-bit-15@file", "signed-8@file", "signed-32@file", "unsigned-32@file", "unsigned-32@percentiles:0,100", "one-bit@file#1", "one-bit@file#2",
    "enhanced@file#1", "enhanced@file#2", "enhanced@full#2",
    "rgb@file", "rgb-planar@file", "rgb-16@file", "rgb-big-endian@file", "ybr-full@file", "ybr-full-422@file", "palette-16@file", "palette-8@file", "palette-segmented@file",
]


def colour(ds):
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        rgb = apply_color_lut(ds.pixel_array, ds)
        bits = ds.RedPaletteColorLookupTableDescriptor[2]
        return rgb.astype(float) / (2 ** bits - 1)
    stored = ds.pixel_array.astype(float)
    if ds.PhotometricInterpretation == "RGB":
        return stored / (2 ** ds.BitsStored - 1)
    # PS3.3 C.7.6.3.1.2 without pydicom's rounding; pydicom's own conversion is a check.
    y, b, r = stored[..., 0], stored[..., 1] - 128, stored[..., 2] - 128
    rgb = np.clip(np.stack([y + 1.402 * r, y - 0.344136 * b - 0.714136 * r, y + 1.772 * b], -1), 0, 255)
    assert np.abs(rgb - convert_color_space(ds.pixel_array, ds.PhotometricInterpretation, "RGB")).max() < 1.01
    return rgb / 255


def gray(ds, window, frame):
    stored = ds.pixel_array if int(ds.get("NumberOfFrames", 1)) == 1 else ds.pixel_array[frame - 1]
    if ds.BitsStored == 12 and ds.BitsAllocated == 16 and not ds.PixelRepresentation:
        stored = (stored >> (ds.HighBit - 11)) & 0xFFF  # pydicom leaves bits outside of the value in
    header = ds
    if "PerFrameFunctionalGroupsSequence" in ds:
        groups = ds.PerFrameFunctionalGroupsSequence[frame - 1]
        header = pydicom.Dataset()
        header.update(groups.FrameVOILUTSequence[0])
        header.update(groups.PixelValueTransformationSequence[0])
        for name in ("PhotometricInterpretation", "PixelRepresentation", "BitsStored"):
            setattr(header, name, ds.get(name))
    if ds.BitsAllocated == 16 and ds.BitsStored == 12 and ds.PixelRepresentation:
        stored = ((stored.astype(int) & 0xFFF) ^ 0x800) - 0x800
    values = apply_modality_lut(stored, header).astype(float)
    inside = np.ones(stored.shape, bool)
    if "PixelPaddingValue" in ds:
        inside = (stored < ds.PixelPaddingValue) | (stored > ds.PixelPaddingRangeLimit)
    name, _, rest = window.partition(":")

    def windowed(header, index=0):
        if name == "file" and "ModalityLUTSequence" not in header:
            out = apply_windowing(values, header, index)
            bits, signed = header.BitsStored, header.PixelRepresentation
            low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2 ** bits - 1)
            slope, intercept = float(header.get("RescaleSlope", 1)), float(header.get("RescaleIntercept", 0))
            low, high = low * slope + intercept, high * slope + intercept
            return (out - low) / (high - low)
        centre, width = (header.WindowCenter, header.WindowWidth) if name == "file" else TISSUES.get(name) or map(float, name.split(","))
        return np.clip((values - (centre - 0.5)) / (width - 1) + 0.5, 0, 1)

    def between(low, high):
        return np.clip((values - low) / (high - low), 0, 1)

    if name == "file" and "VOILUTSequence" in header:
        index = 1 if rest in ("2", "second") else 0
        out = apply_voi(values.astype(int), header, index) / (2 ** header.VOILUTSequence[index].LUTDescriptor[2] - 1)
    elif name == "full" or (name == "file" and "WindowCenter" not in header):
        out = between(values[inside].min(), values[inside].max())
    elif name == "percentiles":
        out = between(*np.percentile(values[inside], [float(v) for v in rest.split(",")]))
    else:
        out = windowed(header, 1 if rest in ("2", "LUNG") else 0)
    if ds.PhotometricInterpretation == "MONOCHROME1":
        out = 1 - out
    return np.where(inside, out, 0)


def dcmtk(path, window, frame):
    """DCMTK's gray values, 16 bits; None where it has no such window or cannot read the file."""
    name, _, rest = window.partition(":")
    flags = {"full": ["+Wm"]}.get(name) or (["+Wi", rest or "1"] if name == "file" and (not rest or rest.isdigit()) else None)
    if flags is None:
        return None
    ds = pydicom.dcmread(path, force=True)
    if name == "file" and "VOILUTSequence" in ds:
        flags = ["+Wl", rest or "1"]
    elif name == "file" and "WindowCenter" not in ds:
        flags = ["+Wm"]
    done = subprocess.run(["dcm2pnm", "+opw", "+F", str(frame), *flags, str(path), "/dev/stdout"], capture_output=True)
    if done.returncode or not done.stdout.startswith(b"P2"):
        return None
    numbers = [int(v) for line in done.stdout.decode().splitlines() if not line.startswith("#") for v in line.split()[int(line.startswith("P2")):]]
    return np.array(numbers[3:], float) / numbers[2]


def main():
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    result = {}
    for case in CASES:
        file, _, rest = case.partition("@")
        window, _, frame = rest.partition("#")
        path, frame = folder / f"{file}.dcm", int(frame or 1)
        ds = pydicom.dcmread(path, force=True)
        if not hasattr(ds.file_meta, "TransferSyntaxUID"):
            ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
        if ds.PhotometricInterpretation.startswith("MONO"):
            values = gray(ds, window, frame)
            other = dcmtk(path, window, frame)
            difference = "-" if other is None else f"{np.abs(other - values.reshape(-1)).max():.6f}"
            print(f"{case:35} difference to DCMTK {difference}")
        else:
            values = colour(ds)
        result[case] = [round(float(v), 7) for v in values.reshape(-1)]
    target.write_text("{\n" + ",\n".join(f'"{name}":{json.dumps(values, separators=(",", ":"))}' for name, values in result.items()) + "\n}\n")


main()
