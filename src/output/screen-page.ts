import { Parser } from "htmlparser2";

/** A page for the screen as it is looked at when it is read back. */
export type ScreenPage = {
  language: string | undefined;
  title: string;
  policy: string | undefined; // what it lets its browser do
  styles: readonly string[];
  scripts: readonly string[];
  edition: string | undefined; // that a plan written on it goes back with
  alts: readonly string[]; // of drawings
  words: string; // what a reader comes upon: of what stands twice, for wide and for narrow screens, the wide
  foreign: string | undefined; // the first thing that would fetch, send, frame or run anything besides
  unreached: string | undefined; // a link within the page that leads nowhere
};

type TagAttributes = Readonly<Record<string, string>>;

/** Reads the markup of a page for the screen: what it holds of code, and whether it needs nothing besides itself. */
export function readScreenPage(html: string): ScreenPage {
  const open: { name: string; attributes: TagAttributes }[] = [];
  const texts = {
    title: "",
    style: [] as string[],
    script: [] as string[],
    words: [] as string[],
    alts: [] as string[],
  };
  const ids = new Set<string>();
  const targets: string[] = [];
  let [language, policy, edition, foreign]: (string | undefined)[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      open.push({ name, attributes });
      if (name === "html") language = attributes.lang;
      if (name === "meta" && attributes["http-equiv"]?.toLowerCase() === "content-security-policy")
        policy ??= attributes.content;
      if (name === "svg" && attributes["aria-label"]) texts.alts.push(attributes["aria-label"]);
      if (attributes.id) ids.add(attributes.id);
      if (attributes.href?.startsWith("#")) targets.push(attributes.href.slice(1));
      edition ??= attributes["data-edition"];
      if (name === "style" || name === "script") texts[name].push("");
      foreign ??= foreignIn(name, attributes);
    },
    onclosetag() {
      open.pop();
    },
    ontext(text) {
      const inner = open.at(-1)?.name;
      if (inner === "title" && !open.some(({ name }) => name === "svg")) texts.title += text;
      else if (inner === "style" || inner === "script") texts[inner][texts[inner].length - 1] += text;
      else if (!open.some(isApart)) texts.words.push(text);
    },
  });
  parser.end(html);
  return {
    language,
    title: texts.title,
    policy,
    styles: texts.style,
    scripts: texts.script,
    edition,
    alts: texts.alts,
    words: texts.words.join(" "),
    foreign,
    unreached: targets.find((target) => !ids.has(target)),
  };
}

/** What is not read from beginning to end: drawings, what stands for narrow screens alone, tables that are closed, lists of links. */
function isApart({ name, attributes }: { name: string; attributes: TagAttributes }): boolean {
  return ["svg", "details", "nav", "form", "button"].includes(name) || attributes.class === "narrow";
}

const refusedTags: ReadonlySet<string> = new Set(
  "iframe frame object embed applet link base img picture source video audio track image use foreignobject animate set portal".split(
    " ",
  ),
);

/** An element that is none of such a page, or an attribute of one, as it is told. */
function foreignIn(name: string, attributes: TagAttributes): string | undefined {
  if (refusedTags.has(name)) return `<${name}>`;
  if (name === "meta" && attributes["http-equiv"]?.toLowerCase() === "refresh") return "<meta refresh>";
  const found = Object.entries(attributes).find(([key, value]) => isForeign(name, key, value));
  return found && `${found[0]}="${found[1]}" on <${name}>`;
}

function isForeign(name: string, key: string, value: string): boolean {
  if (key === "href") return !(name === "a" && /^(#|https:\/\/|mailto:|tel:)/.test(value));
  return (
    /^on/.test(key) ||
    /^(src|srcset|srcdoc|style|action|formaction|ping|background|poster|data|xlink:href|manifest)$/.test(key)
  );
}
