import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { inputError } from "../../../problem.ts";
import type { World } from "../../../world.ts";
import { keyedHash } from "./key.ts";

/** What the sealed file beside a blind edition says to whoever has the secret. */
export type BlindKey = {
  trial: string;
  cycle: string;
  run: string;
  mark: string; // of the labels, as in the README
  sums: string; // SHA-256 of the edition's SHA256SUMS
  arms: readonly { label: string; arm: string; levels: Readonly<Record<string, { level: string; is: string }>> }[];
};

const head = "feedback: sealed key of a blind edition, version 1";
const tagLength = 16;
const nonceLength = 12;

/**
 * The key as text that only the secret opens: AES-256-GCM under a key derived from it (HKDF-SHA256). The nonce is a keyed hash of what is
 * sealed, so that the same key gives the same bytes, and no two keys share one.
 */
export function sealed(key: BlindKey, secret: string): string {
  const plain = JSON.stringify(key);
  const nonce = Buffer.from(keyedHash(secret, ["nonce", plain]), "hex").subarray(0, nonceLength);
  const cipher = createCipheriv("aes-256-gcm", cipherKey(secret), nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(head));
  const bytes = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${head}\n${bytes.toString("base64")}\n`;
}

/** What a sealed file says. Throws an InputError for another file, another secret, and a file that was changed. */
export async function readSealed(world: World, file: string, secret: string): Promise<BlindKey> {
  const [first, body = ""] = ((await world.readText(file)) ?? "").split("\n");
  if (first !== head) throw refused("no-sealed-key", `"${file}" is no sealed key of a blind edition`);
  const bytes = Buffer.from(body, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", cipherKey(secret), bytes.subarray(0, nonceLength), {
      authTagLength: tagLength,
    });
    decipher.setAAD(Buffer.from(head));
    decipher.setAuthTag(bytes.subarray(-tagLength));
    const plain = [decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()];
    return JSON.parse(Buffer.concat(plain).toString("utf8")) as BlindKey;
  } catch {
    throw refused(
      "not-opened",
      `"${file}" does not open`,
      "the secret is another than the one it was sealed with, or the file was changed",
    );
  }
}

function cipherKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "feedback blind edition", 32));
}

function refused(code: string, message: string, hint?: string) {
  return inputError([{ code, severity: "error", message, ...(hint ? { hint } : {}) }]);
}
