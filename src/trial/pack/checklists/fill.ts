import type { ChecklistAnswer, ChecklistAsked } from "./answer.ts";
import { answerTo } from "./answers.ts";
import { type CalledFor, calledFor } from "./called-for.ts";
import { type Checklist, type ChecklistItem, readChecklist } from "./checklist.ts";

/** How far an item is filled. */
export const itemStatuses = ["filled from the run", "needs the team", "not applicable"] as const;

export type ItemStatus = (typeof itemStatuses)[number];

/** An item with what the pack says to it. */
export type FilledItem = {
  checklist: string; // whose item it is
  item: string | null; // its number there; null where it was not looked up
  at: string; // of the whole checklist: its own number, or that of the item it goes with
  section: string;
  asks: string;
  status: ItemStatus;
  text: string; // a draft from the pack's facts; empty where it has none
  lines: readonly string[]; // by arm, stage or the like
  missing: string | null; // what the trial's team has still to say
  why: string | null; // an item is not applicable
  in: readonly string[]; // files of the pack where the facts stand
};

/** A checklist of a trial, with the extensions that its design calls for, filled as far as the pack goes. */
export type FilledChecklist = {
  version: 1;
  checklist: string;
  title: string;
  covers: string;
  trial: string;
  cycle: string;
  rehearsal: boolean;
  sources: readonly { checklist: string; title: string; source: string; doi: string; why: string | null }[];
  counts: Readonly<Record<ItemStatus, number>>;
  items: readonly FilledItem[];
};

/**
 * CONSORT 2025 for the report of a trial, each item followed by what the extensions that its design calls for add to it. Whoever packs
 * a rehearsal has SPIRIT 2025 besides. Texts are said as the edition says them.
 */
export async function filledChecklist(
  name: "consort-2025" | "spirit-2025",
  asked: ChecklistAsked,
): Promise<FilledChecklist> {
  const { trial, cycle, run } = asked.facts;
  const whole = await readChecklist(name);
  const extensions: { list: Checklist; of: CalledFor }[] = [];
  if (name === "consort-2025")
    for (const of of calledFor(trial)) extensions.push({ list: await readChecklist(of.checklist), of });
  const items = whole.items.flatMap((item) => {
    const { item: at = "", section = "" } = item;
    const added = extensions.flatMap(({ list }) =>
      list.items.filter((each) => each.at === at).map((each) => filled(list, each, { at, section }, asked)),
    );
    return [filled(whole, item, { at, section }, asked), ...added];
  });
  const count = (status: ItemStatus) => items.filter((each) => each.status === status).length;
  return {
    version: 1,
    checklist: whole.checklist,
    title: whole.title,
    covers: whole.covers,
    trial: trial.file.trial,
    cycle: cycle.id,
    rehearsal: run.trial.rehearsal,
    sources: [sourceOf(whole, null), ...extensions.map(({ list, of }) => sourceOf(list, asked.edition.say(of.why)))],
    counts: {
      "filled from the run": count("filled from the run"),
      "needs the team": count("needs the team"),
      "not applicable": count("not applicable"),
    },
    items,
  };
}

function sourceOf({ checklist, title, source }: Checklist, why: string | null) {
  return { checklist, title, source: source.text, doi: source.doi, why };
}

function filled(
  { checklist }: Checklist,
  { item, asks, fill }: ChecklistItem,
  { at, section }: { at: string; section: string },
  asked: ChecklistAsked,
): FilledItem {
  const said = fill === undefined ? unknown : answerTo(fill, asked);
  const place = { checklist, item: item ?? null, at, section, asks };
  const { say } = asked.edition;
  if ("notApplicable" in said)
    return {
      ...place,
      status: "not applicable",
      text: "",
      lines: [],
      missing: null,
      why: say(said.notApplicable),
      in: [],
    };
  const { text, lines = [], missing, at: files = [] } = said;
  return {
    ...place,
    status: missing === undefined ? "filled from the run" : "needs the team",
    text: say(text),
    lines: lines.map(say),
    missing: missing ?? null,
    why: null,
    in: files,
  };
}

const unknown: ChecklistAnswer = { text: "", missing: "all of it: the pack knows nothing of this" };
