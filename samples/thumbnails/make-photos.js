'use strict';

// Paints the three pictures in photos/: landscapes seen through a simulated camera (terrain and sky from fractal noise, haze, sensor
// grain). They are the project's own work, made by this program and nothing else: node make-photos.js

const fs = require('node:fs');
const path = require('node:path');
const { encode } = require('./png.js');

const WIDTH = 360;
const HEIGHT = 240;

const fract = (x) => x - Math.floor(x);
const mix = (a, b, t) => a + (b - a) * t;
const mixColour = (a, b, t) => [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
const clamp = (x, low = 0, high = 1) => Math.min(high, Math.max(low, x));
const smooth = (low, high, x) => {
  const t = clamp((x - low) / (high - low));
  return t * t * (3 - 2 * t);
};

const hash = (x, y) => fract(Math.sin(x * 127.1 + y * 311.7) * 43758.5453);

function noise(x, y) {
  const cellX = Math.floor(x);
  const cellY = Math.floor(y);
  const u = smooth(0, 1, x - cellX);
  const v = smooth(0, 1, y - cellY);
  return mix(mix(hash(cellX, cellY), hash(cellX + 1, cellY), u), mix(hash(cellX, cellY + 1), hash(cellX + 1, cellY + 1), u), v);
}

function fractal(x, y, octaves) {
  let sum = 0;
  let scale = 0.5;
  for (let i = 0; i < octaves; i++) {
    sum += scale * noise(x, y);
    [x, y] = [1.6 * x + 1.2 * y, -1.2 * x + 1.6 * y];
    scale *= 0.5;
  }
  return sum;
}

const ridged = (x, y, octaves) => 1 - Math.abs(2 * fractal(x, y, octaves) - 1);

function sky(scene, elevation, azimuth) {
  const base = mixColour(scene.horizon, scene.zenith, smooth(0, 0.6, elevation));
  const cloud = smooth(0.45, 0.8, fractal(azimuth * 3 + scene.seed, 2 / (elevation + 0.12) + scene.seed, 6)) * scene.clouds * smooth(0.01, 0.15, elevation);
  const sun = Math.hypot(azimuth - scene.sun[0], elevation - scene.sun[1]);
  const glow = Math.exp(-sun * 5) * 0.6 + (sun < 0.035 ? 1 : 0);
  const coloured = mixColour(base, scene.cloudColour, cloud);
  return coloured.map((c, i) => c + glow * scene.sunColour[i] * (1 - 0.7 * cloud));
}

function ground(scene, x, z, height, distance) {
  const step = 0.02 + distance * 0.002;
  const dx = (scene.height(x + step, z, 9) - height) / step;
  const dz = (scene.height(x, z + step, 9) - height) / step;
  const length = Math.hypot(dx, 1, dz);
  const light = clamp((-dx * scene.sun[0] * 1.4 + 0.55 - dz * 0.4) / length);
  const colour = scene.surface(x, z, height, 1 / length);
  return colour.map((c, i) => c * (scene.ambient[i] + light * scene.sunColour[i] * 1.1));
}

function shade(scene, azimuth, elevation) {
  const eye = scene.eye;
  let distance = 0.3;
  for (let i = 0; i < 260 && distance < 60; i++) {
    const x = eye[0] + azimuth * distance;
    const y = eye[1] + elevation * distance;
    const z = eye[2] + distance;
    const height = scene.height(x, z, distance < 12 ? 8 : 6);
    if (y < height && height > scene.water) return haze(scene, ground(scene, x, z, height, distance), distance, azimuth);
    if (y < scene.water) {
      const ripple = (fractal(x * 6, z * 3, 4) - 0.47) * 0.35 / (1 + distance * 0.05);
      const mirrored = sky(scene, Math.abs(elevation) + ripple * 0.6 + 0.02, azimuth + ripple);
      return haze(scene, mixColour(scene.waterColour, mirrored, 0.72), distance * 0.6, azimuth);
    }
    distance += Math.max(0.015 * distance, (y - height) * 0.35);
  }
  return sky(scene, Math.max(0, elevation), azimuth);
}

const haze = (scene, colour, distance, azimuth) => mixColour(colour, sky(scene, 0.02, azimuth), 1 - Math.exp(-distance * scene.haze));

const scenes = {
  'mountains.png': {
    seed: 3, eye: [4.2, 1.5, 1], sun: [0.45, 0.2], sunColour: [1, 0.72, 0.45], ambient: [0.3, 0.36, 0.5], horizon: [0.86, 0.72, 0.62], zenith: [0.2, 0.36, 0.66],
    clouds: 0.7, cloudColour: [0.95, 0.86, 0.82], haze: 0.035, water: -9, waterColour: [0, 0, 0], tilt: -0.02,
    height: (x, z, octaves) => 3.3 * ridged(x * 0.16, z * 0.16, octaves) ** 3 + 0.25 * fractal(x, z, octaves) - 0.9 + z * 0.035,
    surface: (x, z, height, up) => (height > 1.35 + 0.7 * noise(x * 2, z * 2) && up > 0.6 ? [0.9, 0.92, 0.96] : up > 0.78 && height < 0.9 ? [0.2, 0.27, 0.12] : mixColour([0.32, 0.28, 0.25], [0.45, 0.4, 0.36], fractal(x * 4, z * 4, 4))),
  },
  'islands.png': {
    seed: 11, eye: [1, 0.5, 0], sun: [-0.18, 0.16], sunColour: [1, 0.58, 0.28], ambient: [0.3, 0.28, 0.36], horizon: [0.93, 0.62, 0.42], zenith: [0.24, 0.28, 0.5],
    clouds: 0.9, cloudColour: [0.62, 0.44, 0.46], haze: 0.05, water: 0, waterColour: [0.05, 0.09, 0.15], tilt: 0.03,
    height: (x, z, octaves) => 2.1 * fractal(x * 0.22 + 7, z * 0.22, octaves) - 1.2 + 0.5 * smooth(2.5, 9, Math.abs(x - 1)) - 0.4 * smooth(14, 2, z),
    surface: (x, z, height, up) => (height < 0.05 ? [0.5, 0.44, 0.34] : mixColour([0.14, 0.17, 0.1], [0.3, 0.26, 0.2], fractal(x * 5, z * 5, 4) * (2 - up))),
  },
  'dunes.png': {
    seed: 23, eye: [2, 1.1, 0], sun: [0.6, 0.5], sunColour: [1, 0.9, 0.72], ambient: [0.34, 0.34, 0.42], horizon: [0.8, 0.82, 0.84], zenith: [0.22, 0.44, 0.76],
    clouds: 0.25, cloudColour: [0.97, 0.97, 0.98], haze: 0.02, water: -9, waterColour: [0, 0, 0], tilt: -0.05,
    height: (x, z, octaves) => 0.9 * ridged(x * 0.14 + 0.05 * Math.sin(z), z * 0.22, 3) ** 2 + 0.012 * Math.sin(x * 22 + 5 * fractal(x, z, 3)) * (octaves > 6 ? 1 : 0) - 0.25,
    surface: (x, z) => mixColour([0.72, 0.5, 0.3], [0.82, 0.62, 0.4], fractal(x * 8, z * 8, 3)),
  },
};

for (const [name, scene] of Object.entries(scenes)) {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const u = (column + 0.5) / WIDTH - 0.5;
      const v = 0.5 - (row + 0.5) / HEIGHT;
      const vignette = 1 - 0.55 * (u * u + v * v);
      const grain = (hash(column + scene.seed, row) - 0.5) * 0.016;
      const colour = shade(scene, u * 1.3, v * 0.87 + scene.tilt);
      for (let i = 0; i < 3; i++) {
        const exposed = 1 - Math.exp(-1.6 * Math.max(0, colour[i]) * vignette);
        pixels[(row * WIDTH + column) * 3 + i] = Math.round(255 * clamp(exposed ** 0.85 * 1.12 + grain));
      }
    }
  }
  const file = path.join(__dirname, 'photos', name);
  fs.writeFileSync(file, encode({ width: WIDTH, height: HEIGHT, channels: 3, pixels }));
  console.log(`${name}: ${fs.statSync(file).size} bytes`);
}
