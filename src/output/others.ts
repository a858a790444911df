import type { Organisation } from "../input/data/organisation.ts";
import type { Inputs } from "../input/load.ts";
import { remembered, rememberedOf } from "../remembered.ts";
import { plain, standsAt, textsIn, type Word, type WordLine, wordsIn, wordsOfLine, wordsOfLines } from "./words.ts";

/** What a directory knows of a recipient, by which it could be recognised in somebody else's report. */
export type ListedOther = Pick<Organisation, "code" | "name"> &
  Partial<Pick<Organisation, "address" | "postcode" | "email" | "parents">>;

/**
 * What would tell of other recipients, prepared once a run: every look at a text is then a few look-ups a word. Plain data, so
 * that it can be sent to workers.
 */
export type Others = {
  codes: ReadonlySet<string>; // every code
  longest: number; // parts of a code between hyphens, at most: 2 for "AB-12"
  distinctive: ReadonlySet<string>; // codes that can be nothing else, wherever they stand
  doubtful: readonly string[]; // codes that would be, if the study did not use them as words
  stated: ReadonlySet<string>; // what the study itself says of other codes: "code 92"
  emails: ReadonlyMap<string, readonly string[]>; // codes by address
  phrases: ReadonlyMap<string, readonly Phrase[]>; // by their first two words
  beginnings: ReadonlySet<string>; // the first words of phrases: few words of a text are
};

/** Words of a record: a name, a line of an address, a postcode. */
export type Phrase = {
  words: readonly string[];
  text: string; // as in the directory
  codes: ReadonlySet<string>; // of those whose it is
  is: "name" | "address";
  distinctive: boolean; // can be nothing else, wherever it stands
};

/** Whose report is looked at: what stands in it by right. */
export type OwnNames = {
  code: string;
  name: string;
  address?: readonly string[]; // as printed
  place?: string;
  network?: string;
  email?: string;
  was?: readonly { code: string; name: string }[]; // those whose figures are counted with its own
};

/** What a text tells of another recipient: whose code, and how it would be said of the text. */
export type Telling = { code: string; what: string };

/** The study's own words: of its campaign, sources and templates; `contacts` are those that give addresses to write to. */
export type WrittenTexts = { texts: readonly string[]; contacts: readonly string[] };

/**
 * Prepares what to look for, beside the study's own words. A code is distinctive where it
 * mixes letters and digits and stands in none of them, nor in any name or address; a name or an address where one of its words
 * stands nowhere in them. Numbers, words and postcode districts are codes only where a code stands.
 */
export function prepareOthers(listed: Iterable<ListedOther>, { texts, contacts }: WrittenTexts): Others {
  const records = [...listed];
  const written = new Set(texts.flatMap(wordsIn));
  const placed = new Set(records.flatMap(placesOf).flatMap(wordsIn));
  const phrases = phrasesOf(records, written);
  const isFreeOf = (words: ReadonlySet<string>) => (code: string) => wordsIn(code).every((word) => !words.has(word));
  const codes = records.map(({ code }) => code);
  const mixed = codes.filter(isMixed).filter(isFreeOf(placed));
  const distinctive = new Set(mixed.filter(isFreeOf(written)));
  return {
    codes: new Set(codes),
    longest: codes.reduce((most, code) => Math.max(most, code.split("-").length), 1),
    distinctive,
    doubtful: mixed.filter((code) => !distinctive.has(code)),
    stated: new Set(texts.flatMap((text) => statedCodes(text).map(({ said }) => said))),
    emails: emailsOf(records, new Set(contacts.flatMap(emailsIn))),
    phrases,
    beginnings: new Set([...phrases.values()].flat().map(({ words }) => words[0] ?? "")),
  };
}

/** The words of a campaign, of whatever it uses, and of its data file. */
export function writtenIn(
  inputs: Pick<Inputs, "campaign" | "blocks" | "actions" | "indicators" | "data">,
): WrittenTexts {
  const { campaign, blocks, actions, indicators, data } = inputs;
  const texts = textsIn([campaign, ...blocks.values(), ...actions.values(), ...indicators.values(), data]);
  return { texts, contacts: textsIn(campaign.issuer) };
}

