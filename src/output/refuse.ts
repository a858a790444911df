import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import { findLeak } from "./leaks.ts";
import { findOther, type Others, type Telling } from "./others.ts";
import { type Blind, findReveal } from "./reveals.ts";
import { findUnsaid, type Medium, saidOn } from "./said.ts";
import type { Visible } from "./visible.ts";
import { holds, textsIn } from "./words.ts";

/** What was found when an artefact was read back: facts for the manifest. Throws where it must not be sent. */
export type ReadBack = { pages?: number; words?: number; problems: readonly string[] };

/** What no artefact may hold: words of a trial that no reader may see, what reveals it at all, and what tells of other recipients. */
export type ReadGuard = { hidden?: readonly string[]; blind?: Blind; others?: Others };

// What is refused of any artefact, whatever its format.

const leftOver = /\{\{|\}\}|\bundefined\b|\bNaN\b|\[object \w+\]|Invalid Date|\bInfinity\b|[\uE000\uE001]/;

/** Everything that the report says stands there, word for word. */
export function refuseUnsaid(pages: readonly string[], medium: Medium, report: Report): void {
  const unsaid = findUnsaid(pages, saidOn(medium, report));
  if (unsaid) refuse(`does not hold ${unsaid.of}: "${unsaid.words}"`);
}

/** What every reader must find, and what none may. */
export function checkText(text: string, report: Report, guard: ReadGuard): void {
  const { recipient, cycle } = report;
  refuseLeftOver(text, report);
  if (!holds(text, recipient.name)) refuse(`does not name ${recipient.name}`);
  if (isLetterReport(report)) {
    if (!holds(text, cycle.issuedText)) refuse(`does not name the day, ${cycle.issuedText}`);
  } else if (!holds(text, cycle.period)) refuse(`does not name the period, ${cycle.period}`);
  refuseOther(text, report, guard);
}

export function refuseLeftOver(text: string, { recipient }: Report): void {
  const [found] = leftOver.exec(text) ?? [];
  if (found === undefined || recipient.name.includes(found)) return;
  if (found === "Infinity" && textsIn(recipient).some((own) => own.includes(found))) return; // a place may be called so
  refuse(`holds "${found}"`);
}

/** Words as a reader counts them: what has a letter or a digit in it. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** No reader may learn which arm they are in, or that there are others, or a trial at all (X03). */
export function refuseHidden(visible: readonly Visible[], { hidden = [], blind }: ReadGuard): void {
  const leak = findLeak(visible, hidden);
  if (leak) refuse(`holds "${leak.word}" in its ${leak.where}, which must stay hidden (X03)`);
  const reveal = blind && findReveal(visible, blind);
  if (reveal) refuse(`holds "${reveal.word}" in its ${reveal.where}, which reveals a trial (X03)`);
}

/** No reader may learn anything of another recipient. */
export function refuseOther(text: string, { recipient }: Report, { others }: ReadGuard): void {
  refuseTold(others && findOther(text, recipient, others));
}

export function refuseTold(told: Telling | undefined): void {
  if (told) refuse(told.what);
}

export function refuse(what: string): never {
  throw new Error(`read back: it ${what}`);
}
