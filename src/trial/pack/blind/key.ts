import { createHmac } from "node:crypto";
import type { Trial } from "../../../input/study.ts";
import { inputError } from "../../../problem.ts";
import type { World } from "../../../world.ts";

const shortest = 32; // characters: a shorter secret could be guessed from the mark in the README

const howToMake = "make one with: openssl rand -hex 32 > blind.key";

/** The secret by which arms are relabelled: the text of a file, without spaces around it. Throws an InputError for none, or a short one. */
export async function readBlindKey(world: World, file: string): Promise<string> {
  const text = await world.readText(file);
  if (text === undefined) throw refused("no-blind-key", `no file "${file}"`);
  const secret = text.trim();
  if (secret.length < shortest)
    throw refused(
      "weak-blind-key",
      `the secret in "${file}" is too short: ${secret.length} of at least ${shortest} characters`,
    );
  return secret;
}

function refused(code: string, message: string) {
  return inputError([{ code, severity: "error", message, hint: howToMake }]);
}

/** Arms under labels that cannot be worked out without the secret. */
export type Labels = {
  of: (code: string) => string; // "B"
  arms: readonly { label: string; code: string }[]; // in order of labels
  mark: string; // equal wherever the labels mean the same arms
};

/**
 * The labels of a trial's arms, A, B and so on: in order of the keyed hash (HMAC-SHA256) of trial and code. The same secret gives the
 * same labels in every cycle, as long as the trial has the same arms; `mark` is a keyed hash of which label is which.
 */
export function labelsOf({ file, arms }: Pick<Trial, "file" | "arms">, secret: string): Labels {
  const placed = [...arms.keys()]
    .map((code) => ({ code, place: keyedHash(secret, ["arm", file.trial, code]) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ code }, i) => ({ label: letters(i), code }));
  const known = new Map(placed.map(({ code, label }) => [code, label]));
  return {
    of: (code) => known.get(code) ?? "",
    arms: placed,
    mark: keyedHash(secret, ["labels", file.trial, ...placed.map(({ code }) => code)]).slice(0, 16),
  };
}

/** 0 → "A", 25 → "Z", 26 → "AA" */
function letters(i: number): string {
  const last = String.fromCharCode(65 + (i % 26));
  return i < 26 ? last : `${letters(Math.floor(i / 26) - 1)}${last}`;
}

/** HMAC-SHA256 in hex, of parts that cannot run into one another. */
export function keyedHash(secret: string, parts: readonly string[]): string {
  return createHmac("sha256", secret).update(JSON.stringify(parts)).digest("hex");
}
