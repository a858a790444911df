import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Block } from "../library/block.ts";
import { type Library, namesItself } from "../library/library.ts";
import { reasonMark } from "../library/voice.ts";
import type { Campaign } from "./campaign.ts";
import type { Slot } from "./slots.ts";

/*
 * Why it matters: a campaign's own sentences, one of which words under the headline end in. Several take turns between the reports of
 * a recipient where their section has `vary`.
 */

/** Every reason is a block of the campaign, written to follow a sentence; those after the first are said only where they take turns. */
export function checkReasons(
  slot: Slot,
  { campaign, library, files }: { campaign: Located<Campaign>; library: Library; files: Set<string> },
  problems: Problem[],
): void {
  const reasons = slot.voice?.reasons ?? [];
  for (const [i, reason] of reasons.entries()) {
    const item = library.blocks.items.get(reason);
    const place = campaign.placeOf([...slot.path.slice(0, -1), "reason", ...(reasons.length > 1 ? [i] : [])]);
    if (item) files.add(item.file);
    if (!item && !library.blocks.broken.some(({ text }) => namesItself(text, reason)))
      problems.push(
        wrong("unknown-block", `unknown block "${reason}"`, place, suggest(reason, [...library.blocks.items.keys()])),
      );
    if (item && item.value.role !== "standfirst")
      problems.push(
        wrong("wrong-role", `block "${reason}" has role "${item.value.role}"; "standfirst" is wanted here`, place),
      );
    const { settings } = campaign.value.sections.find(({ name }) => name === slot.section) ?? {};
    if (i > 0 && settings && (!("vary" in settings) || settings.vary === undefined))
      problems.push({
        code: "reason-never-said",
        severity: "warning",
        message: `"${reason}" is never said: reasons take turns only where their section has \`vary\``,
        place,
        hint: `add vary: least-recently-shown, or keep one reason`,
      });
  }
}

/**
 * Words that leave room for a reason, with each of those that take turns: the first under the block's own name, the others under a
 * name that ends in the reason's. Other words as they are.
 */
export function withReasons(
  block: Block,
  { slot, library }: { slot: Slot; library: Library },
): [Block, ...(readonly Block[])] {
  if (block.text.search(reasonMark) < 0) return [block];
  const known = (slot.voice?.reasons ?? []).flatMap((id) => library.blocks.items.get(id)?.value ?? []);
  const [first, ...others] = slot.varies ? known : known.slice(0, 1);
  if (!first) return [{ ...block, text: block.text.replaceAll(reasonMark, "").trim() }];
  if (others.length === 0) return [withReason(block, first)];
  const inTurn = (reason: Block) => ({ ...withReason(block, reason), turn: reason.block });
  return [inTurn(first), ...others.map((each) => ({ ...inTurn(each), block: `${block.block}-${each.block}` }))];
}

/** The block whose words another says with a reason that takes turns; its own name where it is none of these. */
export function wordedAs({ block, turn }: Pick<Block, "block" | "turn">): string {
  return turn !== undefined && block.endsWith(`-${turn}`) ? block.slice(0, -turn.length - 1) : block;
}

/** With its sources and techniques. */
function withReason(block: Block, reason: Block): Block {
  const told = reason.text.replace(/\[\^(\d+)\]/g, (_, note) => `[^${Number(note) + block.cites.length}]`);
  return {
    ...block,
    version: block.version + reason.version - 1,
    bct: [...new Set([...block.bct, ...reason.bct])],
    text: block.text.replaceAll(reasonMark, () => ` ${told}`).trim(),
    cites: [...block.cites, ...reason.cites],
    ...(reason.written ? { written: reason.written } : {}),
  };
}