/**
 * What a text tells of another: a distinctive code, name or address; any code in a place where a code stands, which is after a
 * name or after the word code; an email address. What the own record holds tells of nobody else.
 */
export function findOther(text: string, own: OwnNames, others: Others): Telling | undefined {
  return findOtherIn(text.split("\n"), own, others);
}

/** The same of a text by its lines. */
export function findOtherIn(texts: readonly string[], own: OwnNames, others: Others): Telling | undefined {
  if (isListed(own, others) && texts.every(silentIn(others))) return undefined;
  const lines = texts.map(readLine);
  const read = lines.map((line) => line.plain).join("\n");
  return (
    findCodeIn(lines, own, others) ??
    findStated(read, own, others) ??
    findPhrase(read, lines, own, others) ??
    findEmail(texts.join("\n"), own, others)
  );
}

/** A line of a text, plain, with its words and what in it could be a distinctive code: every one has a digit, nine words in ten have none. */
type ReadLine = WordLine & { withDigit: readonly string[] };

/** Most lines stand in the next report too. */
const readLine: (line: string) => ReadLine = remembered(
  (line) => {
    const read = plain(line);
    return { plain: read, words: wordsOfLine(read), withDigit: withDigitIn(read) };
  },
  (line) => line,
);

/** Whether nobody's words, codes or addresses stand in a line, and so nobody else's, whoever's report it is. */
const silentIn = rememberedOf((others: Others) =>
  remembered(
    (line: string) => tellsOfNobody(readLine(line), others),
    (line) => line,
  ),
);

/** Whether a line tells of nobody, whatever stands in the next one: no phrase, code or address begins in it. */
function tellsOfNobody(line: ReadLine, { distinctive, longest, emails, phrases, beginnings }: Others): boolean {
  const words = line.words.map(({ text }) => text);
  const begins = (at: number) =>
    at === words.length - 1 || keysAt(words, at).some((key) => phrases.get(key)?.some(mayTell));
  return (
    firstIn(line.withDigit, longest, (code) => distinctive.has(code)) === undefined &&
    !/code/i.test(line.plain) &&
    !emailsIn(line.plain).some((address) => emails.has(address)) &&
    !placesIn(line, (word) => beginnings.has(word)).some(begins)
  );
}

/** A village that stands in an address tells of nobody. */
function mayTell({ is, distinctive }: Phrase): boolean {
  return is === "name" || distinctive;
}

/** Whether the own name is among those that are looked for. */
function isListed({ name }: OwnNames, { phrases }: Others): boolean {
  const words = wordsIn(name);
  return (
    phrases.get(keyAt(words, 0))?.some((each) => each.is === "name" && each.words.join(" ") === words.join(" ")) ??
    false
  );
}

/** Any code but the own: for a place that holds codes and nothing else. */
export function findAnyCode(text: string, own: OwnNames, { codes, longest }: Others): Telling | undefined {
  const chains = text.toUpperCase().match(/[A-Z0-9]+(?:-[A-Z0-9]+)*/g) ?? [];
  const code = firstIn(chains, longest, (each) => each !== own.code && codes.has(each));
  return code === undefined ? undefined : naming(code);
}

/** A code that a subject ends in: "Opioids: report for 92", "Opioids: 92". */
export function findLastCode(text: string, own: OwnNames, { codes }: Others): Telling | undefined {
  const [, code] = /(?::|\bfor)\s+([A-Z0-9][A-Z0-9-]*)$/.exec(text.trim()) ?? [];
  return code === undefined || code === own.code || !codes.has(code) ? undefined : naming(code);
}

/** Its own code, or one of those whose figures are counted with its own. */
function isOwnCode(code: string, { code: own, was = [] }: OwnNames): boolean {
  return code === own || was.some((each) => each.code === code);
}

function naming(code: string): Telling {
  return { code, what: `names ${code}` };
}

// ------------------------------------------------------------------------------------------------------------- codes

