#include "png_codec.h"
#include <stdio.h>
#include <string.h>
#include <png.h>

static png_image describe(uint32_t width, uint32_t height) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = PNG_FORMAT_RGB;
    return image;
}

size_t winnow_png_size_limit(uint32_t width, uint32_t height) {
    png_image image = describe(width, height);
    return PNG_IMAGE_PNG_SIZE_MAX(image);
}

int winnow_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint8_t *output, size_t *output_count,
                      char *message) {
    png_image image = describe(width, height);
    png_alloc_size_t count = PNG_IMAGE_PNG_SIZE_MAX(image);
    int is_written = png_image_write_to_memory(&image, output, &count, 0, pixels, 0, NULL);
    *output_count = is_written ? count : 0;
    if (!is_written) snprintf(message, WINNOW_PNG_MESSAGE_CAPACITY, "%s", image.message);
    png_image_free(&image);
    return !is_written;
}
