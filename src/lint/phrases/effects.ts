import type { Phrase } from "../phrases.ts";
import { clause, unless } from "./grammar.ts";
import { drug } from "./vocabulary.ts";

/* What is said of causes, of the future, of all, and with numbers. */

const promised = '"may" and a source: what was seen in a trial is no promise for one practice';
const feedback =
  "(?:reports?|feedback|letters?|emails?|campaign|programme|series|visits?|training|audits?|dashboards?)";
const measured =
  "(?:rates?|figures?|items?|prescribing|opioids?|antibiotics?|inhalers?|relievers?|numbers?|shares?|line|curve)";

/** Causes that nobody has shown. */
export const causes: readonly Phrase[] = [
  clause`(?:the|your|our|her|his|a|an) (?:\w+ ){0,2}?(?:nurse|pharmacist|report|feedback|letter|training|meeting|visit|search|doctor|locum|manager|policy|clinic|leaflet|poster)s? (?:\w+ )?(?:cut|reduced|lowered|raised|caused|increased|halved|doubled|changed|improved|produced|stopped) (?:\w+ ){0,3}?(?:your|the rate|${measured})`,
  clause`(?:rates?|rise|fall|drop|gap|change|improvement|increase|difference) … (?:is|was|are|were) (?:\w+ )?(?:caused by|due to|down to|because of|the (?:result|fault|work) of|explained by|driven by)`,
  clause`(?:so|means?|shows?|proof|proves?|evidence) (?:that )?(?:the|our|this|these|your) (?:\w+ )?(?:${feedback}|plan|pharmacist|work|search|meeting|effort)s? (?:is|are|was|were|has|have|does|do|must have|really|clearly)? ?(?:work\w*|effective|paid off|made the difference|done (?:it|this)|pay\w* off)`,
  clause`(?:brought|brings?|drove|drives?|driven|pushed|pushes|push|pulled|forced|sent|got) (?:\w+ ){0,3}?${measured} (?:\w+ )?(?:down|up|lower|higher)`,
  clause`(?:your|the|his|her|their|our|its|a) (?:[\w-]+ ){1,3}?(?:drives?|causes?|caused|drove|explains?|explained|pushe[sd]|accounts? for|is behind|are behind|is why|lies? behind|produces?|produced|created?) (?:\w+ ){0,4}?(?:${measured}|rise|fall|change|gap|drop|increase|improvement|difference)`,
  clause`(?:the )?(?:effect|fall|rise|drop|change|improvement|credit|result|difference) (?:is|was|are|were|belongs?) (?:all |entirely |solely |clearly )?(?:hers|his|theirs|ours|yours|due to|down to|because of|thanks to|caused by|the (?:result|work|fruit|effect) of|to (?:your|the|our|a))`,
  clause`${measured} … (?:fell|rose|dropped|went (?:up|down)|came down|climbed|increased|halved|doubled) (?:\w+ )?(?:because|thanks to|due to|as a result|owing to|on account of)`,
  clause`(?:because|since|as|once|after|when) … (?:${feedback}|pharmacist|meeting|search) … (?:so|therefore|hence|thus|which proves|clearly) … (?:work\w*|effect\w*|cause\w*|reason|difference)`,
].map((finds) => ({
  finds,
  unless: unless(
    "may|might|trials?|randomi[sz]ed|followed by|no difference|if|whether|partly|could|cannot|what|which|look|chance|list of",
  ),
  say: 'say "was followed by", unless a randomised trial showed it; then name the trial',
}));

