"""Writes tests/StandIns.Tests/FoDicom/codec_cases.json: small compressed frames and their pixels.

Compressed by dcmtk 3.6.7 (dcmcjpeg, dcmcjpls, dcmcrle), GDCM 3.0.21 (gdcmconv: JPEG 2000) and Pillow 9.4 (JPEG 2000 in colour). The pixels of lossless
cases are those that went in; those of the others are what dcmtk decodes. Needs python3-pydicom, python3-pil, dcmtk, libgdcm-tools.
Run from the repository's root.
"""
import base64
import io
import json
import os
import subprocess
import tempfile

import numpy
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless

WIDTH, HEIGHT = 13, 9
KINDS = [(8, False, 1), (12, False, 1), (16, True, 1), (8, False, 3)]
TOOLS = [
    ("RLE", ["dcmcrle"], None),
    ("JPEG lossless", ["dcmcjpeg", "+e1"], None),
    ("JPEG lossless, predictor 6", ["dcmcjpeg", "+el", "+sv", "6"], None),
    ("JPEG baseline", ["dcmcjpeg", "+eb", "+q", "95"], ["dcmdjpeg"]),
    ("JPEG extended", ["dcmcjpeg", "+ee", "+q", "95"], ["dcmdjpeg"]),
    ("JPEG-LS", ["dcmcjpls"], None),
    ("JPEG-LS near", ["dcmcjpls", "+en", "+md", "2"], ["dcmdjpls"]),
    ("JPEG 2000", ["gdcmconv", "--j2k"], None),
]


def pixels(bits, signed, samples):
    i = numpy.arange(WIDTH * HEIGHT * samples)
    # Smooth with some noise: what codecs are for.
    values = (i * 5 + (i * i) % 7 * (1 << bits - 5)) % (1 << bits)
    values = values - (1 << bits - 1) if signed else values
    return values.astype("u1" if bits <= 8 else "<i2" if signed else "<u2")


def write(path, bits, signed, samples):
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    dataset.PatientName, dataset.PatientID, dataset.Modality, dataset.ConversionType = "A", "1", "OT", "WSD"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = "1.2.3", "1.2.3.1"
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = HEIGHT, WIDTH, samples
    dataset.PhotometricInterpretation = "RGB" if samples == 3 else "MONOCHROME2"
    if samples == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 8 if bits <= 8 else 16, bits, bits - 1
    dataset.PixelRepresentation = int(signed)
    raw = pixels(bits, signed, samples).tobytes()
    dataset.PixelData = raw + bytes(len(raw) % 2)
    dataset["PixelData"].VR = "OB" if bits <= 8 else "OW"
    dataset.is_little_endian, dataset.is_implicit_VR = True, False
    pydicom.dcmwrite(path, dataset, write_like_original=False)


def case(name, syntax, dataset, photometric, frame, expected, tolerance):
    return {
        "name": name, "syntax": syntax, "bits": dataset.BitsStored, "signed": bool(dataset.PixelRepresentation), "samples": dataset.SamplesPerPixel,
        "photometric": photometric, "frame": base64.b64encode(frame).decode(), "pixels": base64.b64encode(expected).decode(), "tolerance": tolerance,
    }


def main():
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        source, packed, unpacked = (os.path.join(folder, name) for name in ("a.dcm", "b.dcm", "c.dcm"))
        for tool, compress, decompress in TOOLS:
            for bits, signed, samples in KINDS:
                if os.path.exists(packed):
                    os.remove(packed)
                write(source, bits, signed, samples)
                subprocess.run(compress + [source, packed], capture_output=True)
                if not os.path.exists(packed):
                    continue
                dataset = pydicom.dcmread(packed)
                if decompress and dataset.BitsStored != bits:
                    continue
                frame = next(iter(pydicom.encaps.generate_pixel_data_frame(dataset.PixelData, 1)))
                expected = pixels(bits, signed, samples).tobytes()
                if decompress:
                    subprocess.run(decompress + [packed, unpacked], check=True)
                    expected = pydicom.dcmread(unpacked).PixelData[:len(expected)]
                cases.append(case("%s, %d bits%s%s" % (tool, bits, ", signed" if signed else "", ", colour" if samples == 3 else ""),
                                  dataset.file_meta.TransferSyntaxUID, dataset, dataset.PhotometricInterpretation, frame, expected, 1 if decompress else 0))
        write(source, 8, False, 3)
        colour = pixels(8, False, 3)
        stream = io.BytesIO()
        Image.fromarray(colour.reshape(HEIGHT, WIDTH, 3)).save(stream, "JPEG2000", no_jp2=True, mct=1)
        cases.append(case("JPEG 2000, colour", str(JPEG2000Lossless), pydicom.dcmread(source), "YBR_RCT", stream.getvalue(), colour.tobytes(), 0))
    with open("tests/StandIns.Tests/FoDicom/codec_cases.json", "w") as file:
        json.dump(cases, file, indent=1)
        file.write("\n")


main()
