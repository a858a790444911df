import type { Phrase } from "../phrases.ts";
import { any, clause, unless } from "./grammar.ts";

/* How a recipient is spoken to: blame in its quieter forms, shame, races, pressure, fright, and praise that is not plain. */

const forward = "say what was seen and what can be done";
const help = "offer help, not a threat: say who can sit with the practice, and what it costs them";
const team =
  "(?:you|your (?:\\w+ )?(?:practice|team|surgery|prescribers?|doctors?|gps?|partners?|nurses?|staff|locums?|colleagues|registrars?|pharmacists?)|(?:the|this) (?:practice|surgery|partners?|prescribers?|team)|(?:somebody|someone|some|one) (?:in|of|at|on) (?:the|your) (?:team|practice|partners|staff|gps|doctors))";

/** Blame without its words. */
export const quietBlame: readonly Phrase[] = [
  clause`(?:nobody|no ?one|none) (?:in|at|on|of) your … (?:cares?|looks?|checks?|notices?|bothers?|reads?|knows?|listens?|minds?)`,
  clause`${team} … (?:(?:has|have) (?:simply |clearly |just )?(?:let|allowed|ignored|neglected|drifted|slipped|lost (?:grip|control|interest)|fallen behind|given up|stopped trying|chosen to|stood still|done (?:nothing|little))|(?:is|are) (?:simply |just )?(?:handing|dishing|doling|giving|churning) (?:\w+ )?out|(?:is|are) (?:not interested|indifferent|stuck|asleep|lagging|responsible for|behind the times)|knows? better|should know|could have (?:done|prevented|avoided|acted)|turn(?:s|ed)? a blind eye|lets? (?:it|this|things|standards|patients) (?:drift|slip|down)|los(?:es?|t) (?:grip|control))`,
  clause`(?:has|have|do|does|did|is|are) not (?:been )?(?:taken?|taking|treat\w*) … (?:seriously|responsib\w+|care)`,
  clause`(?:hand(?:s|ed|ing)?|dish(?:es|ed|ing)?|dol(?:es|ed|ing)|giv(?:es?|en|ing)|prescrib(?:es?|ed|ing)) (?:\w+ ){0,3}?(?:out )?(?:too (?:freely|easily|often|readily|much|many)|like (?:sweets|smarties|confetti)|without (?:thinking|thought|a thought)|on autopilot|out of habit|by reflex)`,
  clause`(?:thoughtless|half-hearted|slapdash|indifferent|wilful|slipshod|lackadaisical|couldn't care less|quiet word|know who (?:it is|you are|they are)|lack of (?:\w+ )?(?:effort|will|care|interest|engagement|discipline|leadership|attention|rigour|grip)|only (?:yourselves|yourself)|asleep at the wheel|blind eye|habits? of (?:your|the) (?:doctors|prescribers|partners|team))`,
  clause`(?:explains?|explained by|comes? down to|is down to|is due to|result of|lies? with|stems? from|because of) … (?:your|the|these|those) (?:\w+ )?(?:prescribers?|doctors?|gps?|partners?|locums?|team|staff|decisions?|attitudes?|habits?|choices)`,
].map((finds) => ({ finds, unless: unless("agreed|trial|study"), say: forward }));

/** Shame before others. */
export const shame: readonly Phrase[] = [
  clause`(?:ask(?:s|ed|ing)? (?:yourselves |yourself |you )?why (?:you|your|this)|wonder(?:s|ing)? why (?:you|your))`,
  clause`how (?:can|do|will|would|could) (?:you|your \w+) (?:\w+ )?(?:explain|justify|defend|face|sleep|tell)`,
  clause`what (?:would|will|must|do|might|are) (?:your|the) (?:patients|colleagues|neighbours|registrars|trainees|families|partners|students|mothers?) (?:\w+ )?(?:think|say|learning|learn|make of|feel)`,
  clause`(?:read(?:ing)? out|put (?:up )?on (?:the )?(?:screen|wall|board)|display(?:ed)?|pin(?:ned)? (?:up|to)|show(?:n|ing)?|circulat\w+|shar(?:e|ed|ing)|project(?:ed)?) … (?:names?|practices?|figures?|rates?|bars?|charts?|results?|numbers?|positions?|these|this|yours?|you) … (?:at|in|to|with|before|in front of) (?:the |a |your |all |every |our )?(?:next )?(?:\w+ )?(?:meeting|others|practices|neighbours|network|locality|newspaper|press|patients|waiting room|colleagues|board)`,
  clause`in front of (?:your|the|all|other|every) \w+`,
  clause`(?:hang your heads?|look (?:yourselves? )?in the mirror|red[- ]faced|blush\w*|humiliat\w+|sham(?:e|ing)\w*|should be ashamed|nothing to be proud of|lets? the side down|laughing[- ]stock|sore thumb|sticks? out)`,
  clause`(?:even|those|practices|colleagues|neighbours|others|everyone else|the surgery) (?:down the road|next door|nearby|with far \w+|around you|across (?:town|the road)) … (?:manage[sd]?|copes?|(?:do|does|did) (?:so|this|better|half|without)|prescribes? (?:half|less|far|a)|issues? (?:half|less|far|a))`,
  clause`(?:everyone|everybody|every(?:one)? other|all (?:the )?other) (?:else|practices?|surger(?:y|ies)) … (?:has|have|had|manage[sd]?|can|could|does)`,
  clause`(?:your neighbours|other practices|all the others) (?:else )?(?:has|have|can|could|manages?|managed|does|do) (?:already |long )?(?:done|it|this|better|changed|moved on|without|half|so)`,
].map((finds) => ({
  finds,
  unless: unless("not asked|agree|if you (?:wish|want|agree)|one prescriber"),
  say: "show figures to their practice alone, and ask what gets in the way",
}));

