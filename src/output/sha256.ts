import { createHash } from "node:crypto";

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The same of a text in parts, which need not be in memory at once. */
export function sha256Of(parts: Iterable<string>): string {
  const hash = hashing();
  for (const part of parts) hash.add(part);
  return hash.hex();
}

/** The same of a text whose parts come one after the other. */
export function hashing(): { add: (part: string) => void; hex: () => string } {
  const hash = createHash("sha256");
  return { add: (part) => void hash.update(part), hex: () => hash.digest("hex") };
}
