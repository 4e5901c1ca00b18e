/**
 * Draws manifest/color.png and manifest/outline.png: an arch with a dot under it, a person with something to lean on.
 * Run once after a change: node scripts/icons.mjs
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const teal = [0x14, 0x56, 0x5f];
const white = [0xff, 0xff, 0xff];
const sand = [0xf4, 0xc9, 0x8a];

/** The arch in a square of 1 by 1: half a ring with two legs. Distances are negative inside the shape. */
function arch(x, y, thickness) {
  const middle = { x: 0.5, y: 0.47, radius: 0.24 };
  const foot = 0.72;
  const onRing = Math.abs(Math.hypot(x - middle.x, y - middle.y) - middle.radius);
  const onLeg = Math.hypot(Math.abs(x - middle.x) - middle.radius, Math.max(y - foot, 0));
  return (y < middle.y ? onRing : onLeg) - thickness / 2;
}

function dot(x, y, radius) {
  return Math.hypot(x - 0.5, y - 0.59) - radius;
}

/** Paints every pixel as the average of 8 by 8 samples; `colour` returns [r, g, b] or nothing for transparent. */
function paint(size, colour) {
  const fine = 8;
  const rows = [];
  for (let row = 0; row < size; row++) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0];
      let hits = 0;
      for (let i = 0; i < fine * fine; i++) {
        const x = (column + ((i % fine) + 0.5) / fine) / size;
        const y = (row + (Math.floor(i / fine) + 0.5) / fine) / size;
        const found = colour(x, y);
        if (found === undefined) continue;
        hits++;
        for (const channel of [0, 1, 2]) sum[channel] += found[channel];
      }
      // A transparent pixel stays white underneath, so that no dark edge appears when it is scaled.
      const rgb = hits === 0 ? white : sum.map((value) => Math.round(value / hits));
      line.set([...rgb, Math.round((255 * hits) / (fine * fine))], 1 + column * 4);
    }
    rows.push(line);
  }
  return Buffer.concat(rows);
}

function png(size, pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const folder = join(dirname(import.meta.dirname), 'manifest');
const color = paint(192, (x, y) => {
  if (dot(x, y, 0.095) < 0) return sand;
  return arch(x, y, 0.1) < 0 ? white : teal;
});
// The outline icon fills more of its square: it is drawn 1.45 times as large around the middle.
const outline = paint(32, (x, y) => {
  const [nearX, nearY] = [0.5 + (x - 0.5) / 1.45, 0.5 + (y - 0.5) / 1.45];
  return arch(nearX, nearY, 0.06) < 0 || dot(nearX, nearY, 0.085) < 0 ? white : undefined;
});
writeFileSync(join(folder, 'color.png'), png(192, color));
writeFileSync(join(folder, 'outline.png'), png(32, outline));
