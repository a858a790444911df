import type { Trial } from "../../input/study.ts";
import { inputError, type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import { type Definition, definitionOf, isHashed, isLate, partName, pathOf } from "./definition.ts";
import { entriesOf, inForce, type LedgerEntry, type TrialEntry } from "./ledger.ts";

/**
 * Holds a trial against its ledger: what must be written before a run of a cycle begins. Nothing where nothing has changed. Throws an
 * InputError with every part that has changed since reports were made, and that no modification of the trial's file accepts.
 */
export async function heldTo(
  world: World,
  trial: Trial,
  entries: readonly TrialEntry[],
  { id: cycle, issued }: { id: string; issued?: string }, // issued: where the cycle is to be made, and no later change can be in it
): Promise<readonly TrialEntry[]> {
  const now = await definitionOf(world, trial);
  const before = inForce(entries);
  if (!before) return [{ cycle, kind: "frozen", definition: now }];
  const changed = partsThatDiffer(before, now);
  const arrived = changed.filter((part) => before[part] === undefined && isLate(part));
  const last = entriesOf(entries, "made").at(-1);
  const problems: Problem[] = [];
  const accepted = changed
    .filter((part) => !arrived.includes(part))
    .flatMap((part): LedgerEntry<"changed">[] => {
      const acceptance = acceptanceOf(trial, part, { from: last?.issued, to: issued });
      if (acceptance === undefined) {
        problems.push(notAccepted(trial, { part, before, now, last, issued }));
        return [];
      }
      const { date, what, reason, "approved-by": by } = acceptance;
      const change = { from: before[part] ?? null, to: now[part] ?? null };
      return [{ cycle, kind: "changed", part, ...change, accepted: { date, what, reason, "approved-by": by } }];
    });
  if (problems.length > 0) throw inputError(problems);
  const definition = Object.fromEntries(arrived.map((part) => [part, now[part]!]));
  return [...(arrived.length > 0 ? [{ cycle, kind: "decided" as const, definition }] : []), ...accepted];
}

/** The parts in which two definitions differ, by name. */
export function partsThatDiffer(before: Definition, now: Definition): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((part) => before[part] !== now[part])
    .sort();
}

/**
 * The modification that names a part, or all of its kind, and took effect no earlier than the last reports were issued, nor later than
 * these are: one of a day to come would accept whatever is changed until then.
 */
function acceptanceOf(
  { file }: Trial,
  part: string,
  { from = "", to = "9999" }: { from?: string | undefined; to?: string | undefined },
) {
  return file.modifications.find(
    ({ of, date }) => of.some((named) => part === named || part.startsWith(`${named}/`)) && from <= date && date <= to,
  );
}

type FrozenChange = {
  part: string;
  before: Definition;
  now: Definition;
  last: LedgerEntry<"made"> | undefined;
  issued: string | undefined;
};

function notAccepted(trial: Trial, { part, before, now, last, issued }: FrozenChange): Problem {
  const since = last ? `reports of ${last.cycle} were made` : "the trial's first render";
  const [was, is] = shown(before[part], now[part]);
  const what =
    was === undefined
      ? `was added since ${since}: ${is}`
      : is === undefined
        ? `was taken out since ${since}: ${was}`
        : `has changed since ${since}${isHashed(part) ? "" : `: from ${was} to ${is}`}`; // of a list there are hashes alone
  return wrong(
    "frozen",
    `${partName(part)} ${what}`,
    trial.placeOf(pathOf(part, trial)),
    `put it back, or accept it by name under \`modifications\`: { date, what, of: [${part}], reason, approved-by }${last ? `, on ${last.issued} or later${issued === undefined ? "" : ` and ${issued} or before`}` : ""}`,
  );
}

const most = 90; // letters of a value in a message
const lead = 30; // of them before the first letter that differs

/** Both values, of long ones the stretch in which they begin to differ. */
function shown(before: string | undefined, now: string | undefined): (string | undefined)[] {
  const [was, is] = [before, now].map((value) => value?.replaceAll('"', ""));
  const differs = [...(was ?? "")].findIndex((letter, i) => letter !== is?.[i]);
  const from = was === undefined || is === undefined ? 0 : Math.max(0, differs - lead);
  return [was, is].map((value) => {
    if (value === undefined || value.length <= most) return value;
    return `${from > 0 ? "…" : ""}${value.slice(from, from + most)}${value.length > from + most ? "…" : ""}`;
  });
}
