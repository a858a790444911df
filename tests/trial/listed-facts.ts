import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Channel } from "../../src/input/campaign/channels.ts";
import type { Study, Trial } from "../../src/input/study.ts";
import type { ArtefactEntry, Entry } from "../../src/output/store.ts";
import { assign } from "../../src/report/assign.ts";
import { armDesigns, planStudy } from "../../src/report/plan.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { outcomesOf } from "../../src/trial/pack/exposure/outcomes.ts";
import { responsesOf } from "../../src/trial/pack/exposure/responses.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { actionsOf, openProfile } from "../../src/trial/pack/profile.ts";
import { trialRecord } from "../../src/trial/record.ts";
import { rehearsalOf } from "../../src/trial/rehearse.ts";
import { openTrial } from "./scratch.ts";
import { type Service, shippedTrial } from "./small.ts";

/*
 * A trial from its list, events and data, as a pack has it once cycles up to one were made: every planned report is on record as made,
 * without a file. For what a pack says of all designs, at the price of reading them.
 */

const ends: Readonly<Record<Channel, string>> = { print: "pdf", email: "eml", html: "html" };

export function listedFacts(study: Study, { cycles = 2, last = "2026-08" } = {}): Facts {
  const trial = study.trial as Trial;
  const [first] = study.topics.values();
  const known = first!.campaign.cycles.filter(({ id }) => id <= last).slice(-cycles);
  const cycle = known.at(-1)!;
  const runs = known.map((of) => {
    const jobs = planStudy(study, of.id).jobs;
    const entries = new Map(
      jobs.map(({ organisation: { code }, channels }) => [code, channels.map((channel) => made(code, channel))]),
    );
    return {
      cycle: of,
      run: `run-${of.id}`,
      folder: `out/${of.id}`,
      trial: trialRecord(trial, assign(study, trial, of)),
      entries,
      made: { engine: "0", inputs: {}, templates: {} },
    };
  });
  const designs = armDesigns(study, trial);
  const planned = planStudy(study, cycle.id);
  const there = new Set([...(planned.assignments?.of.values() ?? [])].map(({ arm }) => arm));
  return {
    run: { trial: runs.at(-1)!.trial, engine: "0", key: "0".repeat(64) },
    folder: "out",
    study,
    trial,
    cycle,
    planned,
    arms: [...trial.arms.keys()].filter((arm) => there.has(arm)),
    designs,
    get found() {
      const variants = variantsOfArms(study, trial, { cycle, codes: ["Z10001"], arms: [...trial.arms.keys()] });
      const profiles = [...variants].map(([arm, { reports, channels, topic }]) => {
        const { see, profile } = openProfile({ channels, actions: actionsOf(study, topic) });
        for (const report of reports.values()) see(report);
        return [arm, profile()] as const;
      });
      return { sent: variants, profiles: new Map(profiles), expected: new Map() };
    },
    reports: new Map(),
    runs,
    organisations: new Map([...study.topics.values()].flatMap(({ directory }) => [...directory])),
    templates: {},
    mailings: new Map(),
    letters: new Map(),
  } as unknown as Facts;
}

/** Baseline and outcomes of everybody, as `pack` works them out. */
export async function followedIn(facts: Facts) {
  return { outcomes: outcomesOf(facts), responses: await responsesOf(facts, []) };
}

function made(code: string, channel: Channel): Entry {
  return {
    ...{ code, channel, path: `${channel}/${code}.${ends[channel]}`, sha256: "", bytes: 1, blocks: [], bct: [] },
    ...{ signals: {}, values: {}, suppressions: [], arm: null, problems: [] },
  } as unknown as ArtefactEntry;
}

/**
 * A trial that comes with the package, on the data of a few practices, with a list that was drawn for it and does not say of itself that it
 * was. `rows` are added to the list, e.g. those of a second stage.
 */
export async function smallTrial(
  name: string,
  { service, rows = "", edit }: { service: Service; rows?: string; edit?: (text: string) => string },
): Promise<Study> {
  const folder = shippedTrial(name, service);
  const file = join(folder, "trial.yaml");
  if (edit) writeFileSync(file, edit(readFileSync(file, "utf8")));
  const bare = await openTrial(folder, { allocation: false });
  const { text } = rehearsalOf(bare, bare.trial!, { seed: 7, responders: 1 });
  const merged = [...[...bare.topics.values()][0]!.directory.values()].flatMap(({ code, closed, successor }) =>
    closed && successor && text.includes(`,${code},`)
      ? [`${closed},merge,${code},${successor},,contracts merged\n`]
      : [],
  );
  writeFileSync(join(folder, "events.csv"), `date,event,unit_code,other_code,channel,reason\n${merged.join("")}`);
  writeFileSync(join(folder, "allocation.csv"), `${text.replaceAll("REHEARSAL", "LISTA")}${rows}`);
  return openTrial(folder);
}
