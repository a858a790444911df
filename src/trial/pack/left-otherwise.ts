import { named } from "../../input/trial/findings.ts";
import { leftIn } from "../../output/sent.ts";
import type { Problem } from "../../problem.ts";
import type { Facts } from "./facts.ts";
import { artefactOf } from "./fate.ts";
import { lastHanded } from "./mailings.ts";
import type { CycleRun } from "./runs.ts";

/** What last left for a recipient by a channel: the fingerprint of the file as it was made, and the run that made it. */
type LeftOtherwise = { code: string; made: string; run: string };

/** Recipients whose last email or letter is not the one of the run that is packed: what this run says of them, they did not get. */
export function leftOtherwise(facts: Pick<Facts, "runs" | "mailings" | "letters">): Problem[] {
  return facts.runs.flatMap((run) => {
    const emails = leftIn(facts.mailings.get(run.cycle.id) ?? []);
    const letters = [...lastHanded(facts.letters.get(run.cycle.id) ?? []).values()];
    return [
      ...told(run, "email", lastOf(emails)),
      ...told(
        run,
        "print",
        letters.map(({ code, letter, run: of }) => ({ code, made: letter, run: of })),
      ),
    ];
  });
}

function lastOf(records: readonly LeftOtherwise[]): LeftOtherwise[] {
  return [...new Map(records.map(({ code, made, run }) => [code, { code, made, run }])).values()];
}

function told({ cycle, entries }: CycleRun, channel: "email" | "print", left: readonly LeftOtherwise[]): Problem[] {
  const other = left.filter(({ code, made }) => artefactOf(entries.get(code) ?? [], channel)?.sha256 !== made);
  if (other.length === 0) return [];
  const runOf = new Map(other.map(({ code, run }) => [code, run]));
  return [
    {
      code: "left-otherwise",
      severity: "warning",
      message: `what last left by ${channel} in ${cycle.id} is not what this run made, for ${other.length} of ${left.length}: ${named([...runOf.keys()].sort(), (code) => `run ${runOf.get(code)}`)}`,
      hint: "pack the run that was sent: promote it; if several were, say so in the trial's papers, for figures and words here are not theirs",
    },
  ];
}