/** Races and places. */
export const races: readonly Phrase[] = [
  clause`(?:came|come|finish(?:ed|es)?|ended|ends?) (?:up )?(?:in )?(?:dead )?(?:last|bottom)`,
  clause`(?:foot|bottom|end|back|tail|top) of (?:the|this|our|your) (?:ladder|pile|table|queue|heap|league|pack|class|network|rankings?)`,
  clause`(?:relegat\w+|promotion zone|podium|medals?|(?:gold|silver|bronze) (?:medal|award|practice|standard)|champions?(?: of| in|$)|leader ?boards?|score ?boards?|premier league|runners?-up|also-rans?|race to|winning (?:practice|team)|winners?|beneath you|below you|ahead of you|above you in|dead last|last place|first place|in last (?:place|position)|bringing up the rear|at the (?:very )?(?:bottom|back|tail)|tail[- ]end|back of the (?:pack|queue)|pecking order|beat (?:your|the|other)|catch up with (?:the )?(?:leaders|others|neighbours))`,
  clause`(?:number|position|place|rank|ranked|placed) (?:\d+|one|two|three|last|first)(?:st|nd|rd|th)? (?:of|out of|in|from|among) (?:\d+|the)`,
  clause`(?:only|just) (?:\w+ )?(?:practices?|surger(?:y|ies)|centres?) (?:is|are|do|does|prescribes?) (?:worse|lower|below|higher|more)`,
  clause`(?:only|just) … (?:will be|is|are) (?:worse|beneath|below|behind|under) (?:than )?(?:you|yours)`,
].map((finds) => ({ finds, say: "say higher or lower than most, and keep a rank in its range" }));

/** Pressure from those with power, and on money. */
export const pressure: readonly Phrase[] = [
  clause`(?:expect|prepare for|await|anticipate|ready for|in line for) (?:an? |our )?(?:\w+ )?(?:visit|call|letter|inspection|audit|phone call|knock|questions|interview|meeting)`,
  clause`(?:will|may|could|might|shall) (?:\w+ )?be (?:asked|called|required|summoned|invited|obliged) (?:in )?to (?:explain|justify|account|attend|answer)`,
  clause`(?:inspect\w+|commissioners?|auditors?|lawyers?|solicitors?|coroners?|journalists?|(?:local |national )?(?:papers?|press|media)|nhs england|the (?:icb|board|ombudsman|regulator|contracts? team)|courts?) … (?:interest\w*|want to know|asks?|asking|look(?:s|ing)? (?:closely|hard)|will (?:be|have|want|take|see|notice|call|ask|visit)|may (?:want|wish|ask|call|take|look)|watch\w*|notice[sd]?|be (?:told|in touch))`,
  clause`(?:los(?:e|es|ing|t) patience|running out of patience|no patience|patience (?:is|has|will)|lose patience|on notice|watch ?list|on (?:our|the) radar|marked (?:card|down)|next step is (?:formal|contractual|escalation|the (?:contracts?|board|icb)|an? (?:visit|letter|inspection))|will be (?:noted|recorded|remembered|minuted|kept on file|visited|inspected|audited)|(?:first|second|third) (?:warning|strike)|stand still|or else|face (?:questions|the|consequences)|there will be (?:questions|no)|we know where|noted against)`,
  clause`(?:claw(?:ed|s|ing)?[- ]?backs?|claw back|withhold\w* (?:your |the )?(?:payment|funding|money|income)|(?:payments?|funding|budget|income|money|pay|bonus) … (?:depends?|at risk|(?:be|being|is|are) (?:cut|reduced|withheld|reviewed|lost|stopped|taken|deducted|adjusted)))`,
  clause`(?:your|their|each prescriber's) (?:appraisal|revalidation|contract|registration|licence|indemnity|premium|job|partnership) … (?:depends?|risk|affect\w*|reflect\w*|suffer\w*|review\w*|mention\w*|note\w*|see|raised)`,
].map((finds) => ({
  finds,
  unless: unless("if you (?:ask|want|wish|agree|like)|nothing in this|opt out|nobody|invitation|warns?|mhra"),
  say: help,
}));

