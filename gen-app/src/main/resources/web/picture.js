/** Paints images, channels first, side by side. */
export function paint(canvas, pixels, { channels, height, width }, columns) {
  const size = channels * height * width;
  const count = pixels.length / size;
  canvas.width = columns * width;
  canvas.height = Math.ceil(count / columns) * height;
  const context = canvas.getContext('2d');
  for (let i = 0; i < count; i++) {
    const picture = toPicture(pixels.subarray(i * size, (i + 1) * size), channels, height, width);
    context.putImageData(picture, (i % columns) * width, Math.floor(i / columns) * height);
  }
}

function toPicture(pixels, channels, height, width) {
  const picture = new ImageData(width, height);
  const plane = height * width;
  for (let p = 0; p < plane; p++) {
    for (let c = 0; c < 3; c++) {
      picture.data[4 * p + c] = pixels[Math.min(c, channels - 1) * plane + p];
    }
    picture.data[4 * p + 3] = 255;
  }
  return picture;
}
