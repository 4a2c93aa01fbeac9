'use strict';

// Light adds up, the values in a file do not: they are averaged after the curve of sRGB has been taken off.
const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

function encodeLight(light) {
  const v = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, v)) * 255);
}

/** How much of each source index a target index covers: [first, weights]. */
function coverage(from, to) {
  const scale = from / to;
  return Array.from({ length: to }, (_, target) => {
    const start = target * scale;
    const end = Math.min(from, start + scale);
    const first = Math.floor(start);
    const weights = [];
    for (let i = first; i < end; i++) weights.push(Math.min(end, i + 1) - Math.max(start, i));
    return [first, weights];
  });
}

/** The picture at a smaller width, its sides in proportion: each pixel is the mean of the area that it stands for. */
function shrink({ width, height, channels, pixels }, newWidth) {
  const newHeight = Math.max(1, Math.round((height * newWidth) / width));
  const columns = coverage(width, newWidth);
  const rows = coverage(height, newHeight);
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  const result = Buffer.alloc(newWidth * newHeight * channels);
  const sum = new Float64Array(channels);
  rows.forEach(([firstRow, rowWeights], y) => {
    columns.forEach(([firstColumn, columnWeights], x) => {
      sum.fill(0);
      let total = 0;
      rowWeights.forEach((rowWeight, j) => {
        columnWeights.forEach((columnWeight, i) => {
          const at = ((firstRow + j) * width + firstColumn + i) * channels;
          const weight = rowWeight * columnWeight;
          total += weight;
          for (let c = 0; c < channels; c++) sum[c] += weight * (c === alpha ? pixels[at + c] : LINEAR[pixels[at + c]]);
        });
      });
      for (let c = 0; c < channels; c++) result[(y * newWidth + x) * channels + c] = c === alpha ? Math.round(sum[c] / total) : encodeLight(sum[c] / total);
    });
  });
  return { width: newWidth, height: newHeight, channels, pixels: result };
}

/** The mean colour of a picture, as in CSS. */
function averageColour(picture) {
  const [r, g = r, b = r] = shrink(picture, 1).pixels;
  return `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

module.exports = { averageColour, shrink };
