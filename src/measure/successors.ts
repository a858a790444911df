import type { Cycle } from "../input/campaign/campaign.ts";
import { figuresIn, type Observations } from "../input/data/observations.ts";
import type { Directory, Organisation } from "../input/data/organisation.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { lastDay, type Month, toMonth } from "../month.ts";
import { rememberedBy } from "../remembered.ts";
import { joinSeries, type Life } from "./joined-series.ts";

/** An organisation that another has gone on for: its observations count as the other's. */
export type JoinedLives = {
  code: string;
  name: string; // as in the directory
  since: Month; // the first month that is the other's alone
  as: "recoded" | "merged"; // recoded: the other began when it ended, and for it alone
};

/** Directory and observations with every closed organisation counted as the one that goes on for it. */
export type FollowedSuccessors = {
  directory: Directory; // one that goes on for others is as old as the oldest of them
  observations: Observations; // of those followed as they were given; of those that go on for them, of all together
  joined: ReadonlyMap<string, readonly JoinedLives[]>; // by who goes on, the latest first
  into: ReadonlyMap<string, string>; // by who closed, who goes on
  doubts: readonly SuccessorDoubt[];
};

/** A closed organisation with observations whose successor is not followed, and why. */
export type SuccessorDoubt = { code: string; successor: string; why: string };

type SuccessorGround = { directory: Directory; observations: Observations; indicators: ReadonlyMap<string, Indicator> };

const near = 3; // months: how far apart the end of one and the beginning of its successor may lie

/**
 * Follows closed organisations to their successors, through chains, as of a cycle's day of issue: who closes later still has
 * a report of its own. A successor with an unlikely date is a doubt, and not followed.
 */
export function follow(given: SuccessorGround, { issued }: Pick<Cycle, "issued">): FollowedSuccessors {
  const { directory, observations, indicators } = given;
  return remembered([observations, directory, indicators], issued, () => followAll(given, issued));
}

const remembered = rememberedBy<FollowedSuccessors>(); // plan, delivery and figures of a cycle ask for the same

function followAll({ directory, observations, indicators }: SuccessorGround, issued: string): FollowedSuccessors {
  const closed = [...directory.values()].filter((each) => each.successor !== undefined && isGone(each, issued));
  const lives = livesOf(closed, directory, observations);
  const doubts: SuccessorDoubt[] = [];
  const into = new Map<string, string>();
  for (const each of closed) {
    if (!lives.get(each.code)?.data) continue; // nothing of it is counted, so nothing has to be followed
    const end = endOf(each, { directory, lives, issued });
    if ("why" in end) doubts.push(end);
    else into.set(each.code, end.code);
  }
  if (into.size === 0) return { directory, observations, joined: new Map(), into, doubts };
  const groups = Map.groupBy(into.keys(), (code) => into.get(code)!);
  return {
    directory: withAges(directory, groups),
    observations: joinSeries(observations, indicators, groups, lives),
    joined: new Map([...groups].map(([code, parts]) => [code, joinedOf(parts, directory, lives)])),
    into,
    doubts,
  };
}

function isGone({ closed }: Organisation, issued: string): boolean {
  return closed !== undefined && closed < issued;
}

type LivesKnown = { directory: Directory; lives: ReadonlyMap<string, Life>; issued: string };

/** Who goes on for an organisation at the end of a chain, or why nobody is followed. */
function endOf(first: Organisation, { directory, lives, issued }: LivesKnown): Organisation | SuccessorDoubt {
  let one = first;
  for (;;) {
    const doubt = (why: string): SuccessorDoubt => ({ code: first.code, successor: one.successor ?? one.code, why });
    if (one.successor === undefined) return doubt("the successor is closed itself, and names nobody who goes on");
    const next = directory.get(one.successor);
    if (!next) return doubt("the successor is not in the directory");
    const why = whyNot(one, next, lives);
    if (why !== undefined) return doubt(why);
    if (!isGone(next, issued)) return next;
    one = next;
  }
}

