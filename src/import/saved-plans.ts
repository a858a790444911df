import { join } from "node:path";
import type { OwnAim, ReturnedRow } from "../input/commitment.ts";
import { cellsOf } from "../input/commitments.ts";
import { readJson } from "../input/files/json.ts";
import { isCounted } from "../input/library/indicator.ts";
import { periods } from "../input/library/period.ts";
import type { Inputs } from "../input/load.ts";
import { type SavedPlan, savedPlanSchema } from "../input/saved-plan.ts";
import { isArtefact, readManifest } from "../output/record.ts";
import { runsIn } from "../output/runs.ts";
import { type Problem, wrong } from "../problem.ts";
import type { Report } from "../report/report.ts";
import type { World } from "../world.ts";

/** Where the actions of a saved plan, which it has by their numbers, are looked up. */
export type Numbered = { world: World; runs: string; study: string; inputs: Inputs };

/** A plan that was saved on the page of a report, as rows: one for each step, each with the goal. */
export async function readPlan(file: string, numbered: Numbered, problems: Problem[]): Promise<ReturnedRow[]> {
  const place = { file, line: 1, column: 1 };
  const text = await numbered.world.readText(file);
  if (text === undefined) {
    problems.push(wrong("missing-file", `no such file "${file}"`, place));
    return [];
  }
  const read = readJson(savedPlanSchema, text);
  if ("wrong" in read) {
    problems.push(wrong("saved-plan", `not a plan that was saved on the page of a report: ${read.wrong}`, place));
    return [];
  }
  const plan = read.value;
  const { campaign, actions } = numbered.inputs;
  if (plan.campaign !== campaign.campaign) {
    const message = `a plan of campaign "${plan.campaign}", and this study is of "${campaign.campaign}"`;
    problems.push(wrong("other-campaign", message, place, "give the --study that it was written for"));
    return [];
  }
  const isAsked = plan.goal !== undefined || plan.steps.some(({ action }) => action);
  const report = isAsked ? await reportOf(plan, numbered) : undefined;
  const ids = report && actionsOf(report);
  const aim = report && aimOf(plan.goal?.to ?? "", report, numbered);
  const byTitle = (what: string) => [...actions].find(([, { title }]) => title === what)?.[0];
  const steps = plan.steps.length > 0 ? plan.steps : [{ who: "", what: "", by: "", result: "" }];
  return steps.map((step, i): ReturnedRow => {
    const told = plan.steps.length > 0 ? `step ${i + 1}: ` : "";
    const number = "action" in step ? step.action : undefined;
    const action = (number && ids?.get(number)) || (number && byTitle(step.what)) || "";
    if (number && action === "") tellUnnumbered(plan, told, place, problems);
    const by = dayIn(step.by, issuedOf(plan, numbered));
    if (step.by !== "" && by === undefined) {
      const hint = `write a day as 2026-11-30 into the file to keep it`;
      const message = `${told}by "${step.by}" is no day, and is left out`;
      problems.push({ ...wrong("no-day", message, place, hint), severity: "warning" });
    }
    const cells = {
      code: plan.code,
      cycle: plan.cycle,
      action,
      what: plainly(step.what),
      who: plainly(step.who),
      by: by ?? "",
      status: statusIn(step.result),
      goal: plainly(plan.goal?.to ?? ""),
      goal_by: plainly(plan.goal?.by ?? ""),
      goal_number: aim === undefined ? "" : String(aim.to),
      goal_unit: aim?.unit ?? "",
      indicator: aim?.indicator ?? "",
      returned: plan.saved,
    };
    return { place, told, cells: cellsOf((column) => cells[column]) };
  });
}

function tellUnnumbered({ edition }: SavedPlan, told: string, place: ReturnedRow["place"], problems: Problem[]): void {
  const message = `${told}which action it is cannot be told: no run has the report of edition ${edition}`;
  const hint = "say where the runs are: --runs out; it is taken as a step of their own";
  problems.push({ ...wrong("no-edition", message, place, hint), severity: "warning" });
}

/** The report that a plan was written on; undefined where no run has it. */
async function reportOf(
  { cycle, code, edition }: SavedPlan,
  { world, runs, study }: Numbered,
): Promise<Report | undefined> {
  for (const { folder } of await runsIn(world, join(runs, study, cycle))) {
    const entry = (await readManifest(world, folder))
      .filter(isArtefact)
      .find((each) => each.code === code && each.channel === "report" && each.sha256.startsWith(edition));
    const text = entry && (await world.readText(join(folder, entry.path)));
    if (text) return JSON.parse(text) as Report;
  }
  return undefined;
}

/** The ids of a report's actions by their numbers. */
function actionsOf({ sections }: Report): ReadonlyMap<number, string> {
  const actions = sections.flatMap((section) => (section.kind === "actions" ? section.actions : []));
  return new Map(actions.map(({ number, id }) => [number, id]));
}

/**
 * A goal that was written as the report's goal line asks for it, "30" or "30 items a month", as a number; undefined where other words
 * leave open what it is a number of.
 */
function aimOf(goal: string, { sections }: Report, { inputs }: Numbered): OwnAim | undefined {
  const asked = sections.flatMap((section) => (section.kind === "own-plan" ? (section.goal ?? []) : []));
  const key = asked.flatMap((span) => ("figure" in span ? span.figure : []))[0]; // "opioids-high-dose/own.monthly"
  const indicator = inputs.indicators.get(key?.split("/")[0] ?? "");
  const [, number, rest = ""] = /^(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s+(.+))?$/.exec(plainly(goal)) ?? [];
  if (number === undefined || !indicator || !isCounted(indicator)) return undefined;
  const { one, many } = indicator.numerator;
  const each = periods[indicator.period].each.trim();
  const forms = ["", one, many, each, `${one} ${each}`, `${many} ${each}`];
  if (!forms.includes(rest.toLowerCase())) return undefined;
  return { to: Number(number.replaceAll(",", "")), unit: "count", indicator: indicator.indicator };
}

/** Words in one line, without the mark of a list before them. */
function plainly(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^[-–•*]\s*(?=\D)/, "");
}

/** What came of a step, by the first words of its review. */
function statusIn(result: string): string {
  if (result.trim() === "") return "planned";
  if (/^(all )?(done|finished|complete)/i.test(result.trim())) return "done";
  return /^not for us\b/i.test(result.trim()) ? "not-for-us" : "under-way";
}

function issuedOf({ cycle, saved }: SavedPlan, { inputs }: Numbered): string {
  return inputs.campaign.cycles.find(({ id }) => id === cycle)?.issued ?? saved;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** "2026-12-07", or "Monday 7 December", which is the first such day after the report. */
function dayIn(text: string, issued: string): string | undefined {
  const iso = /^\d{4}-\d{2}-\d{2}$/.exec(text.trim())?.[0];
  if (iso) return iso;
  const [, day, name, year] =
    /^(?:\p{L}+day,? )?(\d{1,2})(?:st|nd|rd|th)? (\p{L}{3,})\.?(?: (\d{4}))?$/u.exec(text.trim()) ?? [];
  const month = months.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1;
  if (!day || month === 0) return undefined;
  const inYear = (which: number) => `${which}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (year) return inYear(Number(year));
  const first = inYear(Number(issued.slice(0, 4)));
  return first >= issued ? first : inYear(Number(issued.slice(0, 4)) + 1);
}
