import { name } from "../input/files/table.ts";
import { toId } from "./names.ts";
import { askAll, cell, type ImportSource } from "./source.ts";

/** Products whose codes of the BNF begin alike, which become an indicator. */
export type BnfWanted = { id: string; called: string; prefix: string };

const most = 12; // substances that become indicators without being chosen

/** Which codes become indicators: those that were asked for, or each substance where there are few. Words say why there are none. */
export async function bnfWanted(
  sources: readonly ImportSource[],
  {
    bnf,
    described,
    product,
    items,
  }: { bnf: string; described?: string | undefined; product?: string | undefined; items: string },
  asked: readonly string[],
): Promise<BnfWanted[] | string> {
  const substances = await askAll(
    sources,
    `select left(${cell(bnf)}, 9) as prefix, ${described ? `max(${name(described)})` : "''"} as called, ${product ? `mode(${name(product)})` : "''"} as product, sum(try_cast(${name(items)} as double)) as items from source where ${cell(bnf)} <> '' group by 1 order by items desc, 1`,
  );
  const found = substances.map(({ prefix, called, product: one }) => ({
    prefix: prefix ?? "",
    called: called || (one ? `BNF ${prefix}, such as ${one}` : ""),
    id: toId(called || `bnf-${prefix}`),
  }));
  if (asked.length > 0) {
    const none = asked.filter((prefix) => !found.some((each) => each.prefix.startsWith(prefix.slice(0, 9))));
    if (none.length > 0) return `no product has a BNF code that begins with ${none.join(", ")}`;
    return asked.map((prefix) => {
      const under = found.filter((each) => each.prefix.startsWith(prefix.slice(0, 9)));
      const [one] = under;
      const called = under.length === 1 && one ? one.called : `BNF ${prefix}`;
      return { id: under.length === 1 && one && prefix.length === 9 ? one.id : toId(`bnf-${prefix}`), called, prefix };
    });
  }
  if (found.length <= most) return found;
  const some = found.slice(0, 5).map(({ prefix, called }) => `${prefix} ${called}`);
  return `the files hold ${found.length} chemical substances: say which products are counted, by the beginning of their BNF codes, e.g. --bnf ${found[0]?.prefix ?? "0407020"}. The most prescribed are ${some.join("; ")}`;
}
