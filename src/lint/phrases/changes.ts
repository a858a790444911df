import type { Phrase } from "../phrases.ts";
import { agreed, any, clause, counted, instructions, specialists, studied, told, unless } from "./grammar.ts";
import { amount, drug, number, supply, unit } from "./vocabulary.ts";
import { changed, changing, lowering, safeguards, stopping, switching } from "./vocabulary-clinical.ts";

/*
 * Changes of medicines in any form: bid, passive, as a noun; of doses, from lists, behind somebody's back, by age. What is offered
 * or agreed, told of a study or said of figures, is none.
 */

const decide = "say that it is offered, looked at or agreed: the person and the prescriber decide";
const other = unless(agreed, told, counted);

/** Ending or replacing a medicine, whatever the form. */
export const endings: readonly Phrase[] = [
  ...instructions(stopping, supply),
  ...instructions(switching, drug),
  clause`(?:take|takes|taking|bring|get|pull|strike|come|coming) (?:[\w'-]+ ){0,5}?off (?:[\w'-]+ ){0,2}?${any(supply, "anyone", "everyone", "patients", "people", "those", "them")}`,
  clause`${supply} (?:[\w'-]+ ){0,3}?(?:comes?|taken|goes) off`,
  clause`(?:nobody|no ?one|none) … (?:leaves?|stays?|remains?|goes home|walks? out) … (?:on|with) … ${drug}`,
  clause`(?:last|final) (?:prescription|issue|script|repeat|supply|pack)s? (?:of|for|will be|should be|is|on)`,
].map((finds) => ({ finds, unless: other, say: decide }));

const span = any(
  `(?:over|within|in|after|for) (?:the )?(?:next |a |an )?(?:${number}|one|two|three|four|five|six|eight|ten|twelve|few) ?(?:days?|weeks?|fortnights?|months?)`,
  "(?:over|within|in) a (?:week|fortnight|month)",
);
const none = "(?:zero|nil|nothing|none|nought|off(?: completely| altogether)?)";
const pace = `(?:every|each|per|a|at each|at every) (?:\\w+ ){0,2}?(?:days?|weeks?|fortnights?|months?|visits?|reviews?|issues?|mornings?|nights?|(?:mon|tues|wednes|thurs|fri)days?)`;

/** Amounts, paces and ends of a reduction that a report sets. */
export const paces: readonly Phrase[] = [
  clause`${any(lowering.order, lowering.done, lowering.doing, "brought", "bring", "get", "drop")} … ${none} … ${any(span, "by")}`,
  clause`${any(lowering.order, lowering.doing)} … ${span}`,
  clause`(?:from|down from) (?:full|half|high|the usual|any) dose (?:\w+ )?to ${none}`,
  clause`(?:miss|skip|omit|leave|drop|cut)(?: out)? (?:every|each|one|a|an|alternate|the) (?:\w+ )?(?:doses?|tablets?|patch|evening|morning|day)`,
  clause`(?:alternate days?|every other day|doses? further apart|space (?:out )?the doses|widen the gap)`,
  clause`(?:take|takes|subtract|deduct|shave|remove|knock) (?:that|this|it|${amount}|one|two) (?:\w+ )?(?:off|away|from)`,
  clause`(?:work out|calculate|find) ${number} ?${unit}`,
  clause`${amount} … ${pace} … (?:until|till|to) (?:${none}|the|they|gone)`,
  clause`(?:full|half|double|twice|a quarter of|a third of) (?:the |their |his |her )?(?:\w+ )?dose (?:from|for|until|today|tomorrow|straight|at once|next)`,
  clause`(?:starting|start|begin|open) (?:at|with|on) ${number} ?(?:mg|micrograms?|mcg)`,
].map((finds) => ({
  finds,
  unless: unless(agreed, told, counted),
  say: "say what is agreed with the patient: small steps, agreed together, with pauses",
}));

const measure = "(?:milligrams?|mg|strength|doses?|puffs|number of (?:puffs|tablets|patches)|daily amount)";

