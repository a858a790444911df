import type { Trial } from "../../../input/study.ts";
import type { ChecklistName } from "./checklist.ts";

/** An extension of CONSORT that a trial's design calls for, and why. */
export type CalledFor = { checklist: ChecklistName; why: string };

const crossed = ["factorial", "fractional-factorial"];

/** The extensions that a trial's design calls for, in the order in which they are told. */
export function calledFor({ file, arms }: Pick<Trial, "file" | "arms">): CalledFor[] {
  const { design } = file;
  const together = file.cluster ?? file.unit;
  const several =
    crossed.includes(design) || design === "crossover" || design === "stepped-wedge" ? 0 : mostArms(file, arms.size);
  const all: (CalledFor | false)[] = [
    {
      checklist: "cluster-2012",
      why: `what is randomised is a ${together}, and outcomes count the care of its patients`,
    },
    crossed.includes(design) && { checklist: "factorial-2023", why: `the design is ${design}` },
    design === "crossover" && { checklist: "crossover-2019", why: "the design is crossover" },
    design === "stepped-wedge" && { checklist: "stepped-wedge-2018", why: "the design is stepped-wedge" },
    several > 2 && { checklist: "multi-arm-2019", why: `${several} arms are compared side by side` },
    design === "sequential" && {
      checklist: "adaptive-2020",
      why: "who is randomised again is decided on the trial's own data; there is no extension for that design, and this one asks for decisions that were planned",
    },
    design === "multi-arm-multi-stage" && {
      checklist: "adaptive-2020",
      why: "arms may be dropped after an interim look",
    },
    { checklist: "routine-2021", why: "outcomes are counted in data that are collected for other ends" },
  ];
  return all.filter((each) => each !== false);
}

/** How many arms the trial compares at once: those of the stage that has most. */
function mostArms({ stages }: Trial["file"], all: number): number {
  return stages.length === 0 ? all : Math.max(...stages.map(({ arms }) => arms.length));
}
