import { Document, isMap, isScalar, isSeq, Scalar, visit } from "yaml";
import type { EditRead } from "./edit-read.ts";

/** What is to come into a list or a setting: words, a number, or the fields of a map. */
export type EditEntry = string | number | boolean | readonly EditEntry[] | { readonly [key: string]: EditEntry };

/** How a file is written, as far as what comes into it should be written alike. */
export type Style = {
  indent: number; // spaces of a step inwards
  isIndented: boolean; // whether the dashes of a list stand further in than its name
  areListsFlow: boolean; // [a, b]
  isPadded: boolean; // [ a ]
  isSingle: boolean; // quotes
  width?: number; // characters of a line; a longer text is folded
};

const usual: Style = { indent: 2, isIndented: true, areListsFlow: false, isPadded: true, isSingle: false };

/** An entry as YAML: on one line, as it may stand between brackets, or as lines. */
export function wordsOf(entry: EditEntry, { isFlow, style = usual }: { isFlow: boolean; style?: Style }): string {
  const document = new Document(isFlow ? [entry] : entry);
  visit(document, {
    Collection(_, node) {
      const isList = isSeq(node) && node.items.every(isScalar);
      if (isFlow || node.items.length === 0 || (style.areListsFlow && isList)) node.flow = true;
    },
    Scalar(key, node) {
      const isLong = typeof node.value === "string" && node.value.length > (style.width ?? 0) - narrowing;
      if (!isFlow && style.width && key !== "key" && isLong) node.type = Scalar.BLOCK_FOLDED;
    },
  });
  const words = document
    .toString({
      lineWidth: style.width ?? 0,
      indent: style.indent,
      indentSeq: style.isIndented,
      singleQuote: style.isSingle,
      flowCollectionPadding: style.isPadded,
    })
    .trimEnd();
  return isFlow ? words.replace(/\n\s*/g, " ").slice(1, -1).trim() : words;
}

const narrowing = 30; // characters of a line that indentation and a name may take
const [least, most] = [80, 120]; // between which the width of a file is taken to be

/** The style of most of a file; ours where it shows none. */
export function styleOf({ documents, lines }: EditRead, text: string): Style {
  const columnOf = (offset: number) => lines.linePos(offset).col;
  const steps: number[] = [];
  const dashes: Count = [0, 0];
  const lists: Count = [0, 0];
  const quotes: Count = [0, 0];
  for (const { contents } of documents) {
    visit(contents, {
      Pair(_, { key, value }) {
        if (!isScalar(key) || !key.range) return;
        const own = columnOf(key.range[0]);
        if (isMap(value) && !value.flow && value.range) steps.push(columnOf(value.range[0]) - own);
        if (isSeq(value) && !value.flow && value.range) dashes[columnOf(value.range[0]) > own ? 0 : 1]++;
      },
      Seq(_, { items, flow }) {
        if (items.length > 0 && items.every(isScalar)) lists[flow ? 0 : 1]++;
      },
      Scalar(_, { type }) {
        if (type === Scalar.QUOTE_SINGLE) quotes[0]++;
        if (type === Scalar.QUOTE_DOUBLE) quotes[1]++;
      },
    });
  }
  const widest = Math.max(least, ...text.split("\n").map((line) => line.trimEnd().length));
  return {
    indent: steps.length > 0 ? Math.max(1, Math.min(...steps)) : usual.indent,
    isIndented: dashes[0] >= dashes[1],
    areListsFlow: lists[0] > lists[1],
    isPadded: /\[ [^\]]/.test(text),
    isSingle: quotes[0] > quotes[1],
    width: Math.min(most, widest),
  };
}

type Count = [yes: number, no: number];