/** Pictures of harm. */
export const fright: readonly Phrase[] = [
  clause`(?:patients?|people|children|babies|mothers|they|someone|somebody|lives|your list) … (?:(?:is|are|will be) (?:dying|dead|killed|lost|buried|next)|die(?:s|d)? (?:of|from|because)|lose (?:a|their) (?:life|lives|child|mother|father))`,
  clause`(?:picture|imagine|think of|spare a thought for) (?:a|the|your|that|her|his|this|explaining|telling|facing)(?: own)? (?:\w+ )?(?:child|baby|mother|father|family|families|parents?|widow|patient|funeral|phone call|daughter|son|someone|day|face)`,
  clause`(?:untreatable|incurable|body count|death toll|death sentence|graves?|graveside|funerals?|coffins?|mortuary|doom\w*|horrors?|silent killers?|russian roulette|playing with fire|loaded guns?|sleepwalk\w*|unexploded|nobody is safe|no ?one is safe|end of modern medicine|dark ages|pre-antibiotic era|point of no return|on the brink|spiral\w* out|too late for|haunt\w*|wake[- ]up call|accident waiting|waiting to happen|time is (?:short|running)|tragedy|tragic\w*|life and death|not wake up|never wake|never c(?:a|o)me home|gambl(?:e|es|ing)|on your conscience|cost (?:a|someone) (?:a |their )?life)`,
  clause`(?:one more|the next|every|each|another) (?:\w+ )?(?:course|prescription|issue|item|repeat|tablet|script|patient) … (?:could|may|might|can|will|brings?) … (?:last|kill\w*|die|breeds?|death|harm|grave|untreatable|fatal|overdose|the one)`,
].map((finds) => ({
  finds,
  unless: unless("can cost a life|stopping|stent|dose|tolerance|mhra"),
  say: "say the risk as a number with its comparator and its source",
}));

/** Hurry. */
export const hurry: readonly Phrase[] = [
  clause`(?:within|in) (?:the next )?(?:24|48|72|\d+|a few|twenty-four) hours|by (?:close of play|close of business|tonight|midnight|noon|midday|tomorrow|5 ?pm|first thing)`,
  clause`(?:reply|respond|answer|act|call us|ring us|start|begin) (?:today|now|tonight|this minute|first thing|by return)|(?:moment|minute|day|time) to (?:lose|waste|spare)|(?:before|above) (?:anything|everything|all) else|(?:every|each) (?:day|hour|minute|week|moment) (?:counts|matters|of delay|you wait|that passes|lost)|clock is ticking|now or never|right now|straight away|without fail|no later than (?:today|tomorrow)|not (?:a )?(?:day|minute|moment) to|stop what you are doing|top priority|must not wait|can not wait|high time|immediately|at the double|race against`,
].map((finds) => ({
  finds,
  unless: unless(
    "999|same-day|sepsis|attack|stop\\w*|ketones?|appointments?|reviews? (?:is|are|was|were)|switch\\w*|dose|not (?:be )?\\w+ (?:immediately|straight away)|urgent",
    "list|symptoms?|pain|follow-up|call",
  ),
  say: "give a date that can be kept: a first step with its day",
}));

const rivals = any(
  "outstanding",
  "brilliant(?:ly)?",
  "superb(?:ly)?",
  "amazing(?:ly)?",
  "fantastic",
  "heroic?(?:es)?",
  "wonderful(?:ly)?",
  "exemplary",
  "world[- ]class",
  "stellar",
  "flawless",
  "phenomenal",
  "tremendous",
  "magnificent",
  "marvellous",
  "sensational",
  "unbeatable",
  "incredible",
  "terrific",
  "stunning",
  "spectacular",
  "splendid",
  "first-class",
  "top-notch",
  "peerless",
  "gold[- ]standard",
  "best in class",
);

/** Praise without a figure, and praise that mocks. */
export const praise: readonly Phrase[] = [
  clause`(?:${rivals})(?: (?:work|job|result|practice|team|care|performance|effort|achievement|figures?|prescribing|stewardship))?`,
  clause`(?:congratulations|bravo|hats off|three cheers|top marks|full marks|round of applause|take a bow|keep up the (?:good|great|excellent) work|well done(?:$|[!,.: ])|you (?:are|have been) (?:\w+ )?(?:stars?|heroes|champions?|geniuses|an inspiration|a credit)|simply the best|the best (?:practice|team|result) in|second to none|nothing (?:left )?to improve|cannot be improved|so proud of)`,
  clause`(?:another (?:record|bumper|banner)|record[- ]breaking|how nice|good luck with that|must be (?:delighted|thrilled|rubbing|so pleased|grateful)|(?:makers?|manufacturers?|shareholders?|bugs?|bacteria|difficile) … (?:thanks?|delighted|regards|grateful|love|thrilled)|slow hand ?clap|(?:somebody|someone) (?:enjoys|likes|loves) (?:\w+ )?(?:writing|prescribing|giving|handing)|sends? (?:its|their) (?:regards|thanks|love)|no doubt (?:you|there is) (?:have|a) (?:\w+ )?(?:reason|excuse)|surely (?:an|a) (?:accident|coincidence|mistake)|clearly (?:nobody|no one)|presumably|who needs (?:guidelines?|evidence)|guess (?:who|what)|surprise,? surprise)`,
].map((finds) => ({
  finds,
  say: 'say the figure and thank plainly: "Your rate fell from 58 to 51 in a year. Thank you."',
}));
