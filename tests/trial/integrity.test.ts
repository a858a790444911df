import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { build } from "../../src/build.ts";
import { compareCommand } from "../../src/cli/compare.ts";
import { findCycle } from "../../src/input/cycles.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Entry } from "../../src/output/store.ts";
import { isInputError } from "../../src/problem.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import { checkIntegrity, integrityOf } from "../../src/trial/integrity/integrity.ts";
import { checkSent } from "../../src/trial/integrity/sent.ts";
import { isSlip } from "../../src/trial/integrity/slips.ts";
import { encouragements, findingsOf, openDesign, praiseArms, swapFactor, writeLibrary } from "./library.ts";
import { allocationText, openTrial, trialText, writeTrial } from "./scratch.ts";
import { shippedTrial, smallContent } from "./small.ts";

/* Each fault is planted by itself, and must be told by name. */

const own = "Your rate has come down: a next step may be within reach. Keep doing what works.";
const warm = "Well done: your rate has come down, and the next step is within reach too.";

afterEach(() => vi.restoreAllMocks());

function praise(text: string, changes?: string): string {
  const blocks = encouragements({ "opioids-encouragement-other": text });
  return writeLibrary({ factors: swapFactor(changes ? { changes } : {}), arms: praiseArms }, blocks);
}

describe("X01: arms differ only as declared", () => {
  test("other words that are declared are no finding", async () => {
    expect(await findingsOf(praise(warm))).toEqual([]);
    expect(await findingsOf(praise(warm, "wording"))).toEqual([]);
  });

  test("words that no factor declares, with both texts and what to declare", async () => {
    const [found, ...others] = await findingsOf(praise(warm, "charts"));
    expect(others).toEqual([]);
    expect(found).toMatch(
      /^error X01: the levels of "praise" differ in wording of first-step, which it does not declare: first-step\.encouragement is "Your rate .*" at "plain" and "Well done: .*" at "warm", and 1 more \(\d+ of \d+ reports, e\.g\. Z\d+\)$/,
    );
  });

  test("words that nobody is shown in this cycle are found in the level itself", async () => {
    const factors = `
  words:
    is: Words
    changes: [charts]
    levels:
      plain: { is: The report as it is }
      other: { is: Others, blocks: { voice-headline-alone-moved-rate: voice-headline-alone-steady-rate } }`;
    const folder = writeLibrary({ factors, arms: "\n  K1: { words: plain }\n  K7: { words: other }" });
    const found = await findingsOf(folder);
    expect(found.filter((each) => each.includes("headline"))).toEqual([
      'error X01: level "other" of "words" changes wording of headline, which "words" does not declare: "voice-headline-alone-moved-rate" is another there',
    ]);
  });

  test("a section, a chart and a setting", async () => {
    const factors = `
  look:
    is: How it looks
    changes: [support]
    levels:
      one: { is: The report as it is }
      other: { is: Another, leave-out: [own-plan], channels: [email], change: { comparison: { chart: bars } } }`;
    const found = await findingsOf(writeTrial({ "trial.yaml": trialText({ factors, arms: armsOf("look") }) }));
    const aspects = found.map((each) => /differ in (.*), which/.exec(each)?.[1]).sort();
    expect(aspects).toEqual(["channels", "charts", "sections", "wording of comparison"]);
  });

  test("a report that can be made at one level alone, with who would drop out; one that can at none is not of the trial", async () => {
    const { study, trial } = await openDesign(praise(warm));
    const [[topic, inputs] = []] = study.topics;
    const text = "{{target.label}} is missed."; // a campaign without a target: what is checked on loading is changed after it
    const look = { cycle: findCycle(inputs!, "2026-08"), templates: await packagedTemplates() };
    const findings = (...ids: string[]) => {
      const spoilt = ids.map((id) => [id, { ...inputs!.blocks.get(id)!, text }] as const);
      const broken = { ...inputs!, blocks: new Map([...inputs!.blocks, ...spoilt]) };
      return integrityOf({ ...study, topics: new Map([[topic!, broken]]) }, trial, look).findings;
    };
    expect(findings("opioids-encouragement-other").map(({ code, message }) => `${code}: ${message}`)).toEqual([
      expect.stringMatching(
        /^X01: at "warm" of "praise" \d+ reports cannot be made that can at "plain", e\.g\. (Z\d+): "target\.label" is not known for \1/,
      ),
    ]);
    expect(findings("opioids-encouragement-other", "voice-encouragement-improving")).toEqual([]);
    const lost = (...ids: string[]) => /at "warm" of "praise" (\d+) reports/.exec(findings(...ids)[0]!.message)?.[1];
    expect(lost("opioids-encouragement-other", "opioids-encouragement-any")).toBe(lost("opioids-encouragement-other"));
  });

  test("what no channel of the levels shows; a section that an email shows is seen", async () => {
    const levels = (channels: string, change: string) => `
  look:
    is: How it looks
    changes: [charts, wording, channels]
    levels:
      one: { is: The report as it is, channels: ${channels} }
      other: { is: Another, channels: ${channels}, change: ${change} }`;
    const found = async (channels: string, change: string) =>
      (
        await findingsOf(
          writeTrial({ "trial.yaml": trialText({ factors: levels(channels, change), arms: armsOf("look") }) }),
        )
      ).filter((each) => each.includes("are sent the same"));
    const year = "{ trend: { points: 12 } }";
    expect(await found("[email]", year)).toEqual([
      'error X01: "one" and "other" of "look" differ in trend alone, which no email shows, and nothing goes on paper: their arms are sent the same',
    ]);
    expect(await found("[email, print]", year)).toEqual([]);
    const printed = levels("[email]", year);
    for (const level of ["one", "other"]) {
      const factors = printed.replace(new RegExp(`(${level}: .*?)\\[email\\]`), "$1[email, print]");
      const folder = writeTrial({ "trial.yaml": trialText({ factors, arms: armsOf("look") }) });
      expect((await findingsOf(folder)).filter((each) => each.includes("are sent the same"))).toEqual([]);
    }
    expect(await found("[email]", "{ comparison: { chart: bars } }")).toEqual([]);
  });

  test("a headline that takes turns at one level, with all that is said of another indicator, is declared as that", async () => {
    const campaign = readFileSync(join(smallContent, "campaigns/opioids/campaign.yaml"), "utf8");
    const turned = campaign.replace(/^headline: .*$/m, "$&\nheadline-turns: { with: [opioids-high-dose-share] }");
    const found = (changes: string) =>
      findingsOf(
        writeLibrary(
          {
            factors: `
  turns:
    is: Whether the headline takes turns
    changes: [${changes}]
    levels:
      turned: { is: It does }
      own: { is: It does not, headline-turns: never }`,
            arms: "\n  K1: { turns: turned }\n  K7: { turns: own }",
          },
          { "content/campaigns/opioids/campaign.yaml": turned },
        ),
      ).catch(problems);
    expect((await found("headline-turns")).filter((each) => each.includes("X01"))).toEqual([]);
    expect((await found("actions")).join()).toMatch(/X01: .*headline-turns/);
    expect((await found("actions")).join()).toMatch(/X01: .*wording of headline/); // reports are compared, not settings alone
  });

  test("a slip in the words of one level, by name", async () => {
    expect(await findingsOf(praise(own.replace("reach", "raech")))).toEqual([
      'error X01: looks like a slip: "raech" for "reach" in block "opioids-encouragement-other" of level "warm" of "praise"',
    ]);
  });

  test.each([
    ["practcies", "practices", true],
    ["pratices", "practices", true],
    ["opiods", "opioids", true],
    ["wiht", "with", true],
    ["wit", "with", false],
    ["not", "now", false],
    ["practice", "practices", false],
    ["lowered", "lowers", false],
    ["fewer", "lower", false],
    ["tips", "spit", false],
    ["mouth", "month", true],
    ["reveiwng", "reviewing", true],
    ["reviwd", "reviews", false],
    ["rviewre", "reviewer", false],
    ["aponitmnet", "appointment", false],
    ["form", "from", true], // told only where "form" stands nowhere else in the library
  ])("%s for %s: %s", (typed, meant, expected) => {
    expect(isSlip(typed, meant)).toBe(expected);
  });
});

