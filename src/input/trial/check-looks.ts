import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { TrialFile } from "./trial.ts";

type Cycles = readonly { readonly id: string }[];

/** Looks are of their design, beside a control, after cycles of the campaign, and leave somebody to drop and to compare. */
export function checkLooks(
  { value, placeOf }: Located<TrialFile>,
  { arms, cycles }: { arms: readonly string[]; cycles: Cycles },
  problems: Problem[],
): void {
  const { design, looks, control } = value;
  const say = (code: string, message: string, path: (string | number)[], hint?: string) =>
    problems.push(wrong(code, message, placeOf(path), hint));
  const named = control === undefined ? "looks" : "control";
  if ((looks.length > 0 || control !== undefined) && design !== "multi-arm-multi-stage") {
    say("design", `only a multi-arm-multi-stage trial has \`${named}\``, [named]);
    return;
  }
  if (control !== undefined && !arms.includes(control))
    say("unknown-arm", `unknown arm "${control}"`, ["control"], suggest(control, arms));
  if (looks.length > 0 && control === undefined)
    say("look", "looks compare arms with a control, and none is named", ["looks"], "control: the arm's code");
  const ids = cycles.map(({ id }) => id);
  for (const [i, { cycle, best }] of looks.entries()) {
    const earlier = looks[i - 1]?.cycle;
    if (!ids.includes(cycle))
      say("unknown-cycle", `unknown cycle "${cycle}"`, ["looks", i, "cycle"], suggest(cycle, ids));
    else if (cycle === ids.at(-1))
      say("look", `${cycle} is the last cycle: nothing is left to drop an arm from`, ["looks", i, "cycle"]);
    if (earlier !== undefined && cycle <= earlier)
      say("look", `the look after ${cycle} does not come after that after ${earlier}`, ["looks", i, "cycle"]);
    const most = Math.min(arms.length - 1, ...looks.slice(0, i).flatMap((each) => each.best ?? []));
    if (best !== undefined && best >= most)
      say("look", `the best ${best} of ${most} would go on: the look drops nobody`, ["looks", i, "best"]);
  }
}
