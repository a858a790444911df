import type { Organisation } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import { type Counted, type Indicator, isCounted } from "../input/library/indicator.ts";
import { caseMixOf, cellOf } from "./case-mix.ts";
import type { Ground } from "./ground.ts";
import type { Counts } from "./interval.ts";
import type { Member } from "./member.ts";
import { placeOf, placesOf } from "./places.ts";
import { scaleOf } from "./rounding.ts";
import type { Windows } from "./windows.ts";

type Adjusting = { windows: Windows; memberOf: (code: string) => Member | undefined };

/**
 * Groups of the same members for each case mix that a recipient of a place has, where comparisons are adjusted: the figures of each member
 * times what is expected of the recipient over what is expected of the member (indirect standardisation). All who may be peers of
 * somebody are the standard.
 */
export function adjusting(inputs: Ground, indicator: Indicator, { windows, memberOf }: Adjusting) {
  const { campaign, directory } = inputs;
  const ids = Object.keys(campaign.peers["adjust-for"]);
  if (ids.length === 0 || !isCounted(indicator)) return undefined;
  const all = placesOf(inputs, "all", windows).get("all")?.members ?? [];
  const mix = caseMixOf(
    ids,
    all.flatMap((organisation) => {
      const counts = memberOf(organisation.code)?.counts;
      return counts ? [{ organisation, counts }] : [];
    }),
  );
  const expected = (code: string) => mix.expectedOf(directory.get(code) ?? {});
  const scale = scaleOf(indicator);
  const at = (level: string, place: string) => {
    const there = [...directory.values()].filter(
      (each) => isRecipient(campaign, each) && placeOf(campaign, each, level)?.code === place,
    );
    const cells = new Map(there.map((each) => [cellOf(ids, each), mix.expectedOf(each)]));
    return [...cells].map(([cell, own]) => ({
      cell,
      adjusted: { expected: own * scale, overall: mix.overall * scale },
      members: (known: readonly Member[]) => known.map((each) => adjust(indicator, each, own / expected(each.code))),
    }));
  };
  return { at };
}

/** A member as it would be where so many times as much is expected. A share is never more than all. */
function adjust(indicator: Counted, member: Member, times: number): Member {
  if (!Number.isFinite(times) || times === 1) return member;
  const most = indicator.kind === "share" ? scaleOf(indicator) : Number.POSITIVE_INFINITY;
  const value = (of: number) => Math.min(most, of * times);
  const fewer = <C extends Counts>(counts: C): C => ({
    ...counts,
    denominator:
      indicator.kind === "share" ? Math.max(counts.numerator, counts.denominator / times) : counts.denominator / times,
  });
  const { own } = member;
  return {
    ...member,
    own:
      own.state === "shown"
        ? { ...own, value: value(own.value) }
        : { ...own, from: value(own.from), upTo: value(own.upTo) },
    counts: member.counts && fewer(member.counts),
    row: member.row && {
      ...fewer(member.row),
      ...(member.row.error === undefined ? {} : { error: member.row.error * times }),
    },
    value: value(member.value),
    past: value(member.past),
    points: member.points.map(value),
  };
}

/** By what the group of an organisation is found at a level: its place, and where comparisons are adjusted its case mix. */
export function groupCode(
  campaign: Ground["campaign"],
  organisation: Organisation,
  { indicator, level }: { indicator: Indicator; level: string },
): string | undefined {
  const parent = placeOf(campaign, organisation, level);
  const ids = isCounted(indicator) ? Object.keys(campaign.peers["adjust-for"]) : [];
  return parent && (ids.length === 0 ? parent.code : withCell(parent.code, cellOf(ids, organisation)));
}

export function withCell(code: string, cell: string): string {
  return `${code} / ${cell}`;
}