test("every recipient is looked at, and of very many a varied sample", async () => {
  const { study, trial } = await openDesign(praise(warm, "charts"));
  const look = { cycle: findCycle([...study.topics.values()][0]!), templates: await packagedTemplates() };
  const lookedAt = (most?: number) => {
    const { findings } = integrityOf(study, trial, { ...look, ...(most === undefined ? {} : { most }) });
    return Number(/ of (\d+) reports/.exec(findings.map(({ message }) => message).join())?.[1]);
  };
  expect(lookedAt()).toBeGreaterThan(lookedAt(1));
});

describe("the sign-off", () => {
  test("words that were approved may stay; a change of one arm's words is told with who approved what", async () => {
    const folder = praise(warm);
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    expect(await compareCommand(folder, { out: folder, approve: "Clinical lead", date: "2026-03-02" })).toBe(0);
    expect(await findingsOf(folder)).toEqual([]);
    const blocks = join(folder, "../../blocks/opioids/more-encouragement.yaml");
    writeFileSync(blocks, readFileSync(blocks, "utf8").replace("Well done", "Congratulations"));
    expect(await findingsOf(folder)).toEqual([
      `error X01: arm wording differs from what Clinical lead approved on 2026-03-02: first-step: opioids-encouragement-other of level "warm" of "praise" is "${warm.replace("Well done", "Congratulations")}", was "${warm}"`,
    ]);
  });

  test("words of all arms may change", async () => {
    const folder = praise(warm);
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    await compareCommand(folder, { out: folder, approve: "Clinical lead", date: "2026-03-02" });
    const blocks = join(folder, "../../voice/encouragement.yaml");
    writeFileSync(blocks, readFileSync(blocks, "utf8").replace("A short call to us is enough", "Please call us"));
    expect(await findingsOf(folder)).toEqual([]);
  });

  test("needs a day, and a trial that is sound", async () => {
    const folder = praise(own.replace("reach", "raech"));
    await expect(compareCommand(folder, { out: folder, approve: "Clinical lead" })).rejects.toMatchObject({
      problems: [{ code: "no-date" }],
    });
    await expect(
      compareCommand(folder, { out: folder, approve: "Clinical lead", date: "2026-03-02" }),
    ).rejects.toMatchObject({ problems: [{ code: "X01" }] });
  });
});

