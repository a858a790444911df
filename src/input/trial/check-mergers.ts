import { dayName } from "../../month.ts";
import { type Place, type Problem, wrong } from "../../problem.ts";
import type { Directory } from "../data/organisation.ts";
import type { TrialEvent } from "./events.ts";
import { acceptance, type TrialFinding } from "./findings.ts";

export type Mergers = {
  events: readonly TrialEvent[]; // in order of time
  directory: Directory;
  units: readonly { unit: string; arm: string }[]; // as allocated
  file: string; // of the events
  place: Place; // where the trial's file names them
};

type Merger = TrialEvent & { other: string };

/** Mergers of the directory that are not among the events, mergers that cannot be, and such as are unlikely. */
export function checkMergers(of: Mergers, problems: Problem[]): TrialFinding[] {
  const mergers = of.events.filter((event): event is Merger => event.event === "merge" && event.other !== undefined);
  const ringed = ringsOf(mergers);
  problems.push(...unrecorded(of), ...ringed.map((ring) => toldRing(of, ring)), ...twice(of, mergers));
  const inRing = new Set(ringed.flatMap(({ way }) => way));
  return mergers.filter(({ unit }) => !inRing.has(unit)).flatMap((merger) => unlikely(of, merger));
}

function unrecorded({ events, directory, units, place }: Mergers): Problem[] {
  const armOf = new Map(units.map(({ unit, arm }) => [unit, arm]));
  return [...directory.values()].flatMap(({ code, closed, successor }): Problem[] => {
    if (!closed || !successor || !armOf.has(code)) return [];
    if (events.some(({ event, unit }) => event === "merge" && unit === code)) return [];
    const across = armOf.has(successor) && armOf.get(successor) !== armOf.get(code);
    return [
      {
        ...wrong(
          "unrecorded-merger",
          `the directory says ${code} merged into ${successor} on ${closed}; ${across ? "they are in different arms, and " : ""}\`events\` has no such merger`,
          place,
          `add to the events: ${closed},merge,${code},${successor}`,
        ),
        severity: across ? "error" : "warning",
      },
    ];
  });
}

type Ring = { way: readonly string[]; line: number };

/** Mergers that lead back to where they began, each ring once: A, B, A. */
function ringsOf(mergers: readonly Merger[]): Ring[] {
  const into = new Map(mergers.map(({ unit, other }) => [unit, other]));
  const told = new Set<string>();
  return mergers.flatMap(({ unit, line }): Ring[] => {
    const way = [unit];
    for (let next = into.get(unit); next !== undefined; next = into.get(next)) {
      const isMet = way.includes(next);
      way.push(next);
      if (isMet) break;
    }
    if (way.length < 2 || way.at(-1) !== unit || way.some((each) => told.has(each))) return [];
    for (const each of way) told.add(each);
    return [{ way, line }];
  });
}

function toldRing({ file }: Mergers, { way, line }: Ring): Problem {
  const hint = "one of them carries on: the other_code of the last merger";
  return wrong("merger-ring", `mergers in a ring: ${way.join(" into ")}`, { file, line, column: 1 }, hint);
}

/** A unit that has merged cannot merge once more. */
function twice({ file }: Mergers, mergers: readonly Merger[]): Problem[] {
  const first = new Map<string, Merger>();
  return mergers.flatMap((merger) => {
    const { unit, other, line } = merger;
    const before = first.get(unit);
    first.set(unit, before ?? merger);
    if (!before) return [];
    const message = `${unit} merged into ${other}, and before that into ${before.other} (line ${before.line})`;
    return [wrong("merged-twice", message, { file, line, column: 1 }, "keep the one that took place")];
  });
}

/** A practice that cannot well have carried on for another. */
function unlikely({ events, directory, file }: Mergers, { unit, other, date, line }: Merger): TrialFinding[] {
  const [gone, stays] = [directory.get(unit), directory.get(other)];
  const ended = events.find(
    (each) => each.unit === other && ["merge", "close"].includes(each.event) && each.date < date,
  );
  const why = [
    ...(ended
      ? [
          `${other} ${ended.event === "merge" ? `had merged into ${ended.other}` : "had closed"} on ${dayName(ended.date)}`,
        ]
      : []),
    ...(stays?.closed && stays.closed < date ? [`the directory says ${other} closed on ${dayName(stays.closed)}`] : []),
    ...(stays?.opened && stays.opened > date && stays.opened !== date
      ? [`the directory says ${other} opened on ${dayName(stays.opened)}`]
      : []),
    ...(gone && stays && gone.type !== stays.type ? [`${other} is a ${stays.type}, not a ${gone.type}`] : []),
    ...(gone?.successor && gone.successor !== other
      ? [`the directory says ${gone.successor} carries on for ${unit}`]
      : []),
  ];
  if (why.length === 0) return [];
  return [
    {
      finding: "unlikely-successor",
      of: [unit],
      tell: () =>
        wrong(
          "unlikely-successor",
          `${unit} merged into ${other} on ${dayName(date)}, but ${why.join("; ")}`,
          { file, line, column: 1 },
          `write who carries on for ${unit}; ${acceptance("unlikely-successor", [unit])}`,
        ),
    },
  ];
}