/** Doses that follow from those of another medicine. */
export const conversions: readonly Phrase[] = [
  clause`(?:every|each|per) ${number} ?(?:mg|micrograms?|mcg) … ${number} ?(?:mg|micrograms?|mcg)`,
  clause`${any(switching.order, switching.done, switching.doing, "turn", "turned", "translated?", "moved?")} … (?:using|with|from|by|via|according to) (?:the |a |this |our )?(?:\w+ )?(?:chart|table|equivalents?|ratios?|factors?|conversions?|calculator)`,
  clause`(?:at|for|with|to|on|by|using) (?:about |roughly )?(?:twice|half|double|three times|a (?:half|third|quarter|fifth|tenth)(?: of)?|the same|an? equal|equivalent|equipotent|\d+ times) (?:the |their |as many )?${measure}`,
  clause`${any(switching.order, switching.done, switching.doing, "move", "rotate", "rotated")} … ${number} ?(?:mg|micrograms?|mcg)`,
  clause`(?:ratio|factor|rate) of (?:about )?(?:${number}|one|two|ten)(?: ?(?::|to) ?(?:${number}|one|two|ten))?`,
  clause`(?:table|chart|equivalents?|figures?|column|calculator|ratios?|factors?|scale) … (?:tells?|gives?|shows?|to find|to set|to choose|to pick|to work out|can be used|lets you) … (?:new |starting |right )?(?:dose|strength)`,
  clause`${number} ?(?:mg|micrograms?|mcg)? (?:of )?${drug} (?:\w+ ){0,3}?(?:for|is|equals|does the work of|matches|replaces) … ${number} ?(?:mg|micrograms?|mcg)`,
  clause`(?:interchangeable|one puff (?:of|for) … (?:puff|one)|same (?:strength|dose) of (?:the other|another))`,
].map((finds) => ({
  finds,
  unless: unless("trials?|stud(?:y|ies)|peers|likely daily dose|items?|no agreed|no accepted"),
  say: "no dose is turned into another by a report: say that BNF or specialist advice is needed, and that equivalents are approximate",
}));

const inBulk =
  "(?:en masse|in bulk|bulk|batch|mass|wholesale|across the board|select all|all at once|in one (?:go|sitting|sweep|session|afternoon|click)|(?:in )?a single (?:afternoon|sweep|session|click|step)|globally|global|(?:search and|find and) replace|one click|auto(?:matically|mated)?|(?:down|through|from|along|straight off) the (?:list|search|printout|output|register|spreadsheet))";
const everyone =
  "(?:all|each(?: one| name| of them)?|every(?: one| name| patient| person)?|everyone|everybody|the lot|them|(?:anyone|everyone|everybody|patients|people|those|names?) (?:on|flagged|listed|found|shown|highlighted|marked|in red))";
const act = any(changing.order, "action", "amend", "edit", "update", "clear", "delete", "move");

/** A list that decides. */
export const lists: readonly Phrase[] = [
  clause`(?:every|each|all) (?:names?|ones?|patients?|person|people) … (?:gets?|receives?|is sent|are sent) (?:the same|an? (?:cut|change|switch|letter|text|message))`,
  clause`${inBulk} … ${any(act, changing.done, changing.doing, "actioned", "amended", "edit", "updated?", "deleted")}`,
  clause`${any(act, changing.done, changing.doing, "actioned", "amended", "edit(?:ed)?", "updated?", "deleted")} … ${inBulk}`,
  clause`${any(changing.order, "delete", "clear")} ${everyone}`,
  clause`(?:flagged|listed|highlighted|marked|in red|on (?:the|this) (?:list|search|printout)) … (?:can|should|must|may|is to|are to|will) … (?:be )?(?:${changing.done}|come off|go|end)`,
  clause`(?:the (?:list|search|computer|chart|report|indicator)) (?:has )?(?:already )?(?:decides|decided|tells you (?:who|whom) to|says who (?:stops|comes off)|is (?:all|enough)|is (?:the|your) decision)`,
].map((finds) => ({
  finds,
  unless: unless(agreed, told, "items?|rates?|templates?|defaults?|before|duplicates?|died|review dates?|reason"),
  say: "a list finds people to talk to: say that each record is opened, and that the person and the prescriber decide",
}));

