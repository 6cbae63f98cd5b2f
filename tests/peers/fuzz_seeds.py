#!/usr/bin/env python3
"""Small whole files of every format that is read, for the fuzz test: pydicom 2.3.1, GDCM 3.0.21, DCMTK 3.6.7, Pillow 9.4 and nibabel 5.0 wrote them.

    fuzz_seeds.py FOLDER        (tests/MedSsl.MLNet.Tests/Fuzzing/seeds is made so)

The pictures are computed, of no patient.
"""
import io
import os
import subprocess
import sys
import tempfile

import gdcm
import nibabel
import numpy as np
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian)

CT = "1.2.840.10008.5.1.4.1.1.2"
SECONDARY = "1.2.840.10008.5.1.4.1.1.7"
y, x = np.mgrid[0:20, 0:24]
GRAY12 = ((x * 97 + y * 61) % 4096).astype("<u2")
RGB = np.stack([(x * 9) % 256, (y * 11) % 256, (x * y) % 256], -1).astype(np.uint8)


def dataset(pixels, syntax, photometric="MONOCHROME2", bits=12, frames=1, uid=CT):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID, meta.TransferSyntaxUID = uid, "1.2.826.0.1.3680043.8.498.1", syntax
    d = Dataset()
    d.file_meta = meta
    d.is_little_endian, d.is_implicit_VR = syntax != ExplicitVRBigEndian, syntax == ImplicitVRLittleEndian
    d.SOPClassUID, d.SOPInstanceUID = uid, "1.2.826.0.1.3680043.8.498.1"
    d.PatientID, d.StudyInstanceUID, d.SeriesInstanceUID = "p1", "1.2.826.0.1.3680043.8.498.2", "1.2.826.0.1.3680043.8.498.3"
    item = Dataset()
    item.ReferencedSOPInstanceUID = "1.2.826.0.1.3680043.8.498.4"
    d.ReferencedImageSequence = Sequence([item])
    d.Modality = "CT"
    shape = pixels.shape[1:] if frames > 1 else pixels.shape
    d.Rows, d.Columns, d.PhotometricInterpretation = shape[0], shape[1], photometric
    d.SamplesPerPixel = shape[2] if len(shape) == 3 else 1
    if d.SamplesPerPixel == 3:
        d.PlanarConfiguration = 0
    d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = pixels.dtype.itemsize * 8, bits, bits - 1, 0
    if frames > 1:
        d.NumberOfFrames = frames
    if photometric == "PALETTE COLOR":
        for name, factor in (("Red", 1), ("Green", 2), ("Blue", 3)):
            setattr(d, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
            setattr(d, f"{name}PaletteColorLookupTableData", ((np.arange(256) * 257 * factor) % 65536).astype("<u2").tobytes())
    elif d.SamplesPerPixel == 1:
        d.RescaleSlope, d.RescaleIntercept, d.WindowCenter, d.WindowWidth = "1", "-1024", "40", "400"
    d.PixelSpacing, d.ImagePositionPatient, d.ImageOrientationPatient = [0.7, 0.7], [0, 0, 5], [1, 0, 0, 0, 1, 0]
    data = pixels if d.is_little_endian or pixels.dtype.itemsize == 1 else pixels.astype(">u2")
    d.PixelData = data.tobytes()
    d["PixelData"].VR = "OW" if pixels.dtype.itemsize == 2 or d.is_implicit_VR else "OB"
    return d


def write(folder, name, d):
    path = os.path.join(folder, name)
    d.save_as(path, write_like_original=False)
    return path


def transcode(source, target, syntax):
    reader = gdcm.ImageReader()
    reader.SetFileName(source)
    assert reader.Read(), source
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
    change.SetInput(reader.GetImage())
    assert change.Change(), target
    writer = gdcm.ImageWriter()
    writer.SetFileName(target)
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write(), target


def main(folder):
    os.makedirs(folder, exist_ok=True)
    at = lambda name: os.path.join(folder, name)
    explicit = write(folder, "explicit.dcm", dataset(GRAY12, ExplicitVRLittleEndian))
    write(folder, "implicit.dcm", dataset(GRAY12, ImplicitVRLittleEndian))
    write(folder, "big-endian.dcm", dataset(GRAY12, ExplicitVRBigEndian))
    write(folder, "deflated.dcm", dataset(GRAY12, DeflatedExplicitVRLittleEndian))
    write(folder, "palette.dcm", dataset((x * y % 256).astype(np.uint8), ExplicitVRLittleEndian, "PALETTE COLOR", 8, uid=SECONDARY))
    colour = write(folder, "colour.dcm", dataset(RGB, ExplicitVRLittleEndian, "RGB", 8, uid=SECONDARY))
    transcode(explicit, at("rle.dcm"), gdcm.TransferSyntax.RLELossless)
    transcode(explicit, at("jpeg-lossless.dcm"), gdcm.TransferSyntax.JPEGLosslessProcess14_1)
    transcode(explicit, at("jpeg-ls.dcm"), gdcm.TransferSyntax.JPEGLSLossless)
    transcode(explicit, at("jpeg-2000.dcm"), gdcm.TransferSyntax.JPEG2000Lossless)
    transcode(colour, at("colour-jpeg-2000.dcm"), gdcm.TransferSyntax.JPEG2000Lossless)
    subprocess.run(["dcmcjpeg", "+ee", explicit, at("jpeg-extended.dcm")], check=True)
    subprocess.run(["dcmcjpeg", "+eb", colour, at("jpeg-baseline.dcm")], check=True)
    with tempfile.TemporaryDirectory() as scratch:
        frames = write(scratch, "frames.dcm", dataset(np.stack([RGB, 255 - RGB]), ExplicitVRLittleEndian, "RGB", 8, 2, SECONDARY))
        subprocess.run(["dcmcrle", frames, at("frames-rle.dcm")], check=True)

    gray8, gray16 = Image.fromarray((x * 10 % 256).astype(np.uint8)), Image.fromarray((x * 2000 + y * 300).astype(np.uint16))
    gray8.save(at("gray.png"))
    gray16.save(at("gray16.png"))
    Image.fromarray(RGB).save(at("colour.png"))
    Image.fromarray(RGB).quantize(16).save(at("palette.png"))
    gray8.save(at("gray.jpg"), quality=85)
    Image.fromarray(RGB).save(at("colour.jpg"), quality=85)
    Image.fromarray(RGB).save(at("progressive.jpg"), quality=85, progressive=True)
    gray16.save(at("gray16.tif"))
    gray8.save(at("lzw.tif"), compression="tiff_lzw")
    Image.fromarray(RGB).save(at("deflate.tif"), compression="tiff_adobe_deflate", tiffinfo={317: 2})
    gray16.save(at("deflate16.tif"), compression="tiff_adobe_deflate")
    gray8.save(at("packbits.tif"), compression="packbits")

    volume = nibabel.Nifti1Image((np.arange(6 * 5 * 4).reshape(6, 5, 4) * 7 - 300).astype(np.int16), np.diag([1.5, 1.5, 3, 1]))
    volume.to_filename(at("volume.nii"))
    volume.to_filename(at("volume.nii.gz"))
    labels = np.array([[0], [1]], np.uint8)
    parts = {}
    for part in ("train", "val", "test"):
        parts[f"{part}_images"], parts[f"{part}_labels"] = np.stack([x[:8, :8], y[:8, :8]]).astype(np.uint8), labels
    np.savez_compressed(at("pneumoniamnist.npz"), **parts)
    with open(at("manifest.csv"), "w", encoding="utf-8") as f:
        f.write('image_path,patient_id,study_id,view,split,Effusion,"Edema, acute"\na.png,p1,s1,PA,train,1,0\n"b ""2"".png",p2,s2,L,test,-1,\n')


if __name__ == "__main__":
    main(sys.argv[1])
