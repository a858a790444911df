import type { Cycle } from "../input/campaign/campaign.ts";
import type { Told } from "../input/history.ts";
import type { Study } from "../input/study.ts";
import { firstDay, lastDay, toIso, toMonth } from "../month.ts";
import { planStudy } from "./plan.ts";
import type { Report } from "./report.ts";
import { type Measuring, measureStudy } from "./subjects.ts";
import { composeTask, type Measured, type Task } from "./task.ts";
import { toldOf } from "./told.ts";

/** The reports of one cycle of a series, and what each was made from. */
export type Instalment = Measured & { cycle: Cycle; reports: readonly { task: Task; report: Report }[] };

/**
 * The reports of a campaign's cycles, one after another, each made as if all before had been handed over: what they told is told to
 * the next. `codes`: whose; all if left out.
 */
export function* seriesOf(
  study: Study,
  cycles: readonly Cycle[],
  { codes, ...measuring }: Measuring & { codes?: readonly string[] } = {},
): Generator<Instalment> {
  const told: Told[] = [];
  for (const cycle of cycles) {
    const planned = planStudy(study, cycle.id);
    const jobs = codes ? planned.jobs.filter(({ organisation }) => codes.includes(organisation.code)) : planned.jobs;
    const history = { of: Map.groupBy(told, ({ code }) => code), cycles: [], sha256: "" };
    const measured = measureStudy({ ...study, history }, { ...planned, jobs }, measuring);
    const reports = measured.tasks.map((task) => ({ task, report: composeTask(measured, task) }));
    told.push(...reports.map(({ task, report }) => toldOf(report, task.channels)));
    yield { ...measured, cycle, reports };
  }
}

/** So many cycles that end with one, as far apart as two of a campaign are, for a series on data that are there already. */
export function cyclesBack(last: Cycle, count: number, { apart }: { apart: number }): Cycle[] {
  const back = (month: string, by: number) => toIso(toMonth(month) - by);
  const backDay = (day: string, by: number) => {
    const month = toMonth(day) - by;
    const end = lastDay(month);
    const same = `${firstDay(month).slice(0, 8)}${day.slice(8)}`;
    return same < end ? same : end;
  };
  return Array.from({ length: count }, (_, i) => {
    const by = apart * (count - 1 - i);
    const { id: _id, issued, extracted, data, ...rest } = last;
    const to = back(data.to, by);
    return {
      ...rest,
      id: to,
      issued: backDay(issued, by),
      ...(extracted ? { extracted: backDay(extracted, by) } : {}),
      data: { ...data, to },
    } as Cycle;
  });
}
