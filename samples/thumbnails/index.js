'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const { decode, encode } = require('./png.js');
const { shrink, averageColour } = require('./resize.js');

const FOLDER = path.join(__dirname, 'photos');

/**
 * Event: { "photos"?: [file names], "width"?: pixels, "include"?: true to get the thumbnails themselves as data URLs }.
 * Without photos, all that ship with the function.
 */
exports.main_handler = async (event) => {
  const width = event.width ?? 96;
  if (!Number.isInteger(width) || width < 1 || width > 1024) throw new Error('width must be a whole number from 1 to 1024');
  const names = event.photos ?? (await fs.readdir(FOLDER)).sort();
  const thumbnails = [];
  for (const name of names) thumbnails.push(await thumbnail(name, width, event.include === true));
  return { thumbnails, summary: `${thumbnails.length} photographs, each ${width} pixels wide now` };
};

async function thumbnail(name, width, include) {
  const original = await fs.readFile(path.join(FOLDER, path.basename(name)));
  const photo = decode(original);
  const small = shrink(photo, Math.min(width, photo.width));
  const file = encode(small);
  console.log(`${name}: ${photo.width}x${photo.height} -> ${small.width}x${small.height}, ${original.length} -> ${file.length} bytes`);
  const result = {
    photo: name,
    from: `${photo.width}x${photo.height}`,
    to: `${small.width}x${small.height}`,
    bytes: file.length,
    averageColour: averageColour(small),
  };
  if (include) result.dataUrl = `data:image/png;base64,${file.toString('base64')}`;
  return result;
}
