import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { slotsOf } from "../../src/input/campaign/slots.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { nodeWorld } from "../../src/node.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import { integrityOfCycles } from "../../src/trial/integrity/every-cycle.ts";
import { checkShared } from "../../src/trial/integrity/shared.ts";
import { encouragements, findingsOf, openDesign, praiseArms, swapFactor, writeLibrary } from "./library.ts";
import { allocationText, openTrial, type Row } from "./scratch.ts";
import { shippedTrial, withoutCyclesAfter } from "./small.ts";

/* A trial that stops being faithful in some cycle is found before its first report. The data go to August 2026. */

const codes = Array.from({ length: 24 }, (_, i) => `Z${10_001 + i}`);

async function foundIn(folder: string, cycle = "2026-04"): Promise<string[]> {
  const study = await openTrial(folder);
  const [inputs] = study.topics.values();
  const look = { cycle: findCycle(inputs!, cycle), templates: await packagedTemplates(), codes };
  const { findings } = integrityOfCycles(study, study.trial!, look);
  return findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

const inList = { "content/trials/trial/allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]) };

/** A factor that declares charts, and has other words for those whose first report it is. */
async function wordsAtFirst(): Promise<string> {
  const { study } = await openDesign(writeLibrary({}));
  const { campaign } = [...study.topics.values()][0]!;
  const usual = slotsOf(campaign).find(({ role }) => role === "encouragement")!;
  const blocks = ["encouragement-then", ...usual.ids];
  const factors = `
  praise:
    is: How praise is put
    changes: [charts]
    levels:
      plain: { is: The report as it stands }
      warm: { is: A warmer line, change: { first-step: { encouragement: [${blocks.join(", ")}] } } }`;
  const block =
    "block: encouragement-then\nrole: encouragement\nwhen: first-report\ntext: The next step is within reach.\n";
  const folder = writeLibrary({ factors, arms: praiseArms }, { ...inList, "content/blocks/opioids/then.yaml": block });
  withoutCyclesAfter("2026-10", join(folder, "../../campaigns/opioids/campaign.yaml"));
  return folder;
}

describe("a trial is looked at in every cycle", () => {
  let written: Promise<string>;
  beforeAll(() => {
    written = wordsAtFirst();
  });

  test.each(["2026-04", "2026-08"])(
    "what differs in the first alone is told with it, whichever is asked for: %s",
    async (asked) => {
      const [found, ...more] = await foundIn(await written, asked);
      expect(more).toEqual([]);
      expect(found).toContain('X01: the levels of "praise" differ in wording of first-step');
      expect(found).toMatch(/; in cycle 2026-04$/);
    },
  );

  test("what every cycle shows is told once, without them", async () => {
    const blocks = encouragements({ "opioids-encouragement-other": "Well done: the next step is within reach too." });
    const found = await foundIn(
      writeLibrary({ factors: swapFactor({ changes: "charts" }), arms: praiseArms }, { ...inList, ...blocks }),
    );
    expect(found.map((each) => each.replace(/:.*; in/, "; in"))).toHaveLength(1);
    expect(found[0]).not.toContain("; in cycle");
  });

  test("the first render is refused for what another cycle shows; one of a few recipients is not held up", async () => {
    const folder = await written;
    const run = { study: folder, cycle: "2026-08", out: join(folder, "out"), workers: 0 };
    await expect(build(nodeWorld(), run)).rejects.toMatchObject({
      problems: [{ code: "X01", message: expect.stringContaining("in cycle 2026-04") }],
    });
    const some = { ...run, only: ["Z10001"], channels: ["email" as const] };
    await expect(build(nodeWorld(), some)).resolves.toMatchObject({ made: 1 });
  });

  test("who may not be sent anything, and mergers that wait for a ruling, are found in the cycle that they come in", async () => {
    const rows: (string | Row)[] = ["Z10001 K1", "Z10002 K7"];
    const parts = {
      factors: swapFactor({ changes: "wording" }),
      arms: praiseArms,
      merged: "per-trials-unit",
      events: "events.csv",
    };
    const folder = writeLibrary(parts, {
      ...encouragements({ "opioids-encouragement-other": "Well done: the next step is within reach too." }),
      "content/trials/trial/allocation.csv": allocationText(rows),
      "content/trials/trial/events.csv":
        "date,event,unit_code,other_code,channel,reason\n2026-09-01,merge,Z10001,Z10002,,\n",
    });
    const found = await foundIn(folder);
    expect(found.filter((each) => each.includes("merger-not-ruled"))).toEqual([
      expect.stringMatching(/Z10001 merged into Z10002 .*; in cycles 2026-08, 2026-10 .*, 2027-02/),
    ]);
  });
});

describe("a mailbox to which the reports of two arms come", () => {
  async function told(rows: readonly (string | Row)[], channels = "") {
    const blocks = encouragements({ "opioids-encouragement-other": "Well done: the next step is within reach too." });
    const factors = swapFactor({ changes: "wording, channels" }).replace("A warmer line", `A warmer line${channels}`);
    const folder = writeLibrary(
      { factors, arms: praiseArms },
      { ...blocks, "content/trials/trial/allocation.csv": allocationText(rows) },
    );
    const study = await openTrial(folder);
    const [topic, inputs] = [...study.topics][0]!;
    const directory = new Map(inputs.directory);
    const addresses = { Z10001: "Desk@shared.example", Z10002: "desk@shared.example " };
    for (const [code, email] of Object.entries(addresses)) directory.set(code, { ...directory.get(code)!, email });
    const shared = { ...study, topics: new Map([[topic, { ...inputs, directory }]]) };
    return checkShared(shared.trial!, planStudy(shared, "2026-08")).map(({ code, message }) => `${code}: ${message}`);
  }

  test("is told with whose they are; one of a single arm, or of an arm that sends no email, is sound", async () => {
    expect(await told(["Z10001 K1", "Z10002 K7"])).toEqual([
      "X03: a mailbox gets the reports of several arms: desk@shared.example (Z10001 of K1, Z10002 of K7)",
    ]);
    expect(await told(["Z10001 K1", "Z10002 K1", "Z10003 K7"])).toEqual([]);
    expect(await told(["Z10001 K1", "Z10002 K7"], ", channels: [print]")).toEqual([]);
  });
});

describe("a trial is not revealed", () => {
  const clear = { factors: swapFactor({ changes: "wording" }), arms: praiseArms };
  const said = (text: string, parts: Record<string, string> = {}) =>
    findingsOf(
      writeLibrary({ ...clear, ...parts }, { ...inList, ...encouragements({ "opioids-encouragement-other": text }) }),
    );

  test("by words, by its title, its number or what a level is", async () => {
    const words = "Your practice is taking part in a trial of reports.";
    expect(await said(words)).toEqual([
      expect.stringContaining('block "opioids-encouragement-other" holds "Your practice is taking part in a trial"'),
    ]);
    const hidden = (text: string, parts?: Record<string, string>) => said(text, parts).then((all) => all.join());
    expect(await hidden("See ‘Does room for a plan add anything?’ on our site.")).toContain("must stay hidden");
    expect(await hidden("Our number is ISRCTN12345678.", { registration: "ISRCTN12345678" })).toContain(
      '"ISRCTN12345678"',
    );
    const factors = clear.factors.replace("A warmer line", "A line of warmer words");
    expect(await hidden("Here is a line of warmer words for you.", { factors })).toContain('"A line of warmer words"');
  });

  test("unless it is what readers are told, word for word", async () => {
    const consent = "Your practice is taking part in a trial of reports. Ask us about ISRCTN12345678.";
    const parts = { registration: "ISRCTN12345678", consent: JSON.stringify(consent) };
    expect(await said(consent, parts)).toEqual([]);
    expect((await said("Your practice is in the control group.", parts)).join()).toContain("in the control group");
  });
});

test.each(["comparator-framing", "wait-list"])("%s is as it declares in every cycle", async (name) => {
  const folder = shippedTrial(name);
  writeFileSync(join(folder, "allocation.csv"), allocationText(["Z10001 K1"]));
  const read = await openTrial(folder, { allocation: false });
  const [[topic, inputs] = expect.unreachable()] = read.topics;
  const cycles = inputs.campaign.cycles.filter(({ id }) => id <= "2026-10"); // the later ones are on the same data
  const study = { ...read, topics: new Map([[topic, { ...inputs, campaign: { ...inputs.campaign, cycles } }]]) };
  const look = { cycle: findCycle(inputs), templates: await packagedTemplates(), most: 20 };
  const { findings } = integrityOfCycles(study, study.trial!, look);
  expect(findings.filter(({ severity }) => severity !== "info").map(({ message }) => message)).toEqual([]);
});
