import type { Slot } from "../input/campaign/slots.ts";
import type { Action } from "../input/library/action.ts";
import type { Block } from "../input/library/block.ts";
import { type Condition, judge } from "../input/library/condition.ts";
import { isAlways } from "../input/library/ladders.ts";
import type { Choice } from "./choice.ts";
import { signalsOf, type Voice } from "./material.ts";
import type { Sentence } from "./sentence.ts";
import { variables } from "./variables.ts";
import { type Resolve, toSentence } from "./words.ts";

/** A slot of the report: its section, its name for the explanation, and the blocks it may take. */
export type Choosing = Pick<Slot, "section" | "kind" | "slot" | "ids">;

/** The first block whose condition holds, and why; the blocks before it with the signal that ruled them out. */
export function chooseBlock({ ids, ...at }: Choosing, voice: Voice): { block: Block | undefined; choice: Choice } {
  const considered: { id: string; not: string }[] = [];
  for (const id of ids) {
    const block = blockOf(voice, id);
    const verdict = fits(block.when, voice);
    if (verdict.holds)
      return {
        block,
        choice: {
          ...choiceOf(at, voice),
          chosen: id,
          version: block.version,
          because: verdict.because,
          bct: block.bct,
          considered,
        },
      };
    considered.push({ id, not: verdict.not });
  }
  return { block: undefined, choice: { ...choiceOf(at, voice), because: [], bct: [], considered } };
}

/** Every block whose condition holds, up to `most`, each with its choice. */
export function chooseBlocks(
  { ids, ...at }: Choosing,
  voice: Voice,
  most: number,
): { blocks: Block[]; choices: Choice[] } {
  const blocks: Block[] = [];
  const choices: Choice[] = [];
  for (const id of ids) {
    const block = blockOf(voice, id);
    const verdict = fits(block.when, voice);
    const full = blocks.length >= most;
    if (verdict.holds && !full) {
      blocks.push(block);
      choices.push({
        ...choiceOf({ ...at, slot: `${at.slot}.${blocks.length}` }, voice),
        chosen: id,
        version: block.version,
        because: verdict.because,
        bct: block.bct,
        considered: [],
      });
    } else
      choices.push({
        ...choiceOf(at, voice),
        because: [],
        bct: [],
        considered: [{ id, not: verdict.holds ? `at most ${most} are shown` : verdict.not }],
      });
  }
  return { blocks, choices };
}

/** The actions whose condition holds, in order of preference, up to `most`; and why not the others. */
export function chooseActions(
  { section, ids, most }: { section: string; ids: readonly string[]; most: number },
  voice: Voice,
): { actions: Action[]; choices: Choice[] } {
  const actions: Action[] = [];
  const choices: Choice[] = [];
  for (const id of ids) {
    const action = voice.material.actions.get(id);
    if (!action) throw new Error(`no action ${id}`);
    const verdict = fits(action.when, voice);
    if (verdict.holds && actions.length < most) {
      actions.push(action);
      choices.push({
        ...choiceOf({ section, kind: "actions", slot: `${actions.length}` }, voice),
        chosen: id,
        version: action.version,
        because: verdict.because,
        bct: action.bct,
        considered: [],
      });
    } else
      choices.push({
        ...choiceOf({ section, kind: "actions", slot: "" }, voice),
        because: [],
        bct: [],
        considered: [{ id, not: verdict.holds ? `at most ${most} are offered` : verdict.not }],
      });
  }
  return { actions, choices };
}

type Fit = { holds: true; because: readonly string[] } | { holds: false; not: string };

/** Whether words are for this recipient: by its signals; where messages are fixed, if they are for everybody. */
function fits(when: Condition | undefined, voice: Voice): Fit {
  const { subject, signals } = voice;
  if (subject.design.messages === "tailored") return judge(when, signals, signalsOf(voice));
  const fixed = "messages are fixed";
  return isAlways(when) ? { holds: true, because: [fixed] } : { holds: false, not: fixed };
}

/** A block as a sentence of this recipient; nothing where there is no block. */
export function sayBlock(block: Block | undefined, voice: Voice): Sentence {
  return block ? sayWords(block.text, block, voice) : [];
}

/** The words of a block as a sentence of this recipient. */
export function sayWords(words: string, block: Pick<Block, "cites">, voice: Voice): Sentence {
  return toSentence(words, { resolve: resolverOf(voice), notebook: voice.notebook, cites: block.cites });
}

/** A figure by the name of its variable, with its key in the report. */
export function resolverOf(voice: Voice): Resolve {
  return (path) => {
    const figure = variables[path]?.(voice);
    if (!figure)
      throw new Error(`"${path}" is not known for ${voice.subject.organisation.code} on ${voice.indicator.indicator}`);
    return { key: keyOf(path, voice), figure };
  };
}

/** Variables of the indicator are kept apart by its name; those of the report are not, nor is a period that is the headline's. */
export function keyOf(path: string, voice: Voice): string {
  const { indicator } = voice;
  if (path.startsWith("period.") && !isOfHeadlinesPeriod(voice)) return `${indicator.indicator}/${path}`;
  const shared = ["campaign", "cycle", "period", "issuer", "recipient.name", "extracted"].some(
    (name) => path === name || path.startsWith(`${name}.`),
  );
  return shared ? path : `${indicator.indicator}/${path}`;
}

function isOfHeadlinesPeriod({ indicator, standing, material, subject }: Voice): boolean {
  const { headline } = material.campaign;
  const first = subject.standings.find((each) => each.indicator === headline);
  const { from, to } = standing.window;
  return (
    first?.window.from === from &&
    first.window.to === to &&
    first.day === standing.day &&
    material.indicators.get(headline)?.period === indicator.period
  );
}

function choiceOf(
  at: Pick<Choice, "section" | "kind" | "slot">,
  { indicator }: Voice,
): Pick<Choice, "section" | "kind" | "slot" | "indicator"> {
  return { ...at, indicator: indicator.indicator };
}

function blockOf({ material }: Voice, id: string): Block {
  const block = material.blocks.get(id);
  if (!block) throw new Error(`no block ${id}`);
  return block;
}
