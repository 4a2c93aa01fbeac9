'use strict';
// Writes zips of stored files, as Base64, with Unix modes: enough for code packages.
const fs = require('node:fs');
const path = require('node:path');
const { crc32 } = require('node:zlib');

function crc(bytes) {
  if (crc32) return crc32(bytes);
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

function header(signature, length) {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature, 0);
  return bytes;
}

// files: { name: text or bytes }; all of them executable.
function zip(files) {
  const local = [];
  const central = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const title = Buffer.from(name);
    const head = header(0x04034b50, 30);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc(data), 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(title.length, 26);
    const entry = header(0x02014b50, 46);
    entry.writeUInt16LE((3 << 8) | 20, 4);
    entry.writeUInt16LE(20, 6);
    head.copy(entry, 16, 14, 26);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE((0o100755 << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    local.push(head, title, data);
    central.push(entry, title);
    offset += head.length + title.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = header(0x06054b50, 22);
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]).toString('base64');
}

function zipFolder(folder) {
  const files = {};
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath ?? entry.path, entry.name);
    files[path.relative(folder, full)] = fs.readFileSync(full);
  }
  return zip(files);
}

const sample = (name) => zipFolder(path.join(__dirname, '../../../samples', name));

module.exports = { zip, sample };
