import type { ToldBefore } from "../input/history.ts";
import type { Material, Subject } from "./material.ts";

/** Whose earlier reports are looked for. */
export type Reader = Pick<Subject, "organisation" | "design" | "had">;

/**
 * What the last report before a cycle told its reader, of the reports of this campaign; undefined where none reached it. What it was told under
 * a code that it had before counts; what was told to another that has joined it does not: its figures were of other patients.
 */
export function lastToldTo(
  { organisation, design, had = [] }: Reader,
  told: readonly ToldBefore[],
  { topic, cycle }: { topic: string; cycle: string },
): ToldBefore | undefined {
  const order = new Map(design.cycles.map(({ id }, i) => [id, i]));
  const now = order.get(cycle) ?? 0;
  const placeOf = (each: ToldBefore) => order.get(each.cycle) ?? -1;
  const codes = [organisation.code, ...had];
  const own = codes.flatMap((code) => told.filter((each) => each.code === code && each.topic === topic));
  return own
    .filter((each) => placeOf(each) >= 0 && placeOf(each) < now)
    .reduce<ToldBefore | undefined>((last, each) => (!last || placeOf(each) > placeOf(last) ? each : last), undefined);
}

/** The same of a report that is being composed. */
export function lastTold({ subject, material }: { subject: Subject; material: Material }): ToldBefore | undefined {
  return lastToldTo(subject, subject.told ?? [], { topic: material.campaign.campaign, cycle: material.cycle.id });
}
