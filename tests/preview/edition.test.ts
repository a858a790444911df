import { beforeAll, describe, expect, test } from "vitest";
import type { Campaign } from "../../src/input/campaign/campaign.ts";
import type { Inputs } from "../../src/input/load.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import type { KnownFigures } from "../../src/measure/measure-once.ts";
import { nodeWorld } from "../../src/node.ts";
import { type Edition, openEdition, outcomeOf } from "../../src/preview/edition.ts";

// The studio keeps figures from save to save: what it shows is what a reading afresh shows.

let study: Study;
let before: Edition;
let measured: KnownFigures; // before the save

beforeAll(async () => {
  study = await loadStudy(nodeWorld(), "content/campaigns/opioids");
  measured = new Map();
  before = openEdition(study, { cycle: undefined }, measured);
});

type Change = (inputs: Inputs) => Partial<Inputs>;

const campaign =
  (change: (campaign: Campaign) => Partial<Campaign>): Change =>
  (inputs) => ({ campaign: { ...inputs.campaign, ...change(inputs.campaign) } });

const figured: [string, Change][] = [
  ["a second chart section with another length of points", campaign(withYears)],
  ["fewer peers that are enough", campaign(({ peers }) => ({ peers: { ...peers, minimum: 200 } }))],
  [
    "another bound of small numbers",
    campaign(() => ({ "small-numbers": { "expected-below": 0, "count-below": 999, "patients-below": 3 } })),
  ],
  ["another window", campaign(() => ({ window: 6 }))],
  ["an organisation that is not where it was, beside as many others", moved],
  ["an indicator that turned", turned],
];

const spoken: [string, Change][] = [
  ["another title", campaign(() => ({ title: "Another title" }))],
  ["a section less", campaign(({ sections }) => ({ sections: sections.filter(({ kind }) => kind !== "method") }))],
];

describe("figures", () => {
  test.each(figured)("are worked out again after a save of %s", (_, change) => {
    const figures = new Map(measured);
    const saved = withChange(study, change);
    const kept = openEdition(saved, { cycle: undefined }, figures);
    const afresh = openEdition(saved, { cycle: undefined }, new Map());
    expect(figures.size).toBe(2);
    expect([kept.materials, kept.tasks]).toEqual([afresh.materials, afresh.tasks]);
    expect(outcomeOf(kept, "Z10001")).toEqual(outcomeOf(afresh, "Z10001"));
  });

  test.each(spoken)("are kept after a save of %s", (_, change) => {
    const figures = new Map(measured);
    const after = openEdition(withChange(study, change), { cycle: undefined }, figures);
    expect(figures.size).toBe(1);
    expect(ownOf(after)).toBeDefined();
    expect(ownOf(after)).toBe(ownOf(before));
  });

  test("of other data are worked out again", () => {
    const figures = new Map(measured);
    const saved = withChange(study, ({ observations }) => ({ observations: { ...observations } }));
    const after = openEdition(saved, { cycle: undefined }, figures);
    expect(ownOf(after)).not.toBe(ownOf(before));
  });
});

test("an added section is drawn at once", () => {
  const edition = openEdition(withChange(study, campaign(withYears)), { cycle: undefined }, new Map(measured));
  const outcome = outcomeOf(edition, "Z10001");
  expect(outcome).toMatchObject({ state: "report" });
  const sections = outcome?.state === "report" ? outcome.report.sections : [];
  expect(sections.map(({ kind }) => kind)).toContain("multiples");
});

/** What was measured of one recipient: the very same where nothing was measured again. */
function ownOf({ tasks }: Edition) {
  return tasks.get("Z10001")?.standings[0]?.own; // standings themselves are told of what came before
}

function withChange(given: Study, change: Change): Study {
  const topics = [...given.topics].map(([name, inputs]) => [name, { ...inputs, ...change(inputs) }] as const);
  return { ...given, topics: new Map(topics) };
}

function withYears({ sections }: Campaign): Partial<Campaign> {
  const settings = {
    indicators: ["opioids-high-dose-share", "opioids-total"],
    points: 12 as const,
    title: "Three years",
  };
  return { sections: [...sections, { name: "multiples", kind: "multiples", settings }] };
}

function moved({ directory }: Inputs): Partial<Inputs> {
  const [first, second] = [...directory.values()].filter(({ type }) => type === "practice");
  return {
    directory: new Map(directory).set(first!.code, { ...first!, parents: second!.parents, closed: "2020-01-31" }),
  };
}

function turned({ indicators }: Inputs): Partial<Inputs> {
  const [first] = indicators.values();
  return { indicators: new Map(indicators).set(first!.indicator, { ...first!, direction: "higher" }) };
}
