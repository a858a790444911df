import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type BuildOptions, build } from "../../src/build.ts";
import { measureOnce } from "../../src/measure/measure-once.ts";
import { nodeWorld } from "../../src/node.ts";
import { readPdf } from "../../src/output/pdf.ts";
import { readManifest } from "../../src/output/record.ts";
import type { ArtefactEntry } from "../../src/output/store.ts";
import type { Fits, Rung } from "../../src/render/height.ts";
import { fitOf } from "../../src/render/print.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates, type Templates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { composeTask } from "../../src/report/task.ts";
import { commonFits } from "../../src/trial/pages/fits.ts";
import { writeLibrary } from "./library.ts";
import { allocationText, openTrial } from "./scratch.ts";

/* Page one of all arms is set alike, as the arm with most on it needs, or a short headline and a long one differ in size too. */

const wordy =
  "Your practice prescribes opioids at high doses, as do many others, and this headline says so in words that take four lines.";

const longer = "change: { headline: { say: [opioids-headline-wordy] } }";

/** A trial whose one arm has a headline of four lines; what its factor declares. */
function trialOf(changes: string, { level = longer, text = wordy, first = "K1" } = {}): string {
  const factors = `
  headline:
    is: How much the headline says
    changes: [${changes}]
    levels:
      usual: { is: The report as it stands }
      wordy: { is: A headline that goes on and on, ${level} }`;
  return writeLibrary(
    { factors, arms: "\n  K1: { headline: usual }\n  K7: { headline: wordy }" },
    {
      "content/blocks/opioids/wordy.yaml": `block: opioids-headline-wordy\nrole: headline\ntext: ${JSON.stringify(text)}\n`,
      "content/trials/trial/allocation.csv": allocationText(
        Array.from({ length: 20 }, (_, i) => `Z${10001 + i} ${(i % 2 === 0) === (first === "K1") ? "K1" : "K7"}`),
      ),
    },
  );
}

let templates: Templates;
beforeAll(async () => {
  templates = await packagedTemplates();
});

/** How each report would be set by itself, and how the trial sets it. */
async function settingsOf(folder: string, only?: readonly string[]) {
  const study = await openTrial(folder);
  const planned = planStudy(study, "2026-08");
  const jobs = planned.jobs.filter(({ organisation }) => only?.includes(organisation.code) ?? true);
  const figures = { measure: measureOnce() };
  const fits = commonFits(study, { ...planned, jobs }, { ...figures, templates });
  const measured = measureStudy(study, { ...planned, jobs }, figures);
  const sizes = readSizes(templates);
  const alone = new Map(
    measured.tasks.map((task) => [task.organisation.code, () => fitOf(composeTask(measured, task), sizes)]),
  );
  return { fits, alone, arms: planned.assignments!.of };
}

const rungs = (fits: Fits) => Object.values(fits).filter((fit): fit is Rung => !("none" in fit));

describe("page one of a trial", () => {
  test("is set alike in all arms: as the version with most on it needs", async () => {
    const { fits, alone, arms } = await settingsOf(trialOf("wording of headline"));
    expect(rungs(fits)).toHaveLength(alone.size);
    expect(rungs(fits).every(({ longHeadline }) => longHeadline)).toBe(true);
    const short = [...alone].filter(([code]) => arms.get(code)?.arm === "K1").map(([, own]) => own().longHeadline);
    expect(short).toContain(false);
  });

  test("hangs on no list: it is the same whichever arm a recipient is in", async () => {
    const [one, other] = ["K1", "K7"].map((first) => trialOf("wording of headline", { first }));
    expect((await settingsOf(one!)).fits).toEqual((await settingsOf(other!)).fits);
  });

  test("is the same for one recipient as for all", async () => {
    const folder = trialOf("wording of headline");
    const [all, one] = [await settingsOf(folder), await settingsOf(folder, ["Z10003"])];
    expect(one.fits).toEqual({ Z10003: all.fits.Z10003 });
  });

  test("is each arm's own where a factor declares its typography or its template", async () => {
    expect((await settingsOf(trialOf("wording of headline, typography"))).fits).toEqual({});
    const large = `${longer}, template: large-type`;
    expect((await settingsOf(trialOf("wording of headline, template", { level: large }))).fits).toEqual({});
  });

  test("costs nothing where arms print the same, or only one prints", async () => {
    expect((await settingsOf(trialOf("channels", { level: "channels: [print]" }))).fits).toEqual({});
    const email = `channels: [email], ${longer}`;
    expect((await settingsOf(trialOf("channels, wording", { level: email }))).fits).toEqual({});
  });

  test("has room in every arm, or the report is made in none", async () => {
    const { fits } = await settingsOf(trialOf("wording of headline", { text: `${wordy} `.repeat(9).trim() }));
    expect(Object.values(fits).map((fit) => ("none" in fit ? fit.none : fit))).toEqual(
      Array.from({ length: 20 }, () =>
        expect.stringMatching(
          /^not every arm's version of this report can be made: page one of Z\d+ is \d+ mm too long/,
        ),
      ),
    );
  });
});

describe("a render of a trial", () => {
  const codes = ["Z10002", "Z10009"]; // K7 and K1

  async function headlines(folder: string, options: Partial<BuildOptions> = {}) {
    const world = nodeWorld();
    const out = mkdtempSync(join(tmpdir(), "fits-"));
    const run = await build(world, {
      study: folder,
      cycle: "2026-08",
      out,
      only: codes,
      channels: ["print"],
      workers: 0,
      ...options,
    });
    const entries = (await readManifest(world, run.folder)).filter((entry): entry is ArtefactEntry => "path" in entry);
    const printed = entries.filter(({ channel }) => channel === "print");
    return printed.map(({ path, fit }) => {
      const [first] = readPdf(readFileSync(join(run.folder, path))).layout;
      return { said: fit?.headline, printed: Math.round(2 * Math.max(...first!.runs.map(({ size }) => size))) / 2 };
    });
  }

  test("prints headlines of one size, and puts on record how pages were set", async () => {
    expect(await headlines(trialOf("wording of headline"))).toEqual([
      { said: 20.5, printed: 20.5 },
      { said: 20.5, printed: 20.5 },
    ]);
    expect(await headlines(trialOf("wording of headline, typography"), { only: ["Z10009"] })).toEqual([
      { said: 25.5, printed: 25.5 },
    ]);
  });
});
