import { type Document, isScalar, type Scalar, visit, type YAMLMap } from "yaml";
import { type Place, type Problem, wrong } from "../../problem.ts";

/** A document of a YAML file, its text, and the place of an offset in it. */
type YamlText = { document: Document; text: string; at: (offset: number) => Place };

/** Text that is sound YAML but means something other than what stands in the file. Each is a problem with a suggested fix. */
export function findSpoilt({ document, text, at }: YamlText): Problem[] {
  const problems: Problem[] = [];
  const aliases = new Set<string>();
  visit(document, {
    Alias(_, { source }) {
      aliases.add(source);
    },
  });
  visit(document, {
    Scalar(_, node) {
      if (node.type !== "PLAIN" || !node.range) return;
      const found = cut(node, text) ?? anchored(node, text, aliases) ?? quoted(node) ?? dashed(node);
      if (found) problems.push(wrong("spoilt-text", found.message, at(found.offset), found.hint));
      const doubt = found ? undefined : perhapsCut(node, text);
      if (doubt)
        problems.push({ ...wrong("spoilt-text", doubt.message, at(doubt.offset), doubt.hint), severity: "warning" });
    },
    Map(_, map) {
      for (const { message, hint, offset } of parted(map))
        problems.push(wrong("spoilt-text", message, at(offset), hint));
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.range && typeof key.value === "string" && /^\u00A0/.test(key.value))
        problems.push(wrong("spoilt-text", indented, at(key.range[0]), "indent with ordinary spaces"));
    },
  });
  return problems;
}

type SpoiltYaml = { message: string; hint: string; offset: number };

export const indented = "a no-break space at the start of the line";

/** `see #1 of the guide` ends at "see": what follows is a comment to YAML. Comments with a space after # are meant. */
function cut({ range }: Scalar, text: string): SpoiltYaml | undefined {
  const [from, end] = range!;
  const after = /^[^\S\n]+#(?=[^\s#])/.exec(text.slice(end, end + 1000));
  if (!after || end === from) return undefined;
  return {
    message: 'the text is cut here: YAML takes " #" and all after it as a comment',
    hint: "put quotes round the whole text; if it is a comment, put a space after #",
    offset: end + after[0].length - 1,
  };
}

/**
 * `see # 1 of the guide` ends at "see" too. A comment after words is nearly always meant as one, so this is asked only where it goes on
 * as a sentence would: with a number, or in a small letter up to a full stop that the text lacks.
 */
function perhapsCut({ value, range }: Scalar, text: string): SpoiltYaml | undefined {
  const [from, end] = range!;
  if (end === from || typeof value !== "string" || !/\S\s\S/.test(value)) return undefined;
  const [all, space = ""] = /^([^\S\n]+)# +(?:\d|[a-z][^\n]*[.!?]\s*(?:\n|$))/.exec(text.slice(end, end + 1000)) ?? [];
  if (all === undefined || /[.!?:]$/.test(value)) return undefined;
  return {
    message: 'the text may be cut here: YAML takes " #" and all after it as a comment',
    hint: "if it is part of the text, put quotes round the whole; if it is a comment, put it on a line of its own",
    offset: end + space.length,
  };
}

/** `&c more` is "more" to YAML, with an anchor that nothing refers to. */
function anchored({ anchor, range }: Scalar, text: string, aliases: ReadonlySet<string>): SpoiltYaml | undefined {
  if (anchor === undefined || aliases.has(anchor)) return undefined;
  return {
    message: `the text loses "&${anchor}": YAML takes it as a name for what follows`,
    hint: "put quotes round the whole text",
    offset: text.lastIndexOf(`&${anchor}`, range![0]),
  };
}

/** `{ caution: Treat the wound, not the budget }` is "Treat the wound" to YAML, and a key "not the budget" without a value. */
function parted({ flow, items }: YAMLMap): SpoiltYaml[] {
  if (!flow) return [];
  return items.flatMap(({ key, value }, i): SpoiltYaml[] => {
    const before = items[i - 1]?.value;
    const isText = isScalar(before) && before.type === "PLAIN" && typeof before.value === "string";
    if (value !== null || !isText || !isScalar(key) || !key.range) return [];
    return [
      {
        message: `the text is cut at its comma: within braces, YAML takes "${String(key.value)}" as a key`,
        hint: "put quotes round the whole text",
        offset: key.range[0],
      },
    ];
  });
}

/** Quotes of a word processor round the whole text are letters to YAML, and would be printed. */
function quoted({ value, range }: Scalar): SpoiltYaml | undefined {
  if (typeof value !== "string" || !/^(?:“[^“”]*”|„[^“”]*[“”]|‘[^‘’]*’|”[^“”]*”|’[^‘’]*’)$/.test(value))
    return undefined;
  return {
    message: `the text is in quotes of a word processor (${value.at(0)} ${value.at(-1)}), which would be printed`,
    hint: `use straight quotes: "…"; to print these too, put straight quotes round them`,
    offset: range![0],
  };
}

/** A list written with en dashes is one line of text to YAML. */
function dashed({ value, range }: Scalar): SpoiltYaml | undefined {
  if (typeof value !== "string" || !/^[–—•] /.test(value)) return undefined;
  return {
    message: `"${value.at(0)}" at the start of the text does not begin an entry of a list`,
    hint: "begin each entry of a list with a hyphen and a space; if the text begins so, put quotes round it",
    offset: range![0],
  };
}

/** What is wrong with a file whose bytes are not UTF-8, at the first letter that shows it; undefined where all are letters. */
export function findEncoding(file: string, text: string): Problem | undefined {
  const offset = text.search(/[\uFFFD\0]/);
  if (offset < 0) return undefined;
  const lines = text.slice(0, offset).split("\n");
  const place = { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, length: 1 };
  const is16 = text.includes("\0");
  return wrong(
    "encoding",
    is16 ? "the file is in UTF-16" : "a letter that is not in UTF-8",
    is16 ? { file, line: 1, column: 1 } : place,
    "save the file again with the encoding UTF-8",
  );
}
