import { basename } from "node:path";
import { isInputError, type Place, type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";
import type { Campaign } from "./campaign/campaign.ts";
import { type Slot, slotName, slotsOf } from "./campaign/slots.ts";
import { suggest } from "./files/suggest.ts";
import type { Located } from "./files/yaml.ts";
import { type Inputs, load, type Variants } from "./load.ts";
import type { DataMemory } from "./load-data.ts";
import { type Level, type Touch, workIn } from "./trial/level.ts";
import type { TrialFile } from "./trial/trial.ts";

/** A trial's campaigns by the names it gives them, and what each level touches in them: "factor level". */
export type Topics = { topics: ReadonlyMap<string, Inputs>; touches: ReadonlyMap<string, readonly Touch[]> };

/** How campaigns are read. */
export type TopicOptions = {
  data?: string | undefined; // in place of the campaign's data.yaml; of several topics as name=file, separated by commas
  memory?: StudyMemory | undefined; // of loads before
  isDraft?: boolean | undefined; // it is only looked at: placeholders on real data are warnings, not errors
  withoutReturns?: boolean | undefined; // what recipients have returned is about to be written: what stands there is not read
};

/** Sound data of earlier loads by the campaign's name, so that a save does not read them again. */
export type StudyMemory = Map<string, DataMemory>;

/** The trial's campaigns, each checked as it is and as every level makes it. */
export async function readTopics(
  world: World,
  trial: Located<TrialFile>,
  { below, data, memory, isDraft, withoutReturns }: TopicOptions & { below: (name: string) => string },
  problems: Problem[],
): Promise<Topics> {
  const { value, placeOf } = trial;
  const paths = topicPaths(value);
  checkTopicNames(trial, Object.keys(paths), problems);
  const given = await dataOf(world, data, { topics: Object.keys(paths), problems });
  const topics = new Map<string, Inputs>();
  const touches = new Map<string, readonly Touch[]>();
  for (const [topic, path] of Object.entries(paths)) {
    const variants: Variants = (campaign, told) => variantsOf(trial, { topic, campaign, touches }, told);
    try {
      const known = {
        data: given[topic],
        cycles: value.cycles,
        memory: memoryOf(memory, topic),
        isDraft,
        withoutReturns,
      };
      topics.set(topic, await load(world, below(path), { ...known, variants }));
    } catch (error) {
      if (!isInputError(error)) throw error;
      const at = placeOf(typeof value.campaign === "string" ? ["campaign"] : ["campaign", topic]);
      problems.push(
        ...error.problems.map((problem) =>
          problem.code === "missing-file" && !problem.place ? { ...problem, place: at } : problem,
        ),
      );
    }
  }
  return { topics, touches };
}

/** What earlier loads of a topic have read; kept from now on. */
export function memoryOf(memory: StudyMemory | undefined, topic: string): DataMemory | undefined {
  const known: DataMemory = memory?.get(topic) ?? new Map();
  memory?.set(topic, known);
  return memory && known;
}

/** The paths of a trial's campaigns by name; one alone goes by its folder's name. */
export function topicPaths({ campaign }: TrialFile): Readonly<Record<string, string>> {
  return typeof campaign === "string" ? { [basename(campaign.replace(/\/campaign\.ya?ml$/, ""))]: campaign } : campaign;
}

function checkTopicNames({ value, placeOf }: Located<TrialFile>, names: readonly string[], problems: Problem[]): void {
  for (const [factor, { levels }] of Object.entries(value.factors)) {
    for (const [level, { campaign }] of Object.entries(levels)) {
      if (campaign === undefined || names.includes(campaign)) continue;
      const place = placeOf(["factors", factor, "levels", level, "campaign"]);
      problems.push(wrong("unknown-campaign", `unknown campaign "${campaign}"`, place, `one of ${names.join(", ")}`));
    }
  }
}

/** The data of each topic: of all from one file, `a.yaml`; or by topic, `antibiotics=a.yaml,opioids=b.yaml`. */
async function dataOf(
  world: World,
  data: string | undefined,
  { topics, problems }: { topics: readonly string[]; problems: Problem[] },
): Promise<Readonly<Record<string, string>>> {
  if (data === undefined) return {};
  if (!data.includes("=") || (await exists(world, data))) return Object.fromEntries(topics.map((each) => [each, data]));
  const given: Record<string, string> = {};
  for (const part of data.split(",")) {
    const [, topic = "", file = ""] = /^([^=]*)=(.*)$/.exec(part.trim()) ?? [];
    const problem = topicProblem({ part, topic, file }, topics, given);
    if (problem) problems.push({ severity: "error", ...problem });
    else given[topic] = file;
  }
  return given;
}

function topicProblem(
  { part, topic, file }: { part: string; topic: string; file: string },
  topics: readonly string[],
  given: Readonly<Record<string, string>>,
): Omit<Problem, "severity"> | undefined {
  if (topic === "" || file === "")
    return {
      code: "bad-data-option",
      message: `invalid --data "${part}"`,
      hint: "for each topic topic=file, or one file for all",
    };
  if (!topics.includes(topic))
    return {
      code: "unknown-topic",
      message: `unknown topic "${topic}" in --data`,
      hint: suggest(topic, topics) ?? `one of ${topics.join(", ")}`,
    };
  if (Object.hasOwn(given, topic))
    return {
      code: "repeated-topic",
      message: `topic "${topic}" is given twice in --data`,
      hint: "give each topic once",
    };
  return undefined;
}

type VariantOptions = { topic: string; campaign: Located<Campaign>; touches: Map<string, readonly Touch[]> };

/** The campaign with each level worked in by itself. What a level asks for and is not there is a problem at its place. */
function variantsOf(
  { value, file, text, placeOf, placeOfKey }: Located<TrialFile>,
  { topic, campaign, touches }: VariantOptions,
  problems: Problem[],
): Located<Campaign>[] {
  return Object.entries(value.factors).flatMap(([factor, { levels }]) =>
    Object.entries(levels).flatMap(([name, level]): Located<Campaign>[] => {
      if (!isOf(level, topic)) return [];
      const at = ["factors", factor, "levels", name];
      const worked = workIn(campaign.value, level);
      touches.set(`${factor} ${name}`, worked.touches);
      problems.push(
        ...worked.misses.map(({ path, message, hint, key }) =>
          wrong("bad-patch", message, (key ? placeOfKey : placeOf)([...at, ...path]), hint),
        ),
      );
      if (worked.misses.length > 0) return [];
      const left = slotsOf(worked.campaign).filter(({ voice }) => voice);
      for (const slot of left) problems.push(leftToVoice(slot, placeOf(at)));
      if (left.length > 0) return [];
      const place: Located<Campaign>["placeOf"] = (path) => {
        const origin = worked.originOf(path as readonly (string | number)[]);
        return "level" in origin ? placeOf([...at, ...origin.level]) : campaign.placeOf(origin.campaign);
      };
      return [{ value: worked.campaign, file, text, placeOf: place, placeOfKey: place }];
    }),
  );
}

/** A level changes what the campaign says, and the voice has been worked in by then. */
function leftToVoice(slot: Slot, place: Place): Problem {
  return wrong(
    "bad-patch",
    `this level leaves ${slotName(slot)} to the voice`,
    place,
    "list its blocks, or change single ones in `blocks`; explain names those of the campaign",
  );
}

/** Whether a level is worked into a campaign: into all, or into the one it names. */
export function isOf({ campaign }: Level, topic: string): boolean {
  return campaign === undefined || campaign === topic;
}

async function exists(world: World, file: string): Promise<boolean> {
  return (await world.readText(file)) !== undefined;
}
