#include <cstdio>
#include <cstddef>
extern "C" {
#include <gdcmjpeg/16/jpeglib.h>
#include <gdcmjpeg/16/jerror.h>
}
#define MEDSSL_JPEG medssl_dicom_jpeg16
#include "jpeg.inc"
