import type { PeerGroup, Standings } from "../measure/standing.ts";
import type { Material } from "./material.ts";

/** What the numbers of one indicator can carry in one cycle: for run.json, the explanation and `check`. */
export type Precision = {
  correlation?: number; // of neighbouring months, 0 to .95; absent where values are not of months
  from?: number; // organisations it was found from; 0 where they were too few and it is taken to be high
  reliability?: Readonly<Record<string, number>>; // by place of the peers: share of their differences that is not chance, 0 to 1
};

/** By indicator, in the campaign's order. */
export function precisionOf(
  { groups, neighbours }: Omit<Standings, "of">,
  indicators: Iterable<string>,
): Readonly<Record<string, Precision>> {
  const of = Map.groupBy(Object.values(groups), ({ indicator }) => indicator);
  return Object.fromEntries(
    [...indicators].map((id): [string, Precision] => {
      const beside = neighbours[id];
      const reliability = reliabilityIn(of.get(id) ?? []);
      return [
        id,
        {
          ...(beside ? { correlation: Number(beside.correlation.toFixed(3)), from: beside.series } : {}),
          ...(Object.keys(reliability).length > 0 ? { reliability } : {}),
        },
      ];
    }),
  );
}

/** The same of a run, by topic; where designs of one topic have other peers, of all of them. */
export function precisionOfRun(
  materials: Iterable<Material>,
): Readonly<Record<string, Readonly<Record<string, Precision>>>> {
  const of = Map.groupBy(materials, ({ campaign }) => campaign.campaign);
  return Object.fromEntries(
    [...of].map(([topic, same]) => {
      const groups = Object.assign({}, ...same.map(({ standings }, i) => named(standings.groups, i)));
      return [topic, precisionOf({ ...same[0]!.standings, groups }, same[0]!.campaign.indicators)];
    }),
  );
}

function named(groups: Standings["groups"], material: number): Standings["groups"] {
  return Object.fromEntries(Object.entries(groups).map(([key, group]) => [`${material} ${key}`, group]));
}

function reliabilityIn(groups: readonly PeerGroup[]): Record<string, number> {
  return Object.fromEntries(
    groups.flatMap(({ place, statistics }) =>
      statistics?.reliability === undefined ? [] : [[place, Number(statistics.reliability.toFixed(3))]],
    ),
  );
}

/** A line for a person: "opioids-high-dose: 94 to 97% of the differences in 5 groups of peers are more than chance (reliability); …". */
export function precisionText(indicator: string, { correlation, from, reliability = {} }: Precision): string {
  const all = Object.values(reliability);
  const [least, most] = [Math.min(...all), Math.max(...all)].map((share) => (share * 100).toFixed(0));
  const single = Object.keys(reliability)[0];
  const where = all.length === 1 ? single : `${all.length} groups of peers`;
  return `${indicator}: ${[
    all.length === 0
      ? "how much of the differences is chance is not known"
      : `${least === most ? least : `${least} to ${most}`}% of the differences in ${where} are more than chance (reliability)`,
    ...(correlation === undefined
      ? []
      : [
          from === 0
            ? `neighbouring months are taken to correlate by ${hundredths(correlation)}: too few series to tell`
            : `neighbouring months correlate by ${hundredths(correlation)} (${from} series)`,
        ]),
  ].join("; ")}`;
}

function hundredths(share: number): string {
  return share.toFixed(2);
}
