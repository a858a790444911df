import { type Figures, type Sentence, type Span, toWords } from "../report/sentence.ts";

/** Words of the email that look alike. */
export type EmailRun = { text: string; strong: boolean; own: boolean };

/** A sentence as the email prints it. References to sources are left out: the list of sources is on paper. */
export function runsOf(sentence: Sentence, figures: Figures): EmailRun[] {
  return toRuns(sentence, figures, (span) => ({ strong: "strong" in span || "own" in span, own: "own" in span }));
}

/** A label whose figures are the strong words. */
export function valueRuns(sentence: Sentence, figures: Figures): EmailRun[] {
  return toRuns(sentence, figures, (span) => ({ strong: "figure" in span, own: false }));
}

/** Neighbours that look alike are one run. */
function toRuns(sentence: Sentence, figures: Figures, lookOf: (span: Span) => Omit<EmailRun, "text">): EmailRun[] {
  const runs: EmailRun[] = [];
  for (const span of sentence) {
    if ("cite" in span) continue;
    const run = { text: toWords([span], figures), ...lookOf(span) };
    const last = runs.at(-1);
    if (last && last.strong === run.strong && last.own === run.own) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}
