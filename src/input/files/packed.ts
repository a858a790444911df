import { fileFault } from "./fault.ts";

const harmless = 64 * 2 ** 20; // bytes: that much is read whatever it was packed from
const most = 200; // times; tables pack to a fifth or a fiftieth, what was made to fill a disk to a thousandth

/** Throws a FileFault where what comes out of a packed file is far more than a table packs to (a "zip bomb"). */
export function refuseBomb(packed: number, unpacked: number): void {
  if (unpacked <= harmless || unpacked <= most * packed) return;
  throw fileFault(
    "too-large",
    `what is packed comes to more than ${most} times its size: no table does`,
    1,
    "look at what is in the file; if it is sound, unpack it, and name the file itself",
  );
}

/** The pieces as they come, until they are more than a table packs to; `packed` says how many bytes were taken in. */
export async function* whileSound(pieces: AsyncIterable<Uint8Array>, packed: () => number): AsyncGenerator<Uint8Array> {
  let unpacked = 0;
  for await (const piece of pieces) {
    unpacked += piece.byteLength;
    refuseBomb(packed(), unpacked);
    yield piece;
  }
}
