import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import { type Arm, cellText } from "./arms.ts";
import { isDrawn } from "./draws.ts";
import { listedCodes } from "./listed.ts";
import { isIn } from "./nested.ts";
import type { TrialFile } from "./trial.ts";

/** Checks that belong to the kind of trial: cells, balance of a design table, topics, schedules, stages. */
export function checkDesign(
  { value, placeOf }: Located<TrialFile>,
  arms: ReadonlyMap<string, Arm>,
  problems: Problem[],
): void {
  const names = Object.keys(value.factors);
  const place = placeOf(["design"]);
  const say = (message: string, hint?: string) => problems.push(wrong("design", message, place, hint));
  if (arms.size < 2 && value.design !== "sequential") say(`a trial has at least two arms; this has ${arms.size}`);
  if (["parallel", "additive", "wait-list"].includes(value.design) && names.length > 1)
    say(`a ${value.design} trial has one factor; this has ${names.length}`, "did you mean factorial?");
  for (const code of Object.keys(value.ratio).filter((each) => !listedCodes(value, arms).includes(each)))
    problems.push(
      wrong(
        "unknown-arm",
        `unknown arm "${code}" in the ratio`,
        placeOf(["ratio", code]),
        suggest(code, listedCodes(value, arms)),
      ),
    );
  if (value.design === "multi-arm-multi-stage" && arms.size < 3)
    say(`a multi-arm-multi-stage trial has at least three arms; this has ${arms.size}`);
  const { unavailable } = value;
  if (isDrawn(value) !== (unavailable !== undefined))
    say(
      isDrawn(value)
        ? "nothing says what a unit gets that is not available in a cycle"
        : `only a micro-randomised trial has \`unavailable\``,
      isDrawn(value) ? "unavailable: the arm whose report it gets then" : undefined,
    );
  else if (unavailable !== undefined && !arms.has(unavailable))
    problems.push(
      wrong(
        "unknown-arm",
        `unknown arm "${unavailable}"`,
        placeOf(["unavailable"]),
        suggest(unavailable, [...arms.keys()]),
      ),
    );
  if (isDrawn(value) && Object.keys(value.ratio).length > 0)
    say("a micro-randomised trial has no ratio", "its list has the probabilities of every draw");
  if (isDrawn(value) && value.balance)
    say("a micro-randomised trial has no balance", "its units are drawn one by one, each with its own probabilities");
  if (value.design === "factorial") checkCells(value, arms, say);
  if (value.design === "fractional-factorial") checkBalance(names, [...arms.values()], say);
  const levels = Object.values(value.factors).flatMap((factor) => Object.values(factor.levels));
  if (value.design === "topic-swap" && !levels.some(({ campaign }) => campaign !== undefined))
    say(
      "no level names a campaign",
      "in a topic swap each level of a factor names its own, e.g. campaign: antibiotics",
    );
  if (value.design === "wait-list" && !levels.some(({ cycles }) => cycles !== undefined))
    say("no level says from which cycle it is sent", "e.g. cycles: { from: 2026-08 }");
  if (value.design === "sequential" && value.stages.length < 2)
    say(`a sequential trial has at least two stages; this has ${value.stages.length}`);
  if (value.design !== "sequential" && value.stages.length > 0) say("only a sequential trial has stages");
}

type SayOfArms = (message: string, hint?: string) => void;

/** Every combination of levels once. */
function checkCells({ factors }: TrialFile, arms: ReadonlyMap<string, Arm>, say: SayOfArms): void {
  const cells = Object.entries(factors).reduce<Record<string, string>[]>(
    (all, [name, factor]) =>
      all.flatMap((cell) =>
        isIn(factor, cell) ? Object.keys(factor.levels).map((level) => ({ ...cell, [name]: level })) : [cell],
      ),
    [{}],
  );
  const missing = cells.filter(
    (cell) => ![...arms.values()].some(({ levels }) => Object.keys(cell).every((name) => levels[name] === cell[name])),
  );
  for (const cell of missing)
    say(
      `no arm has ${cellText(cell)}`,
      "a factorial trial has every combination; for some of them, use design: fractional-factorial",
    );
}

/** In a design table every two factors are orthogonal: each pair of their levels in as many arms. */
function checkBalance(names: readonly string[], arms: readonly Arm[], say: SayOfArms): void {
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      const having = arms.filter(({ levels }) => Object.hasOwn(levels, a) && Object.hasOwn(levels, b)); // nested ones are in some alone
      const pairs = Map.groupBy(having, ({ levels }) => `${levels[a]} with ${levels[b]}`);
      const [as, bs] = [a, b].map((name) => new Set(having.map(({ levels }) => levels[name])).size);
      const sizes = [...pairs.values()].map((group) => group.length);
      if (pairs.size === (as ?? 0) * (bs ?? 0) && new Set(sizes).size === 1) continue;
      const told = [...pairs].map(([pair, group]) => `${pair} in ${group.length}`).join(", ");
      say(
        `factors "${a}" and "${b}" are not orthogonal in the design table: ${told}`,
        "each pair of their levels must be in the same number of arms, or their effects cannot be separated",
      );
    }
  }
}
