import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Judgements on patients and families, harsh measures, and money held against prescribing. */

export const respect: Lexicon = {
  stigma: words`
    (?:parents?|mothers?|fathers?|mums?|families|relatives|carers|patients?|people|they|many|some|those) (?:\w+ ){0,5}?(?:panic\w*|pester\w*|badger\w*|nag(?:s|ging|ged)?|whin\w+|moan\w*|fuss(?:es|ing|y)?|play(?:s|ing)? (?:one|you|the system|doctors)|lie(?:s)? (?:to|about)|lying about|cheat\w*|fak(?:e|es|ing)|exaggerat\w+|put(?:s|ting)? it on|blag\w*|try it on|trying it on|con you|pretend\w*|feign\w*|scroung\w*|cry wolf|can't be bothered|claims? (?:nerve |back )?pain|cling(?:s|ing)?|crowd\w*|clog\w*|insist(?:s|ing)?|hooked|abuse|chanc\w+ (?:their|his)|want a pill|demand\w*|use up|refuse|manipulat\w+|invent\w*|make (?:it|things) up|kick up|expect(?:s)? a pill) |
    (?:demanding|pushy|hysterical|neurotic|needy|over-?anxious|fussy|panicky|feckless|uneducated|entitled|obstinate|awkward|difficult|problem|troublesome|unreasonable|non-?compliant|aggressive|dishonest|drunken|obese|fat) (?:\w+ )?(?:parents?|patients?|people|families|mothers|smokers?|customers?|individuals|callers?) |
    (?:worried well|same (?:faces|old|excuses)|excuses|(?<!\bwho )would rather (?:have|take)|anxious (?:mothers|parents|fathers)|firm handling|hypochondriacs?|chancers?|scroungers?|liars?|cheats?|fakers?|whingers?|moaners?|regulars\b|drug[- ]?seek\w+|\w+[- ]seeking (?:patients?|people|behaviou?r)|repeat offenders|hard core|hardcore|doctor[- ]shop\w+|so-called pain|(?:genuine|real) patients|those people|that sort|(?:poor) historians?|druggie\w*|drunks?|pill[- ]poppers?|lunatics?|the obese|mentally ill|schizophrenics?|wheelchair[- ]bound|junkies?|time-?wast\w+|addicts?|addicted|hooked|abus(?:e|es|ed|er|ers|ing)(?! service)|frequent flyers?|heart-?sink\w*|malinger\w*|manipulative|attention[- ]seek\w*|bed[- ]?blockers?|non-?complian\w+|non-?adheren\w+|the elderly|victims?|sufferers?|suffer(?:s|ing|ed)? from(?! pain)|asthmatics?|diabetics?|epileptics?|alcoholics?|diverters?|gabbies|misusers?|overusers?|usual suspects|with a story|drain on|pill for every|waste (?:of )?(?:our|your|doctors'?) time|crazy|lazy patients|weak-willed|dole|benefits? claimants?|immigrants?|foreigners?|illegals?|self-inflicted|burden on|in (?:the|their|your) heads?|non-?genuine|not genuine|brittle asthma\w*|smokers make) |
    (?:drug |opioid |heavy |frequent |biggest |illicit )?users?(?= (?:of opioids|on your list|should|abuse|are|need|who)|[.,]|$) |
    (?:opioid|drug|heavy|frequent|biggest|illicit|spray|reliever|pain) users? | patients? (?:are|is) to blame |
    (?:patients?|people|she|he|who) refus(?:e|es|ed|ing) | pander\w* | beware of patients | compliance (?:among|of|is) |
    (?:poor|bad) complian\w+ | told no`,
  allowed: words`
    words such as | avoided in | service | software|screen reader|system | randomi[sz]ed | not a sign | is not addiction |
    addiction\. | uncontrolled pain | blood pressure | not the same`,
  harsh: words`
    pill-?push\w+ | crack(?:ing)?[- ]?downs?(?: on)? | clamp(?:ing)?[- ]?downs?(?: on)? | stamp(?:ing)? (?:out|down) |
    root(?:ing)? out | weed(?:ing)? out (?:patients|users|the) | tackl(?:e|ing) (?:the )?(?:opioid|antibiotic|over)\w* |
    shut the door | wean(?:s|ed|ing)? | (?:get|bring|come) (?:\w+ ){0,4}?(?:patients?|people|them|everyone) (?:\w+ )?off |
    deprescrib(?:e|es|ed|ing) (?:you|them|patients?|people|the|older|elderly|everyone) | useless \w+ | street drugs? |
    off-label misuse | superbugs? |
    (?:battle|war|fight|fighting|combat\w*|crusade|assault|attack on)\b[^.]{0,25}\b(?:resistance|antibiotics|opioids|bugs|bacteria|infections?|pills|pain|overprescribing|waste) |
    (?:winning|losing) the (?:battle|war|fight) | at war | war on | (?:good|bad|nasty) bugs? | bugs (?:are|win|will) |
    upper hand | unnecessary prescribing | inappropriate (?:prescribers?|transfusers?|gps?|practices?) | puffers? |
    green inhalers? | wast(?:e|es|ed|ing|eful)\b[^.;]{0,20}\b(?:nhs|money|resources?|public) | near-killers? |
    prescribing errors? | overprescribing | pain pills |
    control(?:ling)? (?:the |your |these |difficult )?(?:patients?|people|person)(?!s)|(?:poor|un)controlled (?:patients?|people|diabetics?|asthmatics?)|poor control|uncontrolled (?:patients?|people|asthma) |
    name the enemy | the enemy | weapons? | armoury | arsenal | frontline`,
  money: words`
    over-?spen(?:d|ds|t|ding) | (?:over|under|within|blow\w*|bust\w*) (?:the |your |its |our )?budget | tax-?payers?'? |
    price tag | who cost what | cost (?:of|per) (?:each|every|your) (?:prescriber|gp|doctor|item|script) |
    money (?:down|that could|better|away|from|which) | burn(?:s|ing)? (?:through )?money |
    sav(?:e|es|ing) (?:the |your |our )?(?:nhs|icb|practice|taxpayer|network|thousands|money|hundreds) |
    savings? (?:targets?|below|of|plan|are|due|from) |
    (?:costs?|costing) (?:the (?:nhs|icb|network|country|taxpayer|practice)|us|everyone|your network|each) | squander\w* |
    (?:your|each|the) (?:\w+ )?(?:bill|spend)\b | £ ?[\d,.]+ | \d+ pounds | cash | takes? money |
    (?:could|would) (?:have )?(?:buy|bought|pay|paid|fund|funded) (?:for )?(?:\w+ )?(?:nurses?|hips?|operations?|doctors?|care) |
    (?:repay|pay back|refund|reimburs\w+) (?:it|this|the|us) | keep the difference | cheap(?:er|est)? | thrown away |
    money(?= )(?! (?:from|or) (?:industry|manufacturers|makers|no)) | rebates? | deficit |
    financial(?:ly)? (?:pressure|position|incentive|target|recovery|balance) | value for money |
    (?:pounds|million|billion|thousand) (?:pounds )?(?:a|per|each|every|on)  |
    spends?(?! (?:time|an hour|\d+ minutes|longer|more time)) | spending | half a million | expensive | cost-effective |
    profit\w* | wasteful | waste of (?:money|nhs|public|resources) | drug bill | prescribing bill`,
  notMoney: words`
    left out | left (?:the |all )?\w+ (?:out|off|aside) | for (?:your )?interest | no (?:money|payment|funding) | take no | free of charge | we have no | no ties | neither | gains and loses |
    damp | ask about | paid for by | costs? nothing | had their | league of friends | donat\w+ | came from | nothing (?:here|in|to) | does not | not part of | not (?:shown|counted|told)`,
};

export const respectKinds: readonly GrammarKind[] = [
  {
    patterns: ["stigma+ -allowed"],
    say: "write of people as they would of themselves, and ask what gets in the way",
  },
  {
    patterns: ["harsh+ -allowed"],
    say: "say plainly what is done, without wars and enemies",
  },
  {
    patterns: ["money -notMoney"],
    say: "leave cost out, or say what it is for the patient: safety and benefit come first",
  },
];
