import type { Trial } from "../../input/study.ts";
import { unusable } from "./fault.ts";

/** With which probabilities arms are drawn in each cycle, and the share of units that are available for it. */
export type ArmOffers = { readonly of: Readonly<Record<string, number>>; readonly available: number };

/** What is taken of the draws: probabilities as they are given, what is left shared alike by the other arms, and who is available. */
export function offersOf(
  { arms }: Pick<Trial, "arms">,
  {
    offered = {},
    available = 1,
  }: { offered?: Readonly<Record<string, number>> | undefined; available?: number | undefined },
): ArmOffers {
  const codes = [...arms.keys()];
  const stranger = Object.keys(offered).find((code) => !codes.includes(code));
  if (stranger) throw unusable(`unknown arm "${stranger}" is offered`, `one of ${codes.join(", ")}`);
  const others = codes.filter((code) => !Object.hasOwn(offered, code));
  const left = 1 - Object.values(offered).reduce((sum, each) => sum + each, 0);
  if (others.length === 0 ? Math.abs(left) > rounding : left < rounding)
    throw unusable(
      `the probabilities with which arms are offered add up to ${Number((1 - left).toFixed(4))}`,
      others.length === 0 ? "to 1 in all" : `to less than 1, so that something is left for ${others.join(", ")}`,
    );
  if (!(available > 0)) throw unusable("nobody is available", "--available is a percentage above 0");
  return {
    of: Object.fromEntries(codes.map((code) => [code, offered[code] ?? left / others.length])),
    available,
  };
}

const rounding = 0.001;
