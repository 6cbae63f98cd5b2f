#include <cstdio>
#include <cstddef>
extern "C" {
#include <gdcmjpeg/8/jpeglib.h>
#include <gdcmjpeg/8/jerror.h>
}
#define MEDSSL_JPEG medssl_dicom_jpeg8
#include "jpeg.inc"
