import type { ChecklistAnswer, ChecklistAsked } from "./answer.ts";
import { allocationAnswers } from "./answers/allocation.ts";
import { deliveryAnswers } from "./answers/delivery.ts";
import { designAnswers } from "./answers/design.ts";
import { figureAnswers } from "./answers/figures.ts";
import { flowAnswers } from "./answers/flow.ts";
import { protocolAnswers } from "./answers/protocol.ts";
import { scheduleAnswers } from "./answers/schedule.ts";
import { titleAnswers } from "./answers/title.ts";

/** All that a pack can say to items of checklists, by the names in their `fill`. */
const answers = {
  ...titleAnswers,
  ...designAnswers,
  ...allocationAnswers,
  ...scheduleAnswers,
  ...flowAnswers,
  ...deliveryAnswers,
  ...figureAnswers,
  ...protocolAnswers,
};

export type FactName = keyof typeof answers;

export const factNames = Object.keys(answers) as [FactName, ...FactName[]];

export function answerTo(name: FactName, asked: ChecklistAsked): ChecklistAnswer {
  return answers[name](asked);
}
