import { type Slot, varies } from "../input/campaign/slots.ts";
import type { Action } from "../input/library/action.ts";
import type { Block } from "../input/library/block.ts";
import { judge } from "../input/library/condition.ts";
import { isAlways } from "../input/library/ladders.ts";
import { afterReturns } from "./after-returns.ts";
import type { Choice } from "./choice.ts";
import { signalsOf, type Voice } from "./material.ts";
import { inTurn, type SeenBy, tooSoon } from "./repeats.ts";
import type { Sentence } from "./sentence.ts";
import { variables } from "./variables.ts";
import { type Resolve, toSentence } from "./words.ts";

/** A slot of the report: its section, its name for the explanation, and the blocks it may take. */
export type Choosing = Pick<Slot, "section" | "kind" | "slot" | "ids">;

/** The first block whose condition holds, and why; the blocks before it with the signal that ruled them out. */
export function chooseBlock({ ids, ...at }: Choosing, voice: Voice): { block: Block | undefined; choice: Choice } {
  const considered: { id: string; not: string }[] = [];
  for (const [i, id] of ids.entries()) {
    const first = blockOf(voice, id);
    const verdict = fits(first, voice);
    if (!verdict.holds) {
      considered.push({ id, not: verdict.not });
      continue;
    }
    const equal = isVaried(at, voice) ? takeTurns(equalTo(first, ids.slice(i), voice), voice) : [{ item: first }];
    const [{ item: block }, ...others] = equal as [BlockTurn, ...BlockTurn[]];
    const { block: chosen, version, bct } = block;
    considered.push(...others.map(({ item, last }) => ({ id: item.block, not: notYet(last) })));
    return { block, choice: { ...choiceOf(at, voice), chosen, version, because: verdict.because, bct, considered } };
  }
  return { block: undefined, choice: { ...choiceOf(at, voice), because: [], bct: [], considered } };
}

type BlockTurn = { item: Block; last?: string };

function notYet(last: string | undefined): string {
  return last === undefined ? "fits as well; its turn is later" : `fits as well, and was shown in ${last}`;
}

/** The blocks of a list, from its first on, that fit as it does: the same condition, one after the other, and not held back. */
function equalTo(first: Block, ids: readonly string[], voice: Voice): Block[] {
  const when = whenText(first);
  const blocks = ids.map((id) => blockOf(voice, id));
  const end = blocks.findIndex((block) => whenText(block) !== when);
  return blocks.slice(0, end < 0 ? blocks.length : end).filter((block) => fits(block, voice).holds);
}

/** A condition as text, by which it is told from others. */
function whenText(block: Block): string {
  const text = whens.get(block) ?? JSON.stringify(block.when) ?? "";
  whens.set(block, text);
  return text;
}

const whens = new WeakMap<Block, string>(); // the same of all recipients

/** Every block whose condition holds, up to `most`, each with its choice. Which are shown may take turns; their order is the list's. */
export function chooseBlocks(
  { ids, ...at }: Choosing,
  voice: Voice,
  most: number,
): { blocks: Block[]; choices: Choice[] } {
  const blocks: Block[] = [];
  const items = ids.map((id) => blockOf(voice, id));
  const { shown, not } = select(items, voice, { most, words: "are shown", isVaried: isVaried(at, voice) });
  const choices = items.map((block): Choice => {
    const because = shown.get(block);
    if (because === undefined) return notChosen(at, voice, { id: block.block, not: not.get(block)! });
    blocks.push(block);
    const { block: chosen, version, bct } = block;
    const slot = `${at.slot}.${blocks.length}`;
    return { ...choiceOf({ ...at, slot }, voice), chosen, version, because, bct, considered: [] };
  });
  return { blocks, choices };
}

/**
 * The actions whose condition holds, in order of preference or in turn, up to `most`; and why not the others. Where messages are
 * tailored, those that were reported done give way to what comes next; all stay where none that fits would be left.
 */
export function chooseActions(
  { section, ids, most }: { section: string; ids: readonly string[]; most: number },
  voice: Voice,
): { actions: Action[]; choices: Choice[] } {
  const isTailored = voice.subject.design.messages === "tailored";
  const returned = isTailored ? afterReturns(ids, voice) : { ids, not: new Map<string, string>() };
  const isLeft = returned.ids.some((id) => fits(actionOf(voice, id), voice).holds);
  const { ids: left, not: answered } = isLeft ? returned : { ids, not: new Map<string, string>() }; // a report without anything to do helps nobody
  const items = left.map((id) => actionOf(voice, id));
  const at = { section, kind: "actions" as const, slot: "" };
  const leads = (action: Action) => leadsForBalance(action, voice);
  const { shown, not } = select(items, voice, { most, words: "are offered", isVaried: isVaried(at, voice), leads });
  const actions = [...shown.keys()];
  const choices = items.map((action): Choice => {
    const { action: id, version, bct } = action;
    const because = shown.get(action);
    if (because === undefined) return notChosen(at, voice, { id, not: not.get(action)! });
    const slot = `${actions.indexOf(action) + 1}`;
    return { ...choiceOf({ ...at, slot }, voice), chosen: id, version, because, bct, considered: [] };
  });
  const outs = [...answered].map(([id, out]) => notChosen(at, voice, { id, not: out }));
  return { actions, choices: [...choices, ...outs] };
}

