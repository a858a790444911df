import type { Cycle } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/cycles.ts";
import { loadStudy, type Study } from "../../input/study.ts";
import { type Artefact, openPress, print, render } from "../../output/artefact.ts";
import type { BrowserOptions } from "../../output/page-browser.ts";
import { readPdf } from "../../output/pdf.ts";
import { readBack } from "../../output/read-back.ts";
import type { Problem } from "../../problem.ts";
import { plan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import type { World } from "../../world.ts";
import { openCells } from "../differences/variants.ts";
import { blindGuard } from "../integrity/hidden.ts";
import { fitsOfCells } from "../pages/fits.ts";
import type { Facts } from "./facts.ts";

/** One report of an arm for ethics papers and coders, on fictional data. */
export type Specimen = { arm: string; channel: string; kind: "pdf" | "html" | "eml"; bytes: Uint8Array };

export type Specimens = { code?: string; specimens: readonly Specimen[]; warnings: readonly Problem[] };

/**
 * A report of every arm for the same fictional recipient: the campaign's own data, whatever the run was made from. Empty,
 * with a warning, where those are of real organisations or the cycle is not in them.
 */
export async function makeSpecimens(world: World, facts: Facts, browser: BrowserOptions): Promise<Specimens> {
  const { source } = facts.run;
  const study = source?.data ? await loadStudy(world, source.study, { allocation: false, isDraft: true }) : facts.study;
  const { trial } = study;
  if (!trial) throw new Error("a trial that is none any more");
  if (![...study.topics.values()].every(({ data }) => data.fictional))
    return { specimens: [], warnings: [noSpecimen()] };
  const { cycle, arms, measure } = facts;
  const levels = arms.map((arm) => trial.arms.get(arm)!.levels);
  const composed = study === facts.study ? facts.composed : undefined;
  const cells = openCells(study, trial, levels, { cycle, composed, measure });
  const sending = levels.filter((each) => cells.sent(each).sends);
  const code = recipientOf(codesIn(study, cycle), (own) =>
    sending.map((each) => cells.variant(each, [own]).reports.get(own)),
  );
  if (code === undefined) return { specimens: [], warnings: [noSpecimen()] };
  const variants = new Map(arms.map((arm, i) => [arm, cells.variant(levels[i]!, [code])]));
  const guard = blindGuard(study, trial, facts.templates);
  const made: Specimen[] = [];
  const warnings: Problem[] = [];
  const channels = [...new Set([...variants.values()].flatMap((variant) => variant.channels))];
  const options = { cycle: facts.cycle, templates: facts.templates, codes: new Set([code]), measure };
  const fits = fitsOfCells(study, trial, [...variants.values()], options);
  await using presses = await openPress(facts.templates, channels, browser);
  for (const [i, [arm, variant]] of [...variants].entries()) {
    const report = variant.reports.get(code);
    const decided = fits[i]?.[code];
    if (!report || (decided && "none" in decided)) continue;
    const shown = { ...report, ...rehearsalOf(facts) };
    const press = presses.of(variant.design.template);
    const documents = await render(shown, variant.channels, press, decided);
    for (const artefact of await print(shown, documents, press)) {
      await readBack(artefact, shown, guard);
      const kind = kindOf(artefact);
      if (kind === undefined) continue;
      made.push({ arm, channel: artefact.channel, kind, bytes: artefact.bytes });
      warnings.push(...otherFormats(await textOf(artefact), { arm, channels: variant.channels }));
    }
  }
  return { code, specimens: made, warnings };
}

/** A specimen of a rehearsal says so. */
function rehearsalOf({ reports, run }: Facts): Pick<Report, "rehearsal"> {
  if (!run.trial.rehearsal) return {};
  const text = [...reports.values()].find(({ rehearsal }) => rehearsal !== undefined)?.rehearsal;
  return { rehearsal: text ?? "Rehearsal. Made-up arms: not for sending." };
}

/** Everybody who could get a report of the first topic, in order. */
function codesIn({ topics }: Study, { id }: Cycle): readonly string[] {
  const [inputs] = topics.values();
  return inputs
    ? plan(inputs, findCycle(inputs, id))
        .jobs.map(({ organisation }) => organisation.code)
        .toSorted()
    : [];
}

/** The first code of those who get a report in all arms, if one can, with a headline that is not withheld and can be compared. */
function recipientOf(
  codes: readonly string[],
  inArms: (code: string) => readonly (Report | undefined)[],
): string | undefined {
  let first: string | undefined;
  for (const code of codes) {
    const reports = inArms(code);
    if (reports.length === 0 || reports.some((report) => report === undefined)) continue;
    if (reports.every(isWhole)) return code;
    first ??= code;
  }
  return first;
}

function isWhole(report: Report | undefined): boolean {
  const headline = report?.standings[0];
  return headline?.values.value !== null && headline?.values.median !== null && headline?.suppressions.length === 0;
}

function kindOf({ path }: Artefact): Specimen["kind"] | undefined {
  return (["pdf", "html", "eml"] as const).find((kind) => path.endsWith(`.${kind}`));
}

async function textOf({ path, bytes }: Artefact): Promise<string> {
  if (path.endsWith(".pdf")) return readPdf(bytes).text.join(" ");
  if (path.endsWith(".eml")) return ""; // its words are those of its HTML
  return Buffer.from(bytes)
    .toString()
    .replace(/<style[\s\S]*?<\/style>|<[^>]*>|data:[^"]*/g, " ");
}

const formats = {
  print: /\b(on paper|by post|paper copy|printed copy|print(ed)? version)\b/i,
  html: /\b(the (web|screen) (version|page)|on a screen|on the screen)\b/i,
  email: /\b(by email|the email version|emailed (copy|version))\b/i,
} as const;

/** A reader of one format must not learn of another that only other arms get. */
function otherFormats(text: string, { arm, channels }: { arm: string; channels: readonly string[] }): Problem[] {
  return Object.entries(formats).flatMap(([channel, words]): Problem[] => {
    const found = channels.includes(channel) ? null : words.exec(text.replace(/\s+/g, " "));
    return found
      ? [
          {
            code: "specimen-names-other-format",
            severity: "warning",
            message: `the specimen of ${arm} says "${found[0]}", and the arm has no ${channel}`,
            hint: "its readers learn that others get another format: say it without",
          },
        ]
      : [];
  });
}

function noSpecimen(): Problem {
  return {
    code: "no-specimen",
    severity: "warning",
    message: "no specimens: the campaign's own data are not marked `fictional: true`, or nobody in them gets a report",
    hint: "name invented data in the campaign's data.yaml, say `fictional: true` there, and give the real data with --data",
  };
}