describe("X02: effects of their own", () => {
  test("a factor that writes into a section which another leaves out", async () => {
    const factors = `${swapFactor()}
  step:
    is: Whether one action leads
    changes: [sections]
    levels:
      led: { is: A first step }
      not-led: { is: None, leave-out: [first-step] }`;
    const blocks = encouragements({ "opioids-encouragement-other": warm });
    const found = await findingsOf(writeLibrary({ design: "factorial", factors, arms: square }, blocks)).catch(
      problems,
    );
    expect(found.filter((each) => each.includes("X02"))).toEqual([
      expect.stringMatching(/X02: .*"praise".*"step"|X02: .*"step".*"praise"/),
    ]);
  });

  test("a factor that changes a chart which another leaves out", async () => {
    const factors = `
  shown:
    is: Comparators
    changes: [comparators, charts, wording]
    levels:
      two: { is: Both }
      best: { is: One, comparators: [top-quartile] }
  picture:
    is: The chart
    changes: [sections, wording]
    levels:
      there: { is: A chart }
      absent: { is: None, leave-out: [comparison] }`;
    const arms = `
  K1: { shown: two, picture: there }
  K3: { shown: best, picture: there }
  K5: { shown: two, picture: absent }
  K7: { shown: best, picture: absent }`;
    const told = expect.stringMatching(
      /^error X02: "shown" \(two to best\) changes (.*, )?comparison\.chart(, .*)? where "picture" is there, and not where it is absent$/,
    );
    for (const cells of [arms, arms.replace(/(there|absent)/g, (word) => (word === "there" ? "absent" : "there"))]) {
      const parts = { design: "factorial", factors, arms: cells };
      expect(await findingsOf(writeTrial({ "trial.yaml": trialText(parts) }))).toContainEqual(told);
    }
  });

  test("where nothing is sent there is nothing to compare", async () => {
    const factors = `
  start:
    is: When the reports begin
    changes: [schedule]
    levels:
      soon: { is: At once }
      later: { is: After a year, cycles: { from: 2026-12 } }
  plan:
    is: Whether there is room for a plan
    changes: [sections]
    levels:
      with: { is: The report as it is }
      without: { is: Without, leave-out: [own-plan] }`;
    const arms = `
  K1: { start: soon, plan: with }
  K3: { start: later, plan: with }
  K5: { start: soon, plan: without }
  K7: { start: later, plan: without }`;
    const campaign = join(smallContent, "campaigns/opioids");
    const text = trialText({ campaign, design: "factorial", factors, arms });
    const found = await findingsOf(writeTrial({ "trial.yaml": text }));
    expect(found.filter((each) => each.includes("X02"))).toEqual([]);
  });

  test("two factors on one part of a report are told, and do not stop", async () => {
    const factors = `
  shown:
    is: Comparators
    changes: [comparators, charts, wording]
    levels:
      two: { is: Both }
      best: { is: One, comparators: [top-quartile] }
  picture:
    is: The chart
    changes: [charts, wording of comparison]
    levels:
      dots: { is: Dots }
      bars: { is: "Bars", change: { comparison: { chart: bars } } }`;
    const arms = `
  K1: { shown: two, picture: dots }
  K3: { shown: best, picture: dots }
  K5: { shown: two, picture: bars }
  K7: { shown: best, picture: bars }`;
    const folder = writeTrial({ "trial.yaml": trialText({ design: "factorial", factors, arms }) });
    expect(await findingsOf(folder)).toEqual(['info X02: "shown" and "picture" both act on comparison.chart']);
  });
});

