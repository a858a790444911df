import { basename, resolve } from "node:path";
import type { Trial } from "../../input/study.ts";
import type { TrialWaiver } from "../../input/trial/trial.ts";
import type { World } from "../../world.ts";

/**
 * What a trial is, in parts that have names, each as canonical JSON: what must not change once reports have been made. Words for
 * its papers are not in it but what levels are, nor what grows: rows of the list, events and accepted changes.
 */
export type Definition = Readonly<Record<string, string>>;

/** The definition of a trial as its files have it now. */
export async function definitionOf(world: World, { file, folder, arms, allocation }: Trial): Promise<Definition> {
  const { design, unit, cluster, stratum, balance, ratio, merged, factors, periods, sequences, stages, lint } = file;
  const by = Object.fromEntries(
    Object.entries(file["allocated-by"]).map(([name, { is: _, ...how }]): [string, unknown] => [name, how]),
  );
  const declared = Object.keys(ratio).length > 0 ? ratio : undefined;
  const rules = {
    design,
    unit,
    cluster,
    stratum,
    "allocated-by": Object.keys(by).length > 0 ? by : undefined,
    balance,
    ratio: declared,
    merged,
    unavailable: file.unavailable,
    consent: file.consent,
    control: file.control,
    looks: file.looks.length > 0 ? file.looks : undefined,
    "opted-out-are-peers": file["opted-out-are-peers"],
  };
  const decided = await Promise.all(
    stages.flatMap(({ stage, decided: list }) =>
      list === undefined ? [] : [world.hash(resolve(folder, list)).then((hash) => [decidedPart(stage), hash] as const)],
    ),
  );
  const assessed = file.assessed === undefined ? undefined : await world.hash(resolve(folder, file.assessed));
  return sorted([
    ...Object.entries(rules),
    ["assessed", assessed],
    ["campaign", campaignsOf(file)],
    ["list", allocation?.list],
    ...Object.entries(factors).flatMap(([name, { changes, within, levels }]): [string, unknown][] => [
      [`factors/${name}`, changes.toSorted()],
      ...(Object.keys(within).length > 0 ? [[`within/${name}`, within] as [string, unknown]] : []),
      ...Object.entries(levels).flatMap(([level, { is, ...what }]): [string, unknown][] => [
        [`factors/${name}/${level}`, what],
        [isPart(name, level), is],
      ]),
    ]),
    ...[...arms.values()].map(({ code, levels }): [string, unknown] => [`arms/${code}`, levels]),
    ...periods.map(({ period, ...what }): [string, unknown] => [`periods/${period}`, what]),
    ...Object.entries(sequences).map(([code, order]): [string, unknown] => [`sequences/${code}`, order]),
    ...stages.map(({ stage, decided: _, ...what }): [string, unknown] => [`stages/${stage}`, what]),
    ...decided,
    ...codesOf(file).map(([stage, codes]): [string, unknown] => [stage === "" ? "codes" : `codes/${stage}`, codes]),
    ...lint.waive.map((waiver): [string, unknown] => [`waivers/${waiverName(waiver)}`, waiver.rule]),
  ]);
}

/** The campaigns by the names of their folders, wherever these stand; of several topics by topic. */
function campaignsOf({ campaign }: Trial["file"]): string | Readonly<Record<string, string>> {
  const nameOf = (path: string) => basename(path.replace(/\/campaign\.ya?ml$/, ""));
  if (typeof campaign === "string") return nameOf(campaign);
  return Object.fromEntries(Object.entries(campaign).map(([topic, path]) => [topic, nameOf(path)]));
}

/** What a level is said to be: readers of the trial's papers take it for what units got. */
function isPart(factor: string, level: string): string {
  return `factors/${factor}/${level}/is`;
}

