/* The forms of English verbs, by rule and, where rules fail, from a table. */

/** base, third person, past, participle, -ing: "take", "takes", "took", "taken", "taking" */
export type Forms = { base: string; thirds: string; past: string; done: string; doing: string };

const irregular: Readonly<Record<string, readonly [past: string, done: string]>> = {
  be: ["was|were", "been"],
  begin: ["began", "begun"],
  break: ["broke", "broken"],
  bring: ["brought", "brought"],
  buy: ["bought", "bought"],
  choose: ["chose", "chosen"],
  come: ["came", "come"],
  cut: ["cut", "cut"],
  do: ["did", "done"],
  drive: ["drove", "driven"],
  fall: ["fell", "fallen"],
  find: ["found", "found"],
  get: ["got", "got"],
  give: ["gave", "given"],
  go: ["went", "gone"],
  hold: ["held", "held"],
  keep: ["kept", "kept"],
  know: ["knew", "known"],
  leave: ["left", "left"],
  let: ["let", "let"],
  lose: ["lost", "lost"],
  make: ["made", "made"],
  mean: ["meant", "meant"],
  overcome: ["overcame", "overcome"],
  pay: ["paid", "paid"],
  put: ["put", "put"],
  quit: ["quit", "quit"],
  read: ["read", "read"],
  rip: ["ripped", "ripped"],
  rise: ["rose", "risen"],
  run: ["ran", "run"],
  say: ["said", "said"],
  see: ["saw", "seen"],
  send: ["sent", "sent"],
  shrink: ["shrank", "shrunk"],
  strike: ["struck", "struck"],
  take: ["took", "taken"],
  teach: ["taught", "taught"],
  tell: ["told", "told"],
  think: ["thought", "thought"],
  throw: ["threw", "thrown"],
  withdraw: ["withdrew", "withdrawn"],
  withhold: ["withheld", "withheld"],
  write: ["wrote", "written"],
};

/** Words of more than one syllable that double their last letter. */
const doubled = /(?:admit|commit|refer|defer|transfer|permit|forget|cancel|label)$/;
/** One syllable, one vowel, one consonant at its end: "stop", "swap". */
const short = /^[^aeiou]*[aeiou][bdfgklmnprtvz]$/;

/** The forms of a verb; of one with a particle those of the verb: "phase out", "take … off". */
export function formsOf(verb: string): Forms {
  const [head = "", ...rest] = verb.split(" ");
  const tail = rest.map((word) => (word === "…" ? "(?: [\\w'%-]+){0,5}?" : ` ${word}`)).join("");
  const stem = short.test(head) || doubled.test(head) ? head + head.at(-1) : head.replace(/(?<!e|o|y)e$/, "");
  const regular = /[^aeiou]y$/.test(head) ? `${head.slice(0, -1)}ied` : `${stem}ed`;
  const [past, done] = irregular[head] ?? [regular, regular];
  const thirds = /(?:s|x|ch|sh|o)$/.test(head)
    ? `${head}es`
    : /[^aeiou]y$/.test(head)
      ? `${head.slice(0, -1)}ies`
      : `${head}s`;
  const form = (word: string) => `${word.includes("|") ? `(?:${word})` : word}${tail}`;
  return { base: form(head), thirds: form(thirds), past: form(past), done: form(done), doing: form(`${stem}ing`) };
}

/** Every form of some verbs, as alternatives. */
export function everyForm(verbs: readonly string[]): string[] {
  return [...new Set(verbs.flatMap((verb) => Object.values(formsOf(verb))))];
}
