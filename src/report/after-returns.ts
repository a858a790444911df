import type { Commitment } from "../input/commitment.ts";
import { monthName, toMonth } from "../month.ts";
import { returnsOf, type Voice } from "./material.ts";

/** A list of actions as what a recipient has returned leaves it, and why others are out. */
export type AfterReturns = { ids: readonly string[]; not: ReadonlyMap<string, string> };

/**
 * The actions of a list after what was returned on earlier reports. One that was done, or is not for the recipient, is out; one that
 * was done or taken up gives its place to its `next`, as far as the list has it. All stay where none would be left.
 */
export function afterReturns(ids: readonly string[], voice: Voice): AfterReturns {
  const { cycle, actions } = voice.material;
  const before = returnsOf(voice).filter(
    (each) => each.action !== "" && each.cycle < cycle.id && each.returned <= cycle.issued,
  );
  const last = lastOf(before);
  if (last.size === 0) return { ids, not: new Map() };
  const not = new Map<string, string>();
  const placed = (id: string, from: readonly string[]): string[] => {
    const said = last.get(id);
    const next = said && said.status !== "not-for-us" ? nextOf(id) : undefined;
    if (!said || said.status === "planned" || (said.status === "under-way" && next === undefined)) return [id];
    not.set(id, `${words[said.status]} in ${monthName(toMonth(said.cycle))}${next ? `; ${next} comes next` : ""}`);
    return next === undefined || from.includes(next) ? [] : placed(next, [...from, id]);
  };
  const nextOf = (id: string) => {
    const next = actions.get(id)?.next;
    return next !== undefined && ids.includes(next) ? next : undefined;
  };
  const left = [...new Set(ids.flatMap((id) => placed(id, [id])))];
  return left.length === 0 ? { ids, not: new Map() } : { ids: left, not };
}

const words: Readonly<Record<Commitment["status"], string>> = {
  planned: "planned",
  "under-way": "under way",
  done: "reported done",
  "not-for-us": "reported as not for them",
};

/** What was said last of each action: by its day, then by its cycle. */
function lastOf(all: readonly Commitment[]): ReadonlyMap<string, Commitment> {
  const inTime = [...all].sort((a, b) => (`${a.returned} ${a.cycle}` < `${b.returned} ${b.cycle}` ? -1 : 1));
  return new Map(inTime.map((each) => [each.action, each]));
}
