import type { Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import { faultOf } from "../data/data-files.ts";
import type { NamedFile } from "../files/table.ts";
import type { Located } from "../files/yaml.ts";
import type { TrialFile } from "./trial.ts";

/**
 * Refuses files that a trial.yaml names outside the project, and whatever is no file. One that is not there yet is told where it
 * is wanted.
 */
export async function checkOwnFiles(
  world: World,
  trial: Located<TrialFile>,
  { below, home, lists }: { below: (name: string) => string; home: string; lists: readonly NamedFile[] }, // lists: those that are read
  problems: Problem[],
): Promise<void> {
  const own = ownFiles(trial).map((named) => ({ ...named, file: below(named.file) }));
  for (const named of [...lists, ...own]) {
    const found = await world.find(named.file);
    const fault = faultOf(named, found, home);
    if (fault && fault.code !== "missing-file")
      problems.push(
        fault.code === "outside" ? { ...fault, hint: "a trial.yaml names files of its own project" } : fault,
      );
  }
}

function ownFiles({ value, placeOf }: Located<TrialFile>): NamedFile[] {
  const { arms, events, assessed, stages } = value;
  return [
    ...(typeof arms === "string" ? [{ file: arms, place: placeOf(["arms"]) }] : []),
    ...(events ? [{ file: events, place: placeOf(["events"]) }] : []),
    ...(assessed ? [{ file: assessed, place: placeOf(["assessed"]) }] : []),
    ...stages.flatMap(({ decided }, i) =>
      decided ? [{ file: decided, place: placeOf(["stages", i, "decided"]) }] : [],
    ),
  ];
}