/** Letters and digits together, four or more: "Z10004". */
function isMixed(code: string): boolean {
  return code.length >= 4 && /\p{Lu}/u.test(code) && /\d/.test(code);
}

/** All of a record that a code may be mistaken for. */
function placesOf({ name, address = [], postcode = "", parents = {} }: ListedOther): string[] {
  return [name, ...address, postcode, ...Object.values(parents).flatMap((parent) => [parent.name, parent.code])];
}

/** A code that can be nothing else, wherever it stands. */
export function findCode(text: string, own: OwnNames, others: Others): Telling | undefined {
  const lines = text.split("\n").map((line) => ({ withDigit: withDigitIn(line) }));
  return findCodeIn(lines, own, others);
}

function findCodeIn(
  lines: readonly Pick<ReadLine, "withDigit">[],
  own: OwnNames,
  { distinctive, longest }: Others,
): Telling | undefined {
  const is = (each: string) => distinctive.has(each) && !isOwnCode(each, own);
  for (const { withDigit } of lines) {
    const code = firstIn(withDigit, longest, is);
    if (code !== undefined) return naming(code);
  }
  return undefined;
}

function withDigitIn(line: string): readonly string[] {
  return line.toUpperCase().match(/(?=[A-Z-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)*/g) ?? [];
}

/** The first of whatever could be a code (words, and up to so many joined by hyphens) that is one. */
function firstIn(chains: readonly string[], longest: number, is: (code: string) => boolean): string | undefined {
  for (const chain of chains) {
    const found = chain.includes("-") ? joined(chain.split("-"), longest).find(is) : is(chain) ? chain : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every part, and every two and more that follow one another, as far as the longest code. */
function joined(parts: readonly string[], longest: number): string[] {
  return parts.flatMap((_, from) =>
    parts.slice(from, from + longest).map((_, more) => parts.slice(from, from + more + 1).join("-")),
  );
}

function findStated(text: string, own: OwnNames, { codes, stated }: Others): Telling | undefined {
  const found = statedCodes(text).find(
    ({ code, said }) => !isOwnCode(code, own) && codes.has(code) && !stated.has(said),
  );
  return found && naming(found.code);
}

/** What may stand before "code" where it is a recipient's: "BNF code 92" is the code of something else. */
const ofRecipients: ReadonlySet<string> = new Set([
  "",
  "the",
  "its",
  "your",
  "their",
  "ods",
  "practice",
  "surgery",
  "organisation",
]);

/** "Code: 92", "practice code (92)", "codes 14 and 92", each with what is said, in small letters. */
function statedCodes(text: string): { code: string; said: string }[] {
  if (!/code/i.test(text)) return [];
  const matches = text.matchAll(
    /(?:(?<!\p{L})(\p{L}+)[^\S\n]+)?\b(?:[Cc]odes?|CODES?)\b(?:\s+(?:is|are|no\.?|number))?[\s:=(#[]{1,3}((?:[A-Z0-9][A-Z0-9-]*\b(?:\s*,\s*|\s+and\s+)?)+)/gu,
  );
  return [...matches].flatMap(([, before = "", list = ""]) => {
    if (!ofRecipients.has(before.toLowerCase())) return [];
    const codes = list.match(/[A-Z0-9][A-Z0-9-]*/g) ?? [];
    return codes.map((code) => ({ code, said: `${before} code ${code}`.trim().toLowerCase() }));
  });
}

// ------------------------------------------------------------------------------------------------ names and addresses

function phrasesOf(records: readonly ListedOther[], written: ReadonlySet<string>): Others["phrases"] {
  const found = new Map<string, Phrase & { codes: Set<string> }>();
  const add = ({ code }: ListedOther, is: Phrase["is"], text = "", mayTell = true) => {
    const words = wordsIn(text);
    if (words.length === 0) return;
    const key = `${is} ${words.join(" ")}`;
    const isLong = words.length > 1 || isMixed(words.join(""));
    const distinctive = mayTell && isLong && words.some(isRare(written));
    const phrase = found.get(key) ?? { words, text, codes: new Set<string>(), is, distinctive };
    phrase.codes.add(code);
    found.set(key, phrase);
  };
  for (const record of records) {
    const [first, ...lines] = record.address ?? [];
    add(record, "name", record.name);
    add(record, "address", first);
    for (const line of lines) add(record, "address", line, /\d/.test(line)); // others are villages, towns and counties
    add(record, "address", record.postcode);
    add(record, "address", record.postcode?.replace(/\s/g, ""));
  }
  return Map.groupBy(found.values(), ({ words }) => keyAt(words, 0));
}

/** A word of three letters or more, or of letters and digits, that the study does not use. */
function isRare(written: ReadonlySet<string>) {
  return (word: string) => /\p{L}{3}|\p{L}\d|\d\p{L}/u.test(word) && !written.has(word);
}

/** The first two words, by which phrases are kept; of a single word that word. */
function keyAt(words: readonly string[], at: number): string {
  return words.slice(at, at + 2).join(" ");
}

/** The phrases that stand at a word: the own name, then those of others. */
function phrasesAt(words: readonly string[], at: number, self: Phrase, { phrases }: Others): Phrase[] {
  const found = standsAt(words, self.words, at) ? [self] : [];
  for (const key of keysAt(words, at))
    for (const phrase of phrases.get(key) ?? [])
      if (standsAt(words, phrase.words, at) && !found.includes(phrase)) found.push(phrase);
  return found;
}

/** Under what a phrase that stands here may be kept, its last word perhaps in the possessive. */
function keysAt(words: readonly string[], at: number): string[] {
  const [two, one] = [keyAt(words, at), words[at]!];
  const keys = [two, one];
  if (two.endsWith("S")) keys.push(two.slice(0, -1));
  if (one.endsWith("S")) keys.push(one.slice(0, -1));
  return keys;
}

/** A distinctive name or address of another; or any name with a code beside it that is not the own. */
function findPhrase(text: string, lines: readonly ReadLine[], own: OwnNames, others: Others): Telling | undefined {
  const { texts: words, placeOf } = wordsOfLines(lines);
  let marked: ReturnType<typeof ownIn> | undefined; // found where somebody's words stand: in most texts nobody's do
  const mine = () => {
    marked ??= ownIn(words, own);
    return marked;
  };
  const self: Phrase = {
    words: wordsIn(own.name),
    text: own.name,
    codes: new Set([own.code]),
    is: "name",
    distinctive: false,
  };
  for (const at of beginningsIn(lines, self.words[0] ?? "", others)) {
    for (const phrase of phrasesAt(words, at, self, others)) {
      const to = at + phrase.words.length;
      const isOwn = () =>
        phrase.codes.has(own.code) ||
        (phrase.is === "name" && own.was?.some((each) => phrase.codes.has(each.code))) ||
        phrase.words.every((_, i) => mine().any[at + i]);
      if (phrase.distinctive && !isOwn()) return telling(phrase);
      if (phrase.is !== "name") continue;
      const codes = codesBeside(text, placeOf(at), placeOf(to - 1)).filter((code) => !isOwnCode(code, own));
      const code = codes.find((each) => (phrase === self ? others.codes.has(each) : phrase.codes.has(each)));
      if (code !== undefined && !mine().block[at]) return { code, what: `names ${code} beside "${phrase.text}"` };
    }
  }
  return undefined;
}

/** Where somebody's words may begin, counted in words from the first line on; `first` is the first word of the own name. */
function beginningsIn(lines: readonly ReadLine[], first: string, others: Others): number[] {
  const isKnown = others.beginnings.has(first);
  const places: number[] = [];
  let before = 0;
  for (const line of lines) {
    const found = isKnown
      ? begunIn(line, others)
      : placesIn(line, (word) => word === first || others.beginnings.has(word));
    for (const at of found) places.push(before + at);
    before += line.words.length;
  }
  return places;
}

/** The same of one line, whoever's report it stands in: remembered as long as the line is. */
function begunIn(line: ReadLine, others: Others): readonly number[] {
  const known = begun.get(others) ?? new WeakMap<ReadLine, readonly number[]>();
  begun.set(others, known);
  const places = known.get(line) ?? placesIn(line, (word) => others.beginnings.has(word));
  known.set(line, places);
  return places;
}

const begun = new WeakMap<Others, WeakMap<ReadLine, readonly number[]>>();

/** The words that may begin a phrase, perhaps in the possessive. */
function placesIn({ words }: ReadLine, mayBegin: (word: string) => boolean): number[] {
  return words.flatMap(({ text }, at) =>
    mayBegin(text) || (text.endsWith("S") && mayBegin(text.slice(0, -1))) ? [at] : [],
  );
}

function telling({ is, text, codes }: Phrase): Telling {
  const [code = ""] = codes;
  return {
    code,
    what: is === "name" ? `names "${text}", which is ${code}` : `holds "${text}", the address of ${code}`,
  };
}

/** Which words belong to the own name, address, place or network, and which to the address as a block. */
function ownIn(words: readonly string[], own: OwnNames): { any: readonly boolean[]; block: readonly boolean[] } {
  const { name, address = [], place = "", network = "", was = [] } = own;
  const block = marksOf(words, [address.join(" ")]);
  const any = marksOf(words, [name, ...was.map((each) => each.name), ...address, place, network]);
  return { any: any.map((is, at) => is || block[at] === true), block };
}

/** For every word whether it stands in one of these phrases. */
function marksOf(words: readonly string[], phrases: readonly string[]): boolean[] {
  const marks = words.map(() => false);
  for (const phrase of new Set(phrases).values().map(wordsIn))
    for (let at = 0; at < words.length; at++) if (standsAt(words, phrase, at)) marks.fill(true, at, at + phrase.length);
  return marks;
}

/**
 * What stands where the code of a name would: "Park Surgery (14)", "Park Surgery, practice 14.", "Park Surgery [14]",
 * "Park Surgery/14", "14: Park Surgery". A word in small letters is one in brackets alone: "Park Surgery may, if it will".
 */
function codesBeside(text: string, { from }: Word, { to }: Word): string[] {
  const [tail, head] = [text.slice(to, to + 50), text.slice(Math.max(0, from - 50), from)];
  const after =
    /^[\s,:;(–—-]*(?:(?:practice|surgery|organisation|code)\s+)?([A-Z0-9][A-Z0-9-]*)(?=[^\S\n]*(?:[),:;\n]|\.(?!\d)|$))/.exec(
      tail,
    ) ?? /^\s*[([/#|]\s*(?:(?:practice|surgery|organisation|code)\s+)?([A-Za-z0-9][A-Za-z0-9-]*)/.exec(tail); // in brackets no word goes on
  const before = /(?<![A-Za-z0-9.-])([A-Z0-9][A-Z0-9-]*)\s*[:)\]|/–—\t]\s*$/.exec(head);
  return [after?.[1], before?.[1]].flatMap((code) => (code === undefined ? [] : [code.toUpperCase()]));
}

// ------------------------------------------------------------------------------------------------------------ emails

/** Addresses that the study gives to write to are nobody's. */
function emailsOf(records: readonly ListedOther[], written: ReadonlySet<string>): Others["emails"] {
  const known = records.flatMap(({ code, email }) => (email ? [{ code, email: email.toLowerCase() }] : []));
  const groups = Map.groupBy(
    known.filter(({ email }) => !written.has(email)),
    ({ email }) => email,
  );
  return new Map([...groups].map(([email, same]) => [email, same.map(({ code }) => code)]));
}

function findEmail(text: string, own: OwnNames, { emails }: Others): Telling | undefined {
  for (const address of emailsIn(text)) {
    const codes = emails.get(address) ?? [];
    if (codes[0] !== undefined && !codes.includes(own.code) && address !== own.email?.toLowerCase())
      return { code: codes[0], what: `holds the email address of ${codes[0]}` };
  }
  return undefined;
}

function emailsIn(text: string): string[] {
  if (!text.includes("@")) return [];
  return (text.match(/[^\s<>"'(),;:?&=]+@[A-Za-z0-9.-]*[A-Za-z0-9]/g) ?? []).map((address) => address.toLowerCase());
}