/** What the codes of a mapped list stand for, by stage; none of a list with our own columns, whose codes are those of the arms. */
function codesOf({ allocation }: Trial["file"]): [stage: string, codes: Readonly<Record<string, string>>][] {
  if (typeof allocation === "string") return [];
  const maps = [allocation].flat();
  return [...Map.groupBy(maps, ({ stage = "" }) => stage)].map(([stage, all]) => [
    stage,
    Object.assign({}, ...all.map(({ codes }) => codes)),
  ]);
}

/** The list of who was to be randomised again before a stage: it comes when the stage is decided, and stays from then on. */
export function decidedPart(stage: string): string {
  return `stages/${stage}/decided`;
}

export function isDecided(part: string): boolean {
  return part.startsWith("stages/") && part.endsWith("/decided");
}

/** Parts that may come after the first render, or that a ledger of before they were kept does not have; they stay from then on. */
export function isLate(part: string): boolean {
  return isHashed(part) || part === "campaign" || part === "list" || isOfLevel(part);
}

/** Parts of which the hash is kept. */
export function isHashed(part: string): boolean {
  return isDecided(part) || part === "assessed";
}

function isOfLevel(part: string): boolean {
  return /^factors\/[^/]+\/[^/]+\/is$/.test(part);
}

/** "arm K1", "level email of factor delivery", "the rule `merged`" */
export function partName(part: string): string {
  const [kind = "", name = "", more, is] = part.split("/");
  if (part === "list") return "the list that it is";
  if (part === "assessed") return "the list of everybody who was assessed";
  if (isDecided(part)) return `the frozen list of stage "${name}"`;
  if (kind === "factors" && is !== undefined) return `what level "${more}" of factor "${name}" is said to be`;
  if (kind === "factors")
    return more === undefined ? `what factor "${name}" may change` : `level "${more}" of factor "${name}"`;
  if (kind === "within") return `what factor "${name}" is nested in`;
  if (kind === "arms") return `arm ${name}`;
  if (kind === "stages") return `stage "${name}"`;
  if (kind === "periods") return `period "${name}"`;
  if (kind === "sequences") return `sequence ${name}`;
  if (kind === "waivers") return `the waiver of ${name}`;
  if (kind === "codes") return `what codes of the list stand for${name === "" ? "" : ` in stage "${name}"`}`;
  return `\`${part}\``;
}

/** Where a part stands in the trial's file. */
export function pathOf(part: string, { file }: Pick<Trial, "file">): (string | number)[] {
  const [kind = "", name = "", more, ...is] = part.split("/");
  if (part === "list") return ["allocation"];
  if (kind === "factors") return ["factors", name, ...(more === undefined ? ["changes"] : ["levels", more, ...is])];
  if (kind === "within") return ["factors", name, "within"];
  if (kind === "arms") return typeof file.arms === "string" ? ["arms"] : ["arms", name];
  if (kind === "stages")
    return [
      "stages",
      Math.max(
        0,
        file.stages.findIndex(({ stage }) => stage === name),
      ),
    ];
  if (kind === "periods")
    return [
      "periods",
      Math.max(
        0,
        file.periods.findIndex(({ period }) => period === name),
      ),
    ];
  if (kind === "sequences") return ["sequences", name];
  if (kind === "waivers") return ["lint", "waive"];
  if (kind === "codes") return ["allocation", ...(Array.isArray(file.allocation) ? [] : ["codes"])];
  return [part];
}

/** "V10 of opioids-trend in K1 where delivery is email": what of a waiver is no reason and no name. */
function waiverName({ rule, of = [], arms = [], factor = {} }: TrialWaiver): string {
  const where = Object.entries(factor).map(([name, level]) => `where ${name} is ${level}`);
  const parts = [
    of.length > 0 ? `of ${of.join(" and ")}` : "",
    arms.length > 0 ? `in ${arms.join(" and ")}` : "",
    ...where,
  ];
  return [rule, ...parts.filter((part) => part !== "")].join(" ");
}

/** The same value is the same text, in whatever order it is written. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}

function sorted(parts: readonly (readonly [string, unknown])[]): Definition {
  const there = parts.filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    there
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([part, value]) => [part, typeof value === "string" ? value : canonical(value)]),
  );
}
