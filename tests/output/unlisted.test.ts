import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import type { ArtefactEntry } from "../../src/output/store.ts";
import { findUnlisted } from "../../src/output/unlisted.ts";

const world = nodeWorld();
const entries = [{ path: "print/A.pdf" }] as ArtefactEntry[];
const sound = ["plan.json", "manifest.jsonl", "run.json", "seal.json", "print/A.pdf"];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlisted-test-"));
  await put(...sound);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) await world.write(join(folder, path), "x");
}

test("a run that holds what is on record has no other file", async () => {
  expect(await findUnlisted(world, folder, entries)).toEqual([]);
});

test("what no record lists is named, whatever it is", async () => {
  const others = [
    "email/A.eml.12-3.part",
    "journal.jsonl",
    "notes.txt",
    "print/A.pdf.copy",
    "print/B.pdf",
    "sub/run.json",
  ];
  await put(...others);
  expect(await findUnlisted(world, folder, entries)).toEqual(others);
});

test("a trial pack has a record of its own, of exactly its files", async () => {
  const sums = ["README.md", "dispatch/print list.csv"].map((path) => `${"0".repeat(64)}  ${path}\n`).join("");
  for (const pack of ["pack-masked", "pack-unmasked"]) await world.write(join(folder, pack, "SHA256SUMS"), sums);
  await put("pack-masked/README.md", "pack-masked/dispatch/print list.csv", "pack-masked/late.csv", "README.md");
  expect(await findUnlisted(world, folder, entries)).toEqual(["README.md", "pack-masked/late.csv"]);
});

test("a blind edition has a key beside it, which nothing lists without the edition", async () => {
  await put("pack-blind.sealed");
  expect(await findUnlisted(world, folder, entries)).toEqual(["pack-blind.sealed"]);
  await world.write(join(folder, "pack-blind/SHA256SUMS"), `${"0".repeat(64)}  README.md\n`);
  await put("pack-blind/README.md", "pack-blind/late.csv");
  expect(await findUnlisted(world, folder, entries)).toEqual(["pack-blind/late.csv"]);
});
