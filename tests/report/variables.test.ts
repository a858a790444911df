import { describe, expect, test } from "vitest";
import type { Cycle } from "../../src/input/campaign/campaign.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Told } from "../../src/input/history.ts";
import { closure } from "../../src/input/library/signals.ts";
import { vocabulary } from "../../src/input/library/vocabulary.ts";
import type { Inputs } from "../../src/input/load.ts";
import { sinceLast } from "../../src/measure/earlier.ts";
import { measure } from "../../src/measure/measure.ts";
import { toMaterial, type Voice, voiceOf } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import { peersLabel, variables } from "../../src/report/variables.ts";
import {
  indicatorOf,
  inputsOf,
  type Monthly,
  peers,
  type Service,
  steady,
  without,
  yearly,
} from "../measure/service.ts";
import { emptyNotebook } from "./campaign.ts";

/* A service in which every need of a variable is met by somebody: a practice for each state, beside eleven steady peers. */

const list = 10_000;
const at = (items: number): Monthly => steady(items, list);
const inSeven: Monthly = (ago) => [ago < 7 ? 1 : 0, list];
const steadyPeers = peers([10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30], list);

const services: readonly Service[] = [
  {
    indicators: [{ target: { value: 2, label: "Target", source: "A plan" } }],
    practices: {
      ...steadyPeers,
      Better: { items: at(12) },
      Worse: { items: at(37) },
      Falling: { items: yearly(at(20), at(30)) },
      Rising: { items: yearly(at(30), at(20)) },
      None: { items: at(0) },
      Few: { items: inSeven },
      Gaps: { items: without(at(20), 4) },
      Grown: { items: (ago) => [20, ago < 5 ? 1.25 * list : list] },
      Silent: {},
      Checked: { items: (ago) => [ago === 15 ? 0 : 30, list] },
      Doubted: { items: (ago) => [ago === 4 ? 0 : 30, list] },
    },
  },
  {
    indicators: [{ numerator: { ...indicatorOf({}).numerator, counts: "patients" } }],
    campaign: { disclosure: { policy: "nhsd-hes" } },
    practices: { ...steadyPeers, Withheld: { items: inSeven } },
  },
  {
    indicators: [{ numerator: { ...indicatorOf({}).numerator, counts: "quantity", "one-patient": 10 } }],
    months: 60,
    practices: {
      ...steadyPeers,
      One: { items: at(10) },
      Sloping: { items: (ago) => [60 + Math.floor(ago / 12) + 0.1 * ((ago * 7) % 3), list] },
    },
  },
  { practices: { Alone: { items: at(20) } } },
  {
    campaign: { sections: [{ "since-last": { message: ["none"] } }] },
    practices: { ...steadyPeers, Told: { items: at(20) } },
  },
  {
    indicators: [{ given: "value", period: "year" }],
    lists: false,
    practices: {
      ...Object.fromEntries(
        [1, 1.2, 1.4, 1.6].map((value, i) => [`B${i}`, { values: () => ({ value, reach: 0.1 }) }] as const),
      ),
      Published: { values: (ago) => ({ value: ago < 12 ? 2 : 3, reach: 0.1 }) },
    },
  },
];

const voices = services.flatMap(voicesOf);

/** Every practice of a service on its headline. */
function voicesOf(service: Service): Voice[] {
  const inputs = inputsOf(service);
  const cycle = findCycle(inputs);
  const { jobs } = plan(inputs, cycle);
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const material = toMaterial(inputs, cycle, standings);
  return jobs.map((job) => {
    const { indicators } = inputs;
    const own = sinceLast(standings.of[job.organisation.code] ?? [], { told: toldBefore(inputs, cycle), indicators });
    const subject = { ...job, standings: own };
    return voiceOf(material, subject, emptyNotebook(), inputs.campaign.headline);
  });
}

/** The report before this one, with a figure. */
function toldBefore({ campaign }: Inputs, { id }: Cycle): Told | undefined {
  const before = campaign.cycles[campaign.cycles.findIndex((cycle) => cycle.id === id) - 1];
  const headline = { indicator: campaign.headline, value: 2, numerator: null, denominator: null, signals: [] };
  return before && ({ cycle: before.id, headline } as unknown as Told);
}

test("every variable of the vocabulary has a resolver, and the reverse", () => {
  expect(Object.keys(variables).sort()).toEqual(Object.keys(vocabulary).sort());
});

describe("a variable is known wherever its needs are met", () => {
  test.each(Object.entries(vocabulary))("%s", (path, { needs, counts }) => {
    const told = voices.filter(({ indicator }) => !counts || indicator.given === "counts");
    const able = told.filter(({ signals }) => needs.every((need) => signals.has(need)));
    expect(able.length, `practices of which ${needs.join(" and ")} can be said`).toBeGreaterThan(0);
    for (const speaking of able) {
      const figure = variables[path]?.(speaking);
      expect(figure?.text ?? "").toMatch(/\S/);
      expect(figure?.text).not.toMatch(/NaN|undefined|Infinity|null/);
    }
  });

  test("whatever a signal implies is set beside it", () => {
    for (const { signals } of voices.filter(({ indicator }) => indicator.given === "counts"))
      for (const signal of signals) for (const implied of closure(signal)) expect([...signals]).toContain(implied);
  });
});

test("nobody is told that others may have fewer than none, or more than all", () => {
  const none = voices.find(({ signals }) => signals.has("zero"))!;
  const rank = { lower: 0, equal: 2, higher: 9, surely: { lower: 0, higher: 9 }, percentRank: 0 }; // two are withheld
  const said = (count: number) => {
    const own = { ...none.standing.own, count } as typeof none.standing.own;
    return variables["rank.fewer"]?.({ ...none, standing: { ...none.standing, own, rank } })?.text;
  };
  expect(said(0)).toBe("none of the other 11");
  expect(said(1)).toBe("up to 2 of the other 11");
});

test("peers are called by the label with the recipients' own name, and of all as it stands or by the report", () => {
  const one = voices[0]!;
  const labelOf = (label: string, level: string) => {
    const { campaign } = one.material;
    const recipients = { ...campaign.recipients, one: "place", many: "places" };
    const group = one.group ? { ...one.group, level, place: "High Marches" } : undefined;
    const { design } = one.subject;
    const subject = { ...one.subject, design: { ...design, peers: { ...design.peers, label } } };
    return peersLabel({ ...one, subject, material: { ...one.material, campaign: { ...campaign, recipients } }, group });
  };
  expect(labelOf("{{recipients}} in {{place}}", "region")).toBe("places in High Marches");
  expect(labelOf("{{recipients}} in {{place}}", "all")).toBe("places in this report");
  expect(labelOf("places", "all")).toBe("places");
});