/** What will come of it. */
export const promises: readonly Phrase[] = [
  clause`(?:plan|steps?|search|this|it|method|approach|tool) … (?:halves|cuts|lowers|reduces|doubles|removes|ends|solves|fixes|slashes|saves) (?:your|the|all|every)`,
  clause`(?:plan|steps?|actions?|search|review|list|this|it|these|doing (?:this|so)|following \w+|page) (?:\w+ )?(?:brings?|takes?|gets?|puts?|moves?|returns?|guarantees?|ensures?|delivers?|lands?|saves? (?:you|lives|your)) (?:you|your|every|all|a|the|lives)(?: \w+){0,3}? (?:to|below|under|into|within|in|down|back|of|by|results?|harm|hours?|deaths?|admissions?)`,
  clause`(?:patients?|families|staff|teams?|colleagues|workload|appointments?|complaints?|admissions?|rates?|figures?|items?|costs?|share|gap|line) (?:\w+ )?(?:will|is going to|are going to|is bound to) (?:\w+ )?(?:thank|drop|fall|halve|shrink|vanish|disappear|improve|be (?:safer|better|healthier|lower|gone|halved|grateful|pleased)|love|notice|come down|go down|feel better|sleep better|plummet|tumble)`,
  clause`you (?:will|are going to|can expect to|are sure to|cannot fail to) (?:\w+ )?(?:be|reach|meet|see|join|cut|halve|reduce|save|drop|achieve|feel|find|beat) (?:\w+ ){0,3}?(?:median|quarter|target|half|lower|below|within|results?|difference|best|quickly|soon|by)`,
  clause`(?:expect|count on|look forward to|be sure of) (?:an? |your )?(?:\w+ )?(?:fall|drop|reduction|improvement|change|saving|rate|results?) (?:of|by|within|in|to)`,
].map((finds) => ({
  finds,
  unless: unless(
    "next report|reports? will|if you (?:ask|agree)|may|might|trial|followed by|cannot|would bring|would be",
  ),
  say: promised,
}));

/** What is said of all, always or never. */
export const absolutes: readonly Phrase[] = [
  {
    finds: clause`(?:${drug}|they|it|this|that|reviews?) (?:\w+ )?(?:suits?|helps?|works? for|benefits?|fits?|harms?|are for|is for) (?:everyone|everybody|all|anyone|anybody|every (?:patient|person)|no ?one|nobody)`,
    unless: unless("not (?:for )?(?:everyone|everybody|all)"),
  },
  {
    finds: clause`(?:nobody|no ?one|no (?:patient|person|child|adult)) (?:ever |really )?(?:needs?|benefits?|wants?|misses|regrets?) (?:an? |any |the )?(?:\w+ )?(?:${drug}|courses?|doses?|it|them|from)`,
    unless: unless("asked|left|if"),
  },
  {
    finds: clause`${drug} (?:are|is) (?:\w+ )?(?:useless|pointless|worthless|poison|always (?:wrong|harmful|safe)|never (?:right|needed|safe))`,
  },
  {
    finds: clause`(?:${drug}|reviews?|leaflets?|reductions?|tapering|a lower dose) (?:\w+ )?(?:never|always|invariably|only ever) (?:\w+ )?(?:helps?|works?|harms?|cures?|makes?|does|do|causes?|improves?|fails?|lead|relieves?)`,
  },
  {
    finds: clause`(?:no|zero|not any|without) (?:\w+ )?(?:risks?|harms?|side[- ]effects?|danger|downsides?|drawbacks?) (?:\w+ )?(?:in|to|from|with|of|at all|whatsoever)`,
    unless: unless("no (?:more|less|extra|added) (?:risk|harm)|found no|trials?|no clear|shows? no|study"),
  },
  {
    finds: clause`(?:everyone|everybody|every (?:patient|person|child|adult|one)|all (?:patients|people|children)|nobody|no ?one|no (?:patient|person|child|adult)) (?:\w+ )?(?:does|do|feels?|is|are|gets?|benefits?|ever|needs?|will|can|should|sleeps?|copes?|improves?|tolerates?|prefers?) (?:\w+ ){0,2}?(?:better|best|well|worse|benefits?|needs? (?:an?|this|these|opioids?|antibiotics?)|fine|safer|regret\w*|opioids?|antibiotics?|on a lower|without|this medicine)`,
    unless: unless("asked|left|keeps?|not everyone|can be|sent|recogni[sz]ed"),
  },
  {
    finds: clause`(?:perfectly|completely|entirely|totally|absolutely|100 ?%|wholly) (?:safe|effective|harmless|painless|free|useless|without|reliable|accurate|avoidable)`,
  },
  {
    finds: clause`(?:have yet to meet|there is never (?:a|any) (?:reason|need|case|place)|no (?:place|role|case|reason|need) (?:\w+ )?(?:for|to use|in) … ${drug}|works? for (?:everyone|everybody|all)|in (?:all|every) cases?|without exception|cannot (?:possibly )?(?:harm|hurt|fail|go wrong)|can't (?:harm|hurt|fail|go wrong)|the only (?:treatment|answer|option|way) (?:that|is|for|to))`,
    even: true,
    unless: unless("nice|guideline|not in (?:all|every)"),
  },
].map((phrase) => ({
  ...phrase,
  say: 'say for whom and how often: "for most people with a simple cough an antibiotic makes little difference"',
}));

