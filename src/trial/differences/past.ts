import type { Cycle } from "../../input/campaign/campaign.ts";
import { varies } from "../../input/campaign/slots.ts";
import { isReady } from "../../input/cycles.ts";
import type { Study } from "../../input/study.ts";
import type { Design } from "../../report/plan.ts";
import { planStudy } from "../../report/plan.ts";
import { type Measuring, measureStudy, triedReport } from "../../report/subjects.ts";
import { toldOf } from "../../report/told.ts";

/**
 * A study with a past, where cells that are compared differ in what takes turns and nothing was told yet: as if all recipients had had
 * the report of the first of these designs in the cycle before. Without one such cells would be the same, for turns begin with the
 * second report. A study with a history of its own stays as it is.
 */
export function withPast(
  study: Study,
  designs: readonly { topic: string; design: Design }[],
  { cycle, ...measuring }: Measuring & { cycle: Cycle },
): Study {
  const [first] = designs;
  const inputs = first && study.topics.get(first.topic);
  if (study.history || !differInTurns(designs) || !inputs) return study;
  const { cycles } = inputs.campaign;
  const before = cycles
    .slice(
      0,
      cycles.findIndex(({ id }) => id === cycle.id),
    )
    .findLast((each) => isReady(inputs, each));
  if (!before) return study;
  const { trial: _, ...campaign } = study;
  const jobs = planStudy({ ...campaign, topics: new Map([[first.topic, inputs]]) }, before.id).jobs;
  const own = jobs.map((job) => ({ ...job, topic: first.topic, design: first.design }));
  const measured = measureStudy(study, { jobs: own, cycle: before }, measuring);
  const told = measured.tasks.flatMap((task) => {
    const { report } = triedReport(measured, task);
    return report ? [toldOf(report, task.channels)] : [];
  });
  return { ...study, history: { of: Map.groupBy(told, ({ code }) => code), cycles: [], sha256: "" } };
}

/** Whether a section that several designs have takes turns in one of them and not in another. */
function differInTurns(designs: readonly { design: Design }[]): boolean {
  const sections = Map.groupBy(
    designs.flatMap(({ design }) => design.sections),
    ({ name }) => name,
  );
  return [...sections.values()].some((same) => new Set(same.map(varies)).size > 1);
}