const people = "(?:patients?|people|the person|they|them|he|she|anyone|families|carers|parents)";

/** Changes behind somebody's back, or over their head. */
export const unasked: readonly Phrase[] = [
  clause`without (?:further|any|more|prior|much) (?:\w+ )?(?:discussion|conversation|talk|contact|notice|explanation|ado|consultation|appointment|agreement|consent)`,
  clause`${any(changed, "change")} (?:it |them )?(?:first|now) and (?:explain|ask|tell|discuss|talk|apologise)`,
  clause`(?:before|and then|rather than) (?:telling|asking|informing|warning) (?:anyone|anybody|them|the (?:patient|person)|patients|people)`,
  clause`(?:need|do|does|should|must) not (?:need to )?be (?:told|asked|seen|consulted|informed|involved|warned|rung|spoken to)`,
  clause`(?:needn't|don't have to) be (?:told|asked|seen|consulted|informed|involved)`,
  clause`(?:no need|unnecessary|no point|not worth|no obligation|pointless) (?:to|in|for) (?:ask|tell|see|ring|warn|involve|consult|explain|discuss|asking|telling|seeing|ringing|warning|involving|an? (?:talk|conversation|discussion|appointment|agreement)|agreement|consent)\w*`,
  clause`(?:quietly|silently|discreetly|on the quiet|behind the scenes|under the radar|without fuss|without (?:a word|notice|warning)|unannounced|by stealth) … ${changed}`,
  clause`${changed} … (?:quietly|silently|discreetly|on the quiet|by stealth|without fuss|without (?:a word|notice|warning|a conversation)|unannounced)`,
  clause`(?:few|nobody|no ?one|none|most|hardly any\w*|they|patients) (?:of them )?(?:will|would|may|ever) (?:not |never |hardly |ever |even )?(?:notice|realise|miss it|be any the wiser|complain|object)`,
  clause`${changed} … in (?:its|their|her|his) absence`,
  clause`(?:agreement|consent|permission|a (?:talk|conversation|discussion)) (?:is|would be) (?:desirable|preferable|helpful|welcome|assumed|implied|presumed|ideal|a courtesy|not (?:essential|a must|needed)),?(?: but)?`,
  clause`(?:unless (?:${people}|someone|anybody) (?:object|complain|ring|protest|opt out|telephone|say otherwise)\w*|(?:no (?:reply|answer|response)|silence) (?:is|means|counts as|will be taken as|can be taken as) … (?:yes|agreement|consent|agreed))`,
  clause`(?:reduce|stop|switch|go ahead|proceed|lower|change|taper|do it|cut) (?:it |them )?(?:anyway|all the same|nonetheless|regardless|even so|none the less|whatever ${people} (?:say|think|want)\w*)`,
  clause`(?:whatever|no matter what|never mind what|ignore what|regardless of what) ${people} (?:say|think|want|prefer|feel|ask)\w*`,
  clause`(?:overrule|override|overcome|disregard|brush aside|set aside|ignore) (?:the |their |his |her |any )?(?:patients?'?s?|person's|wish\w*|preferences?|objections?|refusals?|reluctance|choices?)`,
  clause`(?:take|taking|accept(?:ing)?) no for an answer|like it or not|(?:is|are) not (?:theirs|up to (?:them|the patient))|(?:final|last) (?:say|word) (?:is|lies|rests|belongs)`,
  clause`(?:text|letter|email|message|note|phone call|leaflet|poster)s? … (?:announc\w+|saying|telling|to say|stating|explaining|informing) … (?:ends?|stops?|stopped|ending|stopping|changed|changing|switched|last|no longer|reduced|reducing)`,
  clause`${changed} … (?:and |then |, )?(?:let|leave|have) (?:the )?(?:pharmac\w+|reception\w*|nurse|chemist) (?:to )?(?:explain|tell|break)`,
  clause`(?:will|can|must|should|to) (?:simply |just )?be told (?:that )?(?:it|they|the|their) … ${any("ends?", "ending", "stops?", "stopping", changing.done, "over", "no longer")}`,
].map((finds) => ({
  finds,
  unless: unless(studied, specialists, "never|nobody is|reports?"),
  say: "say that the change is agreed with the person first, whoever sees them; no letters, no switches of many at once",
}));

