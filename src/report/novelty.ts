import { idIn, type Told } from "../input/history.ts";
import { isForWantOfRoom } from "./choose.ts";
import type { Report } from "./report.ts";
import { toldOf } from "./told.ts";

/** How new the reports of a cycle are to those who had one before: of how many, and how many of them get the same again. */
export type Novelty = {
  of: number;
  headline: number; // the same block as headline
  firstAction: number;
  actions: number; // the same actions, whatever their order, where there are any
  held: number; // of these, those for whom another action fitted as well
  charts: number;
  words: number; // share of the sentences, all together, that were in the last report but for digits; cautions, method and labels aside
};

/** Holds reports against the last that each recipient was told; undefined where nobody was told anything. */
export function noveltyOf(reports: readonly Report[], lastOf: (code: string) => Told | undefined): Novelty | undefined {
  const pairs = reports.flatMap((report) => {
    const before = lastOf(report.recipient.code);
    return before ? [{ now: toldOf(report, []), before, hasOthers: othersFit(report) }] : [];
  });
  if (pairs.length === 0) return undefined;
  const count = (same: (now: Told, before: Told, hasOthers: boolean) => boolean) =>
    pairs.filter(({ now, before, hasOthers }) => same(now, before, hasOthers)).length;
  const headlineIn = ({ blocks }: Told) => blocks.find((line) => line.startsWith("headline.say "));
  const actionsIn = ({ actions }: Told) => actions.map(idIn).sort().join();
  const isSame = (now: Told, before: Told) => now.actions.length > 0 && actionsIn(now) === actionsIn(before);
  const sentences = pairs.flatMap(({ now, before }) => {
    const known = new Set(before.words);
    return now.words.map((word) => known.has(word));
  });
  return {
    of: pairs.length,
    headline: count((now, before) => idIn(headlineIn(now) ?? "") === idIn(headlineIn(before) ?? "")),
    firstAction: count(
      ({ actions: [now = ""] }, { actions: [before = ""] }) => now !== "" && idIn(now) === idIn(before),
    ),
    actions: count(isSame),
    held: count((now, before, hasOthers) => isSame(now, before) && hasOthers),
    charts: count(({ charts: now }, { charts: before }) => now.join() === before.join()),
    words: sentences.length === 0 ? 0 : sentences.filter(Boolean).length / sentences.length,
  };
}

/** Whether an action fitted that is not among those that are offered. */
function othersFit({ choices }: Report): boolean {
  const left = choices.filter(({ kind, chosen }) => kind === "actions" && chosen === undefined);
  return left.some(({ considered }) => considered.some(({ not }) => isForWantOfRoom(not)));
}

/** Novelty in a few lines for people. */
export function noveltyText({ of, headline, firstAction, actions, held, charts, words }: Novelty): string[] {
  const part = (count: number, what: string) => `  ${count} of ${of} get ${what}`;
  return [
    `beside the last report that each was told (${of} had one):`,
    part(headline, "the same headline block"),
    part(firstAction, "the same first action"),
    part(actions, `the same actions, all of them; for ${held} of these others fitted too`),
    part(charts, "charts of the same kinds"),
    `  ${Math.round(100 * words)} % of sentences are the same but for digits (cautions, method and labels aside)`,
  ];
}