/** What is unlikely about the dates of organisations and their successors. */
function whyNot(
  { code, closed = "" }: Organisation,
  next: Organisation,
  lives: ReadonlyMap<string, Life>,
): string | undefined {
  const end = toMonth(closed);
  const { data } = lives.get(code) ?? {};
  if (next.closed !== undefined && next.closed < closed) return "the successor closed before them";
  if (next.opened !== undefined && toMonth(next.opened) > end + near)
    return `the successor opened more than ${near} months after they had closed`;
  if (data && data.last > end + near) return `their rows go on for more than ${near} months after they closed`;
  return undefined;
}

/** When everybody in a chain began and ended, by the directory and by the data. */
function livesOf(
  closed: readonly Organisation[],
  directory: Directory,
  observations: Observations,
): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>();
  for (const each of closed)
    for (
      let one: Organisation | undefined = each;
      one && !lives.has(one.code);
      one = directory.get(one.successor ?? "")
    )
      lives.set(one.code, lifeOf(one, observations));
  return lives;
}

function lifeOf({ code, opened, closed }: Organisation, observations: Observations): Life {
  const data = spanOf(code, observations);
  const first = opened === undefined ? undefined : toMonth(opened) + (opened.endsWith("-01") ? 0 : 1); // whole months
  // Data that begin soon after the opening are all there are; those that begin much later have lost their beginning.
  const isSoon = data !== undefined && first !== undefined && data.first >= first - 1 && data.first <= first + near;
  const end = closed === undefined ? undefined : toMonth(closed);
  return {
    ...(data ? { data } : {}),
    begins: first === undefined || isSoon ? (data?.first ?? Number.POSITIVE_INFINITY) : first,
    ...(end === undefined ? {} : { ends: closed === lastDay(end) ? end : end - 1, since: end + 1 }),
  };
}

/** From its first observation of anything to its last. */
function spanOf(code: string, { first, of }: Observations): { first: Month; last: Month } | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const byCode of of.values()) {
    const series = byCode.get(code);
    if (!series) continue;
    const figures = figuresIn(series);
    const place = figures.findIndex((value) => !Number.isNaN(value));
    if (place < 0) continue;
    from = Math.min(from, place);
    to = Math.max(
      to,
      figures.findLastIndex((value) => !Number.isNaN(value)),
    );
  }
  return from <= to ? { first: first + from, last: first + to } : undefined;
}

/** One that goes on for others has been there for as long as any of them: it is no newcomer. */
function withAges(directory: Directory, groups: ReadonlyMap<string, readonly string[]>): Directory {
  const aged = new Map(directory);
  for (const [code, parts] of groups) {
    const { opened: _, ...own } = directory.get(code)!;
    const openings = [code, ...parts].map((each) => directory.get(each)!.opened);
    const isKnown = openings.every((each) => each !== undefined);
    aged.set(code, isKnown ? { ...own, opened: openings.sort()[0]! } : own);
  }
  return aged;
}

function joinedOf(parts: readonly string[], directory: Directory, lives: ReadonlyMap<string, Life>): JoinedLives[] {
  const began = (code: string) => lives.get(directory.get(code)!.successor!)!.begins;
  const since = (code: string) => lives.get(code)!.since!;
  const isHandedOver = (code: string) => Math.abs(began(code) - since(code)) <= near && began(code) >= since(code) - 1;
  const successorOf = (code: string) => directory.get(code)!.successor;
  return parts
    .map((code): JoinedLives => {
      const beside = parts.filter((each) => successorOf(each) === successorOf(code) && isHandedOver(each));
      const as = beside.length === 1 && beside[0] === code ? "recoded" : "merged";
      return { code, name: directory.get(code)!.name, since: since(code), as };
    })
    .sort((a, b) => b.since - a.since || (a.code < b.code ? -1 : 1));
}