const square = `
  K1: { praise: plain, step: led }
  K3: { praise: warm, step: led }
  K5: { praise: plain, step: not-led }
  K7: { praise: warm, step: not-led }`;

/** Problems that stopped the reading of a trial, as findings. */
function problems(error: unknown): string[] {
  if (!isInputError(error)) throw error;
  return error.problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

function armsOf(factor: string): string {
  return `\n  K1: { ${factor}: one }\n  K7: { ${factor}: other }`;
}

describe("X03: nobody sees an arm", () => {
  const link = "url: https://wsmeds.example/opioids/search";

  function leaking(address: string): string {
    const campaign = readFileSync(join(import.meta.dirname, "../../content/campaigns/opioids/campaign.yaml"), "utf8");
    return writeLibrary(
      {},
      {
        "content/campaigns/opioids/campaign.yaml": campaign.replace(
          'url: "https://wsmeds.example/opioids/search"',
          `url: "${address}"`,
        ),
        "content/trials/trial/allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
      },
    );
  }

  test("a code in a link, before anything is rendered", async () => {
    expect(link).toContain("search");
    const folder = leaking("https://wsmeds.example/opioids/search?arm=K1");
    expect(await findingsOf(folder)).toEqual(['error X03: campaign "opioids" holds "K1", which must stay hidden']);
    const run = build(nodeWorld(), { study: folder, cycle: "2026-08", out: join(folder, "out") });
    await expect(run).rejects.toMatchObject({ problems: [{ code: "X03" }] });
    expect(await nodeWorld().listFiles(join(folder, "out"))).toEqual([]);
  });

  test("a code after a hyphen in a link, and in an address to write to", async () => {
    const folder = leaking("https://wsmeds.example/opioids-K1");
    const file = join(folder, "../../campaigns/opioids/campaign.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/email: [^@\s]+@/, "email: reply-k7@"));
    expect((await findingsOf(folder)).toSorted()).toEqual([
      'error X03: campaign "opioids" holds "K1", which must stay hidden',
      'error X03: campaign "opioids" holds "K7", which must stay hidden',
    ]);
  });

  test("a name of a level in a link", async () => {
    const factors = `
  own-plan:
    is: Whether there is room for a plan
    changes: [sections]
    levels:
      roomy: { is: The report as it is }
      roomless: { is: Without the plan, leave-out: [own-plan] }`;
    const campaign = readFileSync(join(import.meta.dirname, "../../content/campaigns/opioids/campaign.yaml"), "utf8");
    const changed = campaign.replace("opioids/search", "opioids/roomless");
    const arms = "\n  K1: { own-plan: roomy }\n  K7: { own-plan: roomless }";
    const folder = writeLibrary({ factors, arms }, { "content/campaigns/opioids/campaign.yaml": changed });
    expect(await findingsOf(folder)).toEqual([
      'error X03: campaign "opioids" holds "roomless", which must stay hidden',
    ]);
  });
});

describe("X04: the same data", () => {
  const peers = (changes: string) => `
  peers:
    is: Whom a practice is held against
    changes: [${changes}]
    levels:
      one: { is: Practices of the same place }
      other: { is: All practices, peers: { of: all } }`;

  test("other peers that no factor declares give other numbers", async () => {
    const folder = writeTrial({
      "trial.yaml": trialText({ factors: peers("wording, charts"), arms: armsOf("peers") }),
    });
    const found = await findingsOf(folder);
    expect(found.filter((each) => each.includes("X04"))).toEqual([
      expect.stringMatching(/^error X04: the levels of "peers" are not shown the same numbers: .* more \(\d+ of \d+/),
    ]);
  });

  test("words that a level sets itself do not follow from its other numbers", async () => {
    const own = peers("peers").replace(
      "peers: { of: all }",
      "peers: { of: all }, change: { comparison: { facts: [] } }",
    );
    const folder = writeTrial({ "trial.yaml": trialText({ factors: own, arms: armsOf("peers") }) });
    const found = await findingsOf(folder);
    expect(found.map((each) => /^error X01: the levels of "peers" differ in (.*), which/.exec(each)?.[1])).toEqual([
      "charts",
      "wording of comparison",
    ]);
  });

  test("nor does a setting that goes by another name than what it changes", async () => {
    const sent = peers("peers").replace("peers: { of: all }", "peers: { of: all }, attachment: pdf");
    const folder = writeTrial({ "trial.yaml": trialText({ factors: sent, arms: armsOf("peers") }) });
    expect(await findingsOf(folder)).toEqual([
      expect.stringContaining('error X01: the levels of "peers" differ in channels, which it does not declare'),
    ]);
  });

  test("a factor that declares its peers may have other numbers, and the words and charts that print them", async () => {
    const folder = writeTrial({ "trial.yaml": trialText({ factors: peers("peers"), arms: armsOf("peers") }) });
    expect(await findingsOf(folder)).toEqual([]);
  });
});

describe("X08: nothing outside the allocation", () => {
  async function planned() {
    const folder = writeTrial({
      "trial.yaml": trialText(),
      "allocation.csv": allocationText(["Z10001 K1", { unit: "Z10002", arm: "K7", status: "withdrawn" }]),
    });
    const study = await openTrial(folder);
    return { study, plan: planStudy(study, "2026-08") };
  }

  test("planned reports of others are refused, and nothing is written", async () => {
    const { study, plan } = await planned();
    expect(plan.jobs.map(({ organisation }) => organisation.code)).toEqual(["Z10001"]);
    const templates = await packagedTemplates();
    checkIntegrity(study, plan, { templates, isFirst: false });
    const [job] = plan.jobs;
    const jobs = ["Z10002", "Z10003"].map((code) => ({
      ...job!,
      organisation: { ...job!.organisation, code, email: `${code}@practice.example` },
    }));
    const [withdrawn, stranger] = ["Z10002", "Z10003"];
    const strangers = (async () => checkIntegrity(study, { ...plan, jobs }, { templates, isFirst: false }))();
    await expect(strangers).rejects.toMatchObject({
      problems: [
        { code: "X08", message: expect.stringMatching(`a report of ${withdrawn}, to which nothing is sent`) },
        { code: "X08", message: `a report of ${stranger}, which is not in the allocation` },
      ],
    });
  });

  test("so are artefacts in the manifest", async () => {
    const { study, plan } = await planned();
    const entry = (code: string) => ({ code, path: `print/${code}.pdf` }) as Entry;
    expect(() => checkSent(study, plan, [entry("Z10001")])).not.toThrow();
    expect(() => checkSent(study, plan, [entry("Z10001"), entry("Z10003")])).toThrow();
  });
});

test.each(["action-plan", "six-modifications", "topic-swap", "wait-list"])("%s is as it declares", async (name) => {
  const found = await findingsOf(shippedTrial(name));
  expect(found.filter((each) => !each.startsWith("info"))).toEqual([]);
});
