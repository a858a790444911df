import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { slotName } from "../../src/input/campaign/slots.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Artefact } from "../../src/output/artefact.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { store } from "../../src/output/store.ts";
import { asDrawn } from "../../src/render/as-drawn.ts";
import { compose } from "../../src/report/compose.ts";
import type { Report } from "../../src/report/report.ts";
import { measured } from "../report/campaign.ts";

const world = nodeWorld();

let folder: string;
let report: Report;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "store-test-"));
  const { material, subjects } = await measured();
  report = compose(material, subjects.get("ZX01")!);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function asData(said: Report, path: string): Artefact {
  return { channel: "report", path, bytes: Buffer.from(JSON.stringify(asDrawn(said))) };
}

test("what is sound is written, and its entry says what it is and what it says", async () => {
  const artefact = asData(report, "report/ZX01.json");
  const shelf = { folder: join(folder, "sound"), recipients: new Set(["ZX01", "ZX02"]) };
  const [entry, ...others] = await store(world, shelf, report, [artefact]);
  expect(others).toEqual([]);
  expect(await readFile(join(shelf.folder, artefact.path))).toEqual(artefact.bytes);
  expect(entry).toMatchObject({
    code: "ZX01",
    channel: "report",
    path: "report/ZX01.json",
    sha256: sha256(artefact.bytes),
    bytes: artefact.bytes.byteLength,
    arm: null,
    problems: [],
  });
  const shown = report.choices.filter(({ chosen }) => chosen !== undefined);
  expect(entry?.blocks).toEqual(
    shown.map((choice) => ({ slot: slotName(choice), id: choice.chosen, version: choice.version ?? 1 })),
  );
  expect(shown.length).toBeLessThan(report.choices.length);
  expect(entry?.bct).toEqual([...new Set(shown.flatMap(({ bct }) => bct))].sort((a, b) => Number(a) - Number(b)));
  const [first] = report.standings;
  expect(entry?.signals[first!.indicator]).toEqual(first!.signals.map(({ signal }) => signal));
  expect(entry?.values[first!.indicator]).toEqual(first!.values);
});

test("of a report with one artefact that is not, none is written, and the artefact is named", async () => {
  const other = asData({ ...report, recipient: { ...report.recipient, code: "ZX02" } }, "report/other.json");
  const shelf = { folder: join(folder, "unsound") };
  const stored = store(world, shelf, report, [asData(report, "report/ZX01.json"), other]);
  await expect(stored).rejects.toThrow("report/other.json: read back: it is filed under other, and is for ZX01");
  expect(await world.listFiles(shelf.folder)).toEqual([]);
});

test("what a trial hides is looked for, with the guard that the shelf has", async () => {
  const shelf = { folder: join(folder, "hidden"), hidden: ["Alder Surgery", "ALDER SURGERY"] };
  await expect(store(world, shelf, report, [asData(report, "report/ZX01.json")])).rejects.toThrow("report/ZX01.json: ");
  expect(await world.listFiles(shelf.folder)).toEqual([]);
});
