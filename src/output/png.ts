import { crc32, deflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";

/**
 * An SVG as an opaque PNG with a palette: charts have few colours, so a byte a pixel is enough and a third of the size.
 * The SVG holds no words, so no font is loaded, and the bytes are the same on every machine.
 */
export function toPng(svg: string, options: { width: number; scale: number; background: string }): Uint8Array {
  const { width, scale, background } = options;
  const drawn = new Resvg(svg, {
    fitTo: { mode: "width", value: width * scale },
    background,
    font: { loadSystemFonts: false },
  });
  refuseLarge((width * scale) ** 2 * (drawn.height / drawn.width));
  const image = drawn.render();
  return encode(toPalette(image.pixels), image.width, image.height);
}

const most = 20_000_000; // pixels of one picture; the largest of an email has 0.2 million

function refuseLarge(pixels: number): void {
  if (pixels <= most) return;
  const [found, limit] = [Math.ceil(pixels), most].map((each) => each.toLocaleString("en-GB"));
  throw new Error(`a picture of ${found} pixels; at most ${limit} are drawn`);
}

type Indexed = { palette: readonly number[]; indices: Uint8Array }; // colours as 0xRRGGBB

/** Keeps every colour if there are at most 256; else takes colours that differ in their lowest bits for one. */
function toPalette(rgba: Uint8Array): Indexed {
  for (let mask = 0xffffff; ; mask = coarser(mask)) {
    const indexed = maybeIndexed(rgba, mask);
    if (indexed) return indexed;
  }
}

function coarser(mask: number): number {
  return mask & ((mask << 1) & 0xfefefe);
}

/** Undefined where more than 256 colours differ under the mask. The first of those alike stands for all. */
function maybeIndexed(rgba: Uint8Array, mask: number): Indexed | undefined {
  const places = new Map<number, number>();
  const palette: number[] = [];
  const indices = new Uint8Array(rgba.length / 4);
  let last = -1;
  let place = 0;
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const at = pixel * 4;
    const colour = (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!;
    if (colour !== last) {
      last = colour;
      place = places.get(colour & mask) ?? places.size;
      if (place === 256) return undefined;
      if (place === palette.length) palette.push(colour);
      places.set(colour & mask, place);
    }
    indices[pixel] = place;
  }
  return { palette, indices };
}

/** PNG, colour type 3, eight bits, no filter: what deflate packs best for flat colours. */
function encode({ palette, indices }: Indexed, width: number, height: number): Uint8Array {
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header(width, height)),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows(indices, width, height))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function header(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.set([8, 3, 0, 0, 0], 8); // bits, colour type, and the only compression, filter and interlace methods
  return bytes;
}

/** Each row of pixels after a byte that says "no filter". */
function rows(indices: Uint8Array, width: number, height: number): Buffer {
  const bytes = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) bytes.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const length = Buffer.alloc(4);
  const check = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
