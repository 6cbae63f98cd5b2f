"""Writes the small PNG and TIFF files of tests/MedSsl.MLNet.Tests/Images/Fixtures and checks what Pillow, OpenCV or tifffile read from them.

    image_files.py FOLDER

Pixels follow a formula that the C# tests repeat: deep(x, y, c) = (x * 2311 + y * 7919 + x * y * 37 + c * 12345) mod 65536, and its high byte for 8 bits.
Needs python3-pil, python3-opencv, python3-tifffile (Debian 12).
"""
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import tifffile
from PIL import Image

WIDTH, HEIGHT = 37, 21
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def deep(channels):
    y, x, c = np.mgrid[:HEIGHT, :WIDTH, :channels]
    return ((x * 2311 + y * 7919 + x * y * 37 + c * 12345) % 65536).astype(np.uint16)


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, bpp):
    """Each row with another filter, so that all five are used."""
    out, above = bytearray(), bytes(len(rows[0]))
    for n, row in enumerate(rows):
        kind = n % 5
        out.append(kind)
        for i, value in enumerate(row):
            left = row[i - bpp] if i >= bpp else 0
            corner = above[i - bpp] if i >= bpp else 0
            out.append((value - [0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner)][kind]) % 256)
        above = row
    return bytes(out)


def png(pixels, colour_type, interlaced):
    h, w, c = pixels.shape
    big = pixels.astype(">u2")
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    data = b"".join(filtered([row.tobytes() for row in big[y::sy, x::sx]], 2 * c) for x, y, sx, sy in passes if x < w and y < h)
    chunk = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    packed = zlib.compress(data)
    half = len(packed) // 2
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 16, colour_type, 0, 0, int(interlaced)))
            + chunk(b"IDAT", packed[:half]) + chunk(b"IDAT", packed[half:]) + chunk(b"IEND", b""))


def main():
    folder = Path(sys.argv[1])
    gray, rgb, rgba = deep(1), deep(3), deep(4)
    for name, pixels, kind in (("gray", gray, 0), ("rgb", rgb, 2), ("gray-alpha", deep(2), 4), ("rgba", rgba, 6)):
        for interlaced in (False, True):
            path = folder / f"{name}{'-interlaced' if interlaced else ''}-16.png"
            path.write_bytes(png(pixels, kind, interlaced))
            read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            if kind == 4:  # OpenCV expands to blue, green, red, alpha
                assert np.array_equal(read[..., 0], pixels[..., 0]), path
            else:
                order = read[..., None] if read.ndim == 2 else read[..., [2, 1, 0, 3][:read.shape[2]]]
                assert np.array_equal(order, pixels), path

    gray8, rgb8 = (gray >> 8).astype(np.uint8), (rgb >> 8).astype(np.uint8)
    deep_image = Image.fromarray(gray[..., 0])
    for compression in ("raw", "packbits", "tiff_lzw", "tiff_adobe_deflate"):
        deep_image.save(folder / f"gray-{compression}-16.tif", compression=compression)
        Image.fromarray(rgb8).save(folder / f"rgb-{compression}-8.tif", compression=compression)
    for compression, tag in (("lzw", "tiff_lzw"), ("deflate", "tiff_deflate")):
        Image.fromarray(rgb8).save(folder / f"rgb-{compression}-predictor-8.tif", compression=tag, tiffinfo={317: 2, 278: 5})
        deep_image.save(folder / f"gray-{compression}-predictor-16.tif", compression=tag, tiffinfo={317: 2, 278: 4})
    palette = Image.fromarray(gray8[..., 0], "P")
    palette.putpalette([v for i in range(256) for v in (i, 255 - i, i * 7 % 256)])
    palette.save(folder / "palette-8.tif")
    Image.fromarray(gray8[..., 0] >= 128).save(folder / "bilevel-1.tif")
    tifffile.imwrite(folder / "rgb-tiled-bigendian-16.tif", rgb, byteorder=">", tile=(16, 16), photometric="rgb")
    tifffile.imwrite(folder / "rgb-planar-16.tif", rgb.transpose(2, 0, 1), photometric="rgb", planarconfig="separate", rowsperstrip=6)
    tifffile.imwrite(folder / "rgb-planar-tiled-deflate-bigendian-16.tif", rgb.transpose(2, 0, 1), byteorder=">", photometric="rgb", planarconfig="separate", tile=(16, 32),
                     compression="zlib", predictor=True)
    tifffile.imwrite(folder / "gray-alpha-planar-tiled-16.tif", np.stack([gray[..., 0], gray[..., 0][::-1]]), photometric="minisblack", planarconfig="separate", tile=(16, 16),
                     extrasamples=["unassalpha"])
    tifffile.imwrite(folder / "gray-white-is-zero-16.tif", gray[..., 0], photometric="miniswhite")
    tifffile.imwrite(folder / "rgba-tiled-deflate-8.tif", np.dstack([rgb8, rgb8[..., :1]]), tile=(16, 32), photometric="rgb", extrasamples=["unassalpha"], compression="zlib")
    with tifffile.TiffWriter(folder / "two-pages-16.tif") as pages:
        pages.write(gray[..., 0], photometric="minisblack")
        pages.write(65535 - gray[..., 0], photometric="minisblack")
    for path in sorted(folder.glob("*.tif")):
        read = tifffile.imread(path, key=0) if not any(word in path.name for word in ("lzw", "packbits", "predictor")) else np.asarray(Image.open(path))
        if path.name.startswith("rgb") and "planar" in path.name:
            read = read.transpose(1, 2, 0)
        elif "planar" in path.name:
            read = read[0]
        want = gray[..., 0] if "16" in path.name else gray8[..., 0]
        if path.name.startswith("rgb"):
            want, read = (rgb if "16" in path.name else rgb8), read[..., :3]
        elif path.name.startswith("bilevel"):
            want = gray8[..., 0] >= 128
        assert np.array_equal(read, want), path
    print(len(list(folder.glob("*.png"))) + len(list(folder.glob("*.tif"))), "files agree with what other programs read")


main()
