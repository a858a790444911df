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
export function noveltyOf(reports: Iterable<Report>, lastOf: (code: string) => Told | undefined): Novelty | undefined {
  const { add, found } = comparing(lastOf);
  for (const report of reports) add(report);
  return found();
}

/** Holds reports, one after the other, against the last that each recipient was told. */
export type NoveltyGround = {
  add: (report: Report) => void;
  found: () => Novelty | undefined; // nothing where nobody was told anything
};

/** Begins to hold reports against what `lastOf` says that their recipients were told. Reports are not kept. */
export function comparing(lastOf: (code: string) => Told | undefined): NoveltyGround {
  const same = { of: 0, headline: 0, firstAction: 0, actions: 0, held: 0, charts: 0 };
  const sentences = { all: 0, same: 0 };
  return {
    add(report) {
      const before = lastOf(report.recipient.code);
      if (!before || before.by !== undefined) return; // of another system's reports neither words nor charts are known
      const now = toldOf(report, []);
      const [first = ""] = now.actions;
      same.of++;
      if (idIn(headlineIn(now)) === idIn(headlineIn(before))) same.headline++;
      if (first !== "" && idIn(first) === idIn(before.actions[0] ?? "")) same.firstAction++;
      if (now.actions.length > 0 && actionsIn(now) === actionsIn(before)) {
        same.actions++;
        if (othersFit(report)) same.held++;
      }
      if (now.charts.join() === before.charts.join()) same.charts++;
      const known = new Set(before.words);
      sentences.all += now.words.length;
      sentences.same += now.words.filter((words) => known.has(words)).length;
    },
    found: () =>
      same.of === 0 ? undefined : { ...same, words: sentences.all === 0 ? 0 : sentences.same / sentences.all },
  };
}

function headlineIn({ blocks }: Told): string {
  return blocks.find((line) => line.startsWith("headline.say ")) ?? "";
}

function actionsIn({ actions }: Told): string {
  return actions.map(idIn).sort().join();
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