const proofs: readonly Phrase[] = [
  clause`(?:evidence|science|matter|question|debate|case|verdict) is (?:\w+ )?(?:settled|closed|over|in|beyond|conclusive|overwhelming|clear|undisputed|undeniable|watertight|cast-iron)`,
  clause`(?:beyond (?:question|dispute|argument|(?:all |any )?(?:reasonable )?doubt)|without question|conclusive(?:ly)?|irrefutabl\w+|incontrovertibl\w+|indisputabl\w+|undisputed|foolproof|cast-iron|watertight|surefire|once and for all|hard facts?|no one disputes|scientifically (?:shown|tested|validated)|clinically (?:shown|validated)|can(?:not| no longer) be (?:doubted|disputed|denied))`,
].map((finds) => ({
  finds,
  say: 'say what was found, in whom, with its comparator: "in a trial of …, 29 in 100 against 7"',
}));

/** Promises, causes and what is said of all. */
export const overclaims: readonly Phrase[] = [...causes, ...promises, ...absolutes, ...proofs];

const small = "(?:[1-9]|one|two|three|four|five|six|seven|eight|nine|a single)";
const persons =
  "(?:patients?|people|persons?|child(?:ren)?|items?|records?|courses?|cases?|adults?|babies|women|men|admissions?|prescriptions?)";
const portion =
  "(?:\\d[\\d.]* ?%|\\d+ per ?cent|half|a (?:third|quarter|fifth)|two[- ]thirds|three[- ]quarters|most|double[ds]?|trebled?|tripled?|halved?|twice)";

/** Differences that nobody tested, shares of a few, and an average that is none. */
export const figures: readonly Phrase[] = [
  {
    finds: clause`(?:too (?:large|big|great|wide|many|steep) (?:\w+ )?to be (?:\w+ )?(?:luck|chance|coincidence|accident)|(?:hardly|no mere) (?:luck|chance|coincidence)|statistically (?!significant event)\w+|highly significant|clearly (?:different|worse|better|above|below)|(?:definitely|undoubtedly|unmistakabl[ey]|markedly|demonstrably|plainly|obviously|evidently) (?:different|worse|better|higher|lower|above|below|rising|falling|more|fewer)|(?:a |an )?(?:real|genuine|true|unmistakable|definite|marked|meaningful|clear-cut|dramatic|striking|massive|huge|alarming|sharp) (?:\w+ )?(?:difference|change|rise|increase|fall|drop|improvement|trend|gap|deterioration|shift|jump|surge)|(?:surg(?:ed|ing)|soar(?:ed|ing)|rocket(?:ed|ing)|plummet\w*|plung\w+|explod\w+|skyrocket\w*))`,
    unless: unless("95 ?%|interval|p ?[<=]|whether|no (?:clear|real)|if"),
    say: "give the interval or the test, or say above, below, or no clear change",
  },
  {
    finds: clause`${small} (?:out )?(?:of|in) (?:your |the |its |only |just )?${small} (?:\w+ )?${persons} … ${portion}`,
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds: clause`${portion} … \((?:only |just |n ?= ?)?${small}(?: (?:\w+ )?${persons})?\)`,
    unless: unless("no percentage|stud(?:y|ies)|trials?"),
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds: clause`${portion} … from ${small} (?:\w+ ){0,2}?to ${small}`,
    unless: unless("per 1,000|stud(?:y|ies)|trials?|months?|years?|weeks?"),
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds: clause`from ${small} (?:${persons} )?to ${small}(?: ${persons})?[,:;]? … (?:\d+ ?%|double|doubling|trebl\w+|twice)`,
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    finds: clause`(?:median … (?:is|means|the same as|shows?) (?:simply |just )?(?:the |an )?(?:average|mean|typical gp|norm|normal|right|correct|ideal|target|best)|(?:average|mean) … \(?(?:the )?median|(?:you|yours?|rate|this|\d+) … (?:above|below|under|over|worse than|better than) (?:the )?(?:national |local )?average|the (?:typical|average|normal) (?:gp|doctor|prescriber|practice) (?:in|of|across) (?:the|this) (?:country|nation|nhs)|(?:median|top quarter|best quarter|target|benchmark|average) is (?:\w+ )?(?:what (?:is |an? )?(?:\w+ )?(?:right|safe|correct|good|best|normal|practice|gp|doctor)|the (?:right|correct|safe|proper)|where you (?:should|must|ought)))`,
    unless: unless("not the (?:average|mean)|list|age"),
    say: "name the comparator as it is: half of the practices are lower than the median and half are higher",
  },
];
