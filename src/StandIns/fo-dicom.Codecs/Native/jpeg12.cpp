#include <cstdio>
#include <cstddef>
extern "C" {
#include <gdcmjpeg/12/jpeglib.h>
#include <gdcmjpeg/12/jerror.h>
}
#define MEDSSL_JPEG medssl_dicom_jpeg12
#include "jpeg.inc"
