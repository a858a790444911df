import { basename } from "node:path";
import type { KnownGroup, KnownPart } from "./groups.ts";
import { limit, type ObservationsPart, type OrganisationsPart, type PartNote } from "./part.ts";
import type { LeftOutInData } from "./understood.ts";

type ChosenParts = {
  organisations: OrganisationsPart | undefined;
  observations: ObservationsPart | undefined;
  notes: readonly PartNote[];
  left: readonly LeftOutInData[];
};

/** One directory, and one shape of observations: data.yaml has room for one of each. */
export function choose(parts: readonly KnownPart[]): ChosenParts {
  const labels = ({ group }: KnownGroup) => {
    const all = group.sources.map(({ label }) => basename(label));
    return all.length > 3 ? `${all[0]} and ${all.length - 1} more` : all.join(", ");
  };
  const withRows = parts.filter(({ part }) => part.observations);
  const [seen, ...unseen] = withRows;
  const directories = parts.filter(({ part }) => part.organisations);
  const proper = directories.filter(({ part }) => part.isOnlyDirectory);
  const home = proper[0] ?? directories.find((each) => each === seen) ?? directories[0];
  const isUsed = (each: KnownPart) =>
    each === seen || each === home || (!each.part.observations && !each.part.isOnlyDirectory && !unseen.includes(each));
  const notes = [
    ...parts
      .filter(isUsed)
      .flatMap((each) =>
        each.part.notes.map((note) => (parts.length > 1 ? { ...note, text: `${labels(each)}: ${note.text}` } : note)),
      ),
    ...(home?.part.organisations?.notes ?? []),
    ...unseen.map((each) =>
      limit(`${labels(each)}: left out, since one data.yaml has observations of one shape; import it on its own`),
    ),
    ...proper
      .filter((each) => each !== home)
      .map((each) =>
        limit(`${labels(each)}: left out, since ${home ? labels(home) : "another file"} is the directory already`),
      ),
    ...(seen && !home
      ? [
          limit(
            "no file says which organisations there are: also give a directory, such as epraccur.csv, or a file with one row for each organisation, its code and its name",
          ),
        ]
      : []),
    ...(home && !seen && parts.every(({ part }) => part.isOnlyDirectory || part.organisations)
      ? [limit("there are organisations and no observations: also give a file of counts by organisation and month")]
      : []),
  ];
  return {
    organisations: home?.part.organisations,
    observations: seen?.part.observations,
    notes,
    left: seen?.part.left ?? [],
  };
}