const age = any(
  "over-?\\s?\\d{2}s?|(?:aged|age) (?:over |above |under |below )?\\d{1,2}(?: (?:or|and|to) (?:more|over|older|above|under|younger|\\d+))?|(?:over|above|past|under|below|beyond|from) (?:the age of )?\\d{2}|\\d{2} (?:or|and) (?:over|more|older|above)",
  "(?:sixty|seventy|eighty|ninety)(?:-five)?|pensioners?|octogenarians?|nonagenarians?|over-?(?:sixties|seventies|eighties)|old people|the (?:old|young|frail|elderly|housebound)|older (?:people|adults|patients)|teenagers?|adolescents?|young adults|toddlers?|infants?|babies|children|(?:care|nursing) home(?: residents?)?|retired",
);

/** An age that decides. */
export const ages: readonly Phrase[] = [
  clause`${age} (?:\w+ )?(?:never|rarely|seldom|hardly ever|do not|don't) (?:really )?(?:need|benefit|require)s? … ${drug}`,
  clause`${age} … (?:no (?:need for )?(?:an? )?${drug}|without (?:an? )?${drug}|(?:comes?|come|brought|taken|go|are|is) off|(?:can|should|must|may|will) (?:all |now |simply )?(?:be (?:told|brought|taken|${changing.done})|stop|come off|go without|do without|manage without|lose))`,
  clause`(?:nobody|no ?one|none|no (?:patient|person|adult|child)) … ${age} … (?:should|must|may|needs?|is to|gets?|has|have|on|given)`,
  clause`${any(changing.order, changing.doing, "take", "bring")} … ${any("all", "every", "everyone", "everybody", "any", "anyone", "each", "the")} … ${age}`,
  clause`${age} (?:alone )?(?:is|are) (?:reason|enough|sufficient|all the reason|the only|grounds|too (?:old|young|frail))`,
  clause`(?:too (?:old|young|frail) (?:for|to)|at (?:that|their|this|his|her) age|old enough to (?:manage|stop|do))`,
  clause`(?:once|when|as) (?:somebody|someone|they|he|she|a (?:patient|person)|people|patients|their) (?:reach(?:es)?|turns?|pass(?:es)?|is|are|birthdays?) (?:\d{2}|come)`,
  clause`(?:on|by|before|after) (?:their|the|his|her|a) (?:\d{2}(?:th|st|nd|rd)?|sixtieth|seventieth|eightieth) birthday`,
].map((finds) => ({
  finds,
  unless: unless(
    agreed,
    told,
    "peers|pregnan\\w+|inhaled|kidney|reason to stop|look|check|with(?:out)? stomach|each|alone is no",
  ),
  say: "age alone decides nothing: name the risk, offer a review, and let the person and the prescriber decide",
}));

/** Checks that nobody is to leave out before a change. */
export const unopened: readonly Phrase[] = [
  clause`without (?:opening|reading|looking at|checking|reviewing|seeing|going (?:into|through)|a look at) … (?:records?|notes|history|files?|patients?|them)`,
  clause`no need (?:to|for) (?:an? )?(?:open|look|read|check|review|go|see|opening|looking)\w* … ${any(safeguards, "patients?", "each", "them", "files?")}`,
].map((finds) => ({
  finds,
  say: "a list finds people to talk to: say that each record is opened, and that the person and the prescriber decide",
}));
