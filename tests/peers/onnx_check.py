#!/usr/bin/env python3
"""Runs an exported ONNX file in OpenCV's DNN module and compares it with medssl's own numbers. Needs Debian's python3-opencv and python3-onnx.

    onnx_check.py MODEL.onnx IMAGES.npy OUTPUT=VALUES.npy ...      e.g. features=features.npy; images [N, C, H, W] in [0, 1], single precision
"""
import sys

import cv2
import numpy as np
import onnx


def main(path, images, *outputs):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    print(f"onnx {onnx.__version__}: checker passed; IR {model.ir_version}, operator set {model.opset_import[0].version}, {len(model.graph.node)} nodes")
    print(model.doc_string)
    net = cv2.dnn.readNetFromONNX(path)
    images = np.load(images)
    allowed = True
    for name, expected in (output.split("=") for output in outputs):
        expected, worst = np.load(expected), 0.0
        for batch in (1, len(images)):
            for at in range(0, len(images), batch):
                net.setInput(images[at:at + batch])
                actual = net.forward(name)
                difference = np.abs(actual - expected[at:at + batch]) / np.maximum(1, np.abs(expected[at:at + batch]))
                worst = max(worst, float(difference.max()))
        print(f"OpenCV {cv2.__version__}: {name} {expected.shape}, largest value {np.abs(expected).max():.4g}, largest difference {worst:.2e}")
        allowed &= worst <= 1e-4
    if not allowed:
        sys.exit("differs by more than 1e-4")


main(*sys.argv[1:])