/** What of a list is shown, in the order in which it comes up, with the signals that made it fit; and why not the others. */
function select<T extends Block | Action>(
  items: readonly T[],
  voice: Voice,
  options: { most: number; words: string; isVaried: boolean; leads?: (item: T) => boolean },
): { shown: ReadonlyMap<T, readonly string[]>; not: ReadonlyMap<T, string> } {
  const { most, words, isVaried, leads = () => false } = options;
  const fitting = new Map<T, readonly string[]>();
  const not = new Map<T, string>();
  for (const item of items) {
    const verdict = fits(item, voice);
    if (verdict.holds) fitting.set(item, verdict.because);
    else not.set(item, verdict.not);
  }
  const full = `${wantOfRoom} ${most} ${words}`;
  const inOrder = (all: readonly T[]) => (isVaried ? takeTurns(all, voice) : all.map((item) => ({ item })));
  const all = [...fitting.keys()];
  const ordered = [...inOrder(all.filter(leads)), ...inOrder(all.filter((item) => !leads(item)))];
  for (const { item, last } of ordered.slice(most) as { item: T; last?: string }[])
    not.set(item, last === undefined ? full : `${full}, and it was in ${last}`);
  return { shown: new Map(ordered.slice(0, most).map(({ item }) => [item, fitting.get(item)!])), not };
}

/**
 * Whether an action answers what the headline of somebody `unbalanced` says to look at first: it is for them, and for a balancing
 * measure. It stays in front where the others take turns.
 */
function leadsForBalance({ when, indicators }: Action, { signals, indicator, subject }: Voice): boolean {
  const balancing = indicator["balanced-by"] ?? [];
  return (
    subject.design.messages === "tailored" &&
    signals.has("unbalanced") &&
    [...(when?.all ?? []), ...(when?.any ?? [])].includes("unbalanced") &&
    balancing.some((id) => indicators.includes(id))
  );
}

const wantOfRoom = "at most";

/** Whether the reason why something of a list is not shown is that there was no room for all that fitted. */
export function isForWantOfRoom(not: string): boolean {
  return not.startsWith(`${wantOfRoom} `);
}

type BlockFit = { holds: true; because: readonly string[] } | { holds: false; not: string };

/**
 * Whether words are for this recipient now: by its signals and by what it was told before; where messages are fixed, if they are for
 * everybody.
 */
function fits(item: Block | Action, voice: Voice): BlockFit {
  const { subject, signals } = voice;
  if (subject.design.messages !== "tailored") {
    const fixed = "messages are fixed";
    return isAlways(item.when) ? { holds: true, because: [fixed] } : { holds: false, not: fixed };
  }
  const verdict = judge(item.when, signals, signalsOf(voice));
  const not = verdict.holds ? tooSoon(seenBy(voice), item, idOf(item)) : undefined;
  return not === undefined ? verdict : { holds: false, not };
}

/** Whether a section shows in turn what fits equally. */
function isVaried({ section }: Pick<Choosing, "section">, { subject: { design } }: Voice): boolean {
  return design.messages === "tailored" && design.sections.some((each) => each.name === section && varies(each));
}

/** What fits equally, that which was not shown for longest first. */
function takeTurns<T extends Block | Action>(items: readonly T[], voice: Voice): { item: T; last?: string }[] {
  const turns = inTurn(
    seenBy(voice),
    items.map((item) => ({ id: idOf(item), item })),
    (id) => voice.material.blocks.get(id)?.turn ?? id,
  );
  return turns.map(({ item: { item }, last }) => ({ item, ...(last ? { last } : {}) }));
}

function seenBy({ subject, material }: Voice): SeenBy {
  return { ...subject, cycle: material.cycle.id };
}

function idOf(item: Block | Action): string {
  return "block" in item ? item.block : item.action;
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
  return isShared.test(path) ? path : `${indicator.indicator}/${path}`;
}

const isShared = /^(?:campaign|cycle|period|issuer|recipient\.name|extracted)(?:\.|$)/;

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

function notChosen(
  at: Pick<Choice, "section" | "kind" | "slot">,
  voice: Voice,
  considered: Choice["considered"][number],
): Choice {
  return { ...choiceOf(at, voice), because: [], bct: [], considered: [considered] };
}

function choiceOf(
  at: Pick<Choice, "section" | "kind" | "slot">,
  { indicator }: Voice,
): Pick<Choice, "section" | "kind" | "slot" | "indicator"> {
  return { ...at, indicator: indicator.indicator };
}

function actionOf({ material }: Voice, id: string): Action {
  const action = material.actions.get(id);
  if (!action) throw new Error(`no action ${id}`);
  return action;
}

function blockOf({ material }: Voice, id: string): Block {
  const block = material.blocks.get(id);
  if (!block) throw new Error(`no block ${id}`);
  return block;
}
