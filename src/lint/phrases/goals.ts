import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { drug } from "./medicines.ts";

/* Goals that leave a person no choice: none left on a medicine, all changed by a day, a fall that is demanded. */

const must =
  "(?:must|should|has to|have to|had better|is to|are to|needs? to|ought to|will|shall|is required to|are required to|is expected to|are expected to)";
const total = String.raw`(?:all|every|each|everyone|everybody|nobody|no ?one|no (?:\w+ )?(?:patient|person|adult|resident)|(?:at least |over |more than |some )?(?:\d+ ?%|\d+ per ?cent|half|two[- ]thirds|three[- ]quarters|nine in ten|\d+ (?:in|of) (?:every )?\d+))`;
const state =
  "(?:off|switched|changed|stopped|moved|converted|tapered|reduced|lowered|swapped|weaned|gone|out|down to|below|under|free of|clear of|given up|come off|finished|over to|halved|ended|vaccinated|immunised)";
/** What may be asked for all: that they are seen, heard and looked after. */
const each = String.raw`(?:all|every|each|everyone|everybody|(?:at least |over |more than )?(?:\d+ ?%|\d+ per ?cent|half|two[- ]thirds|three[- ]quarters|nine in ten|\d+ (?:in|of) (?:every )?\d+))`;
const process =
  "(?:be (?:offered|asked|invited|seen|reviewed|told|given|able|rung|checked|counted|included|shown|sent|left|free|looked|visited|called|heard|treated|tested|recorded|followed|warned|safe|known|sure|in|a|the|clear|kept|at|read|made|discussed|agreed|listened|involved|contacted|phoned|added|put|done|discharged|told|judged|blamed|rushed|pushed|forced|refused|denied|turned|without|named|lost|missed)|have|had|know|need|get|feel|want|keep|stay|see|hear|help|find|understand|decide|choose|talk|do|run|look|read|write|carry|say|ring|call|come|miss|fear|lose|wait|suffer|answer|record|ask|check|agree|make|show|offer|receive|depend|explain|go|pay|travel|change|prescribe|report)";
const day =
  "(?:by|before|within|this|from|come|until) (?:the )?(?:end of )?(?:the |this |next )?(?:\\w+day|week|month|quarter|year|january|february|march|april|may|june|july|august|september|october|november|december|easter|christmas|spring|summer|autumn|winter|\\d+)";

export const goals: Lexicon = {
  goal: words`
    (?<!(?:fixed|national|payment) )goals?(?= |:|,|\.) | aims?(?: for)? | aiming (?:for|at) | targets? | ambitions? | objectives? | (?:the|your|our) task | the expectation | mission |
    commitments? | challenge | pledge | success (?:is|means|looks like) | the plan is | work towards | strive for`,
  // nothing left of it
  noneLeft: words`
    (?:fewer|no more)(?: [\w-]+){1,4}? than (?:last|the previous|the year before)(?: [\w\']+){0,3}? (?:one|two|three|four|five|\d)(?=[.,;!]|$) |
    (?:more|fewer) than (?:one|two|three|\d) (?:\w+ )?(?:patient|person|item|child|adult|resident)s? |
    (?:zero|no|nil|not (?:a single|one|any)|0|an end to|end to) (?:new |more |further |other |single |all |any |the use of |patients? (?:\w+ )?(?:on|taking|with|over|above|using) |people (?:\w+ )?(?:on|taking|with|over|above|using) |prescriptions? (?:for|of) |starts? (?:of|on) |items? of |use of |issues? of |\w+ )*(?:${drug}|new starts) |
    (?:nobody|no ?one|none of (?:your|the) patients|no patients?) (?:\w+ ){0,4}?(?:on|taking|over|above|left on|using|with) |
    (?:opioid|antibiotic|sedative|benzo\w*|medicine|drug|steroid|statin|spray|codeine|tramadol|inhaler|tablet|ppi|nsaid)-free | (?:zero|nil|nought)(?= (?:by|for|before|within|in|at)\b|[.,;]|$) |
    (?:100 ?%|every (?:single )?(?:one|patient|person)|all (?:of )?(?:your |the )?(?:patients|people)) (?:\w+ ){0,2}?(?:switched|off|stopped|reduced|changed|converted|on (?:a )?powder|vaccinated|below|under)`,
  toNothing: words`
    (?:bring|get|take|drive|cut|reduce|lower|move|push|force|drop|go|keep|hold|stay|remain)(?:ing)?(?= (?:[\w'%-]+ ){0,14}?(?:to|at|towards) (?:zero|nil|none|nothing|nought)\b(?! (?:to|but|in)\b))`,
  ceasing: words`
    (?:from (?:now on|today|tomorrow|this \w+|\w+ on|the \w+ of \w+)|henceforth|as of (?:today|now)),? (?:there (?:is|will be|are) )?no`,
  noSuch: words`no(?= (?:[\w-]+ ){1,4}(?:for|to|whatsoever|at all|under|full stop|ever|in any)\b)`,
  forAny: words`
    for (?:any|all|anyone|anybody|everyone|coughs?|colds?|a (?:cough|cold|sore)|whatever) | to (?:any|anyone) | whatsoever | at all | under any | full stop | ever(?: again)? | in any`,
  everyMust: words`
    ${total}(?=(?: of)? (?:[\w'’-]+ ){0,9}?${must} (?:now |all |then |soon |already |no longer )*(?:be |have |have been |be told )?(?:on (?:two|no|more|any|less|fewer|a sedative|the)|taking|${state}|accept|use a|give up|come off)\b) |
    ${each}(?=(?: of)? (?:[\w'’-]+ ){0,9}?${must} (?:not |now |all )?(?!${process}\b)\w+) |
    ${total}(?=(?: of)? (?:[\w'’-]+ ){0,9}?(?:${state}) (?:[\w'’-]+ ){0,3}?${day})`,
  wanting: words`
    (?:we|the (?:icb|board|network|committee|practice|team|area)|i|your network) (?:\w+ )?(?:wants?|needs?|expects?|intends?|plans?|hopes?|would like)(?: to (?:see|have|get))? (?:all|every|each|no|zero|the last|everyone|everybody|nobody)(?=(?: [\w'’-]+){0,9}? (?:${state}|on (?:two|no|more|any)|taking)(?! how)\b) |
    (?:get|bring|have|see|put|push|keep) (?:all|every|each|everyone|everybody)(?=(?: [\w'’-]+){0,7}? (?:${state}|to below|to under|on to|onto)\b)`,
  figureMust: words`
    no (?:practice|prescriber|gp|doctor|surgery|team) (?:should|may|must|is to|can|will) (?:\w+ )?(?:have|be|prescribe|issue|exceed|give)(?! (?:judged|blamed|named|asked|punished|left)) |
    (?:each|every|all) (?:of )?(?:\w+ )?(?:patients?|person|people)(?= [^.;]{0,40}(?:has|have|must|needs?|is|are|should) (?:to )?(?:agree|accept|consent|sign up|comply|cooperate)\b) |
    get (?:your|the|its|our) (?:number|rate|share|figure|total|count)(?: of \w+)? (?:down|below|under|up|to) | not one (?:patient|person)(?= ) |
    until (?:none|no|nobody|all|every|everyone|zero)(?= (?:of |\w+ )) | (?:ought to|should|must|is to|may|can) have (?:no more than|at most|fewer than|less than|only|under) (?= (?:\w+ )?(?:patients|people|items)) |
    (?:uptake|coverage|shares?|rates?|figures?|proportion|number|use|prescribing|items|total|percentage|volume|average|dose|count)(?=(?: [\w'’%-]+){0,7}? (?:must|should|has to|have to|needs to|need to|is to|are to|ought to|has got to|can only) (?:now |all |not )?(?:be (?:at least \d|nearly \d|\d|under|below|above|at|over|down|up|cut|halved|brought|reduced|lowered|zero|nil|no|less|kept under|kept below)|fall|come down|drop|go down|go up|rise|reach|stay (?:under|below)|shrink|match|meet|hit|decline|exceed)\b(?! (?:by chance|with))) |
    (?:only )?(?:acceptable|tolerable|permitted|allowable|permissible|proper) (?:number|level|rate|share|figure|amount|dose|use) | (?:is|are) to be no(?= ) | there (?:is|are|will|must|should|can) (?:to )?be no(?: (?:more|further|new))? |
    (?:nobody|no ?one|no (?:patient|person|child)) (?:is|are|should|must|may|can) (?:to )?(?:leave|go home|walk out|come away|get away)(?: [\w']+){0,4}? with |
    (?:complete|finish|achieve|reach|hit|deliver|meet|conclude|wrap up|get through)(?= (?:all|every|each|the)(?: \w+){0,4}? (?:by|before|this|within)) | willing or not | whether (?:they|or not they) (?:like|want|agree|wish) | like it or not | no ifs | no exceptions | without exception`,
  // a place or a side of the average as a goal, which half must miss
  placeGoal: words`
    (?:next|this|each|every|the coming) (?:month|quarter|year)(?:['’]s)? (?:\w+ )?(?:figure|rate|number|count|result|share) (?:must|should|has to|needs to|is to|cannot|may) (?:\w+ )?(?:be|exceed|stay|fall|rise) |
    (?<=\b(?:be|stay|remain|finish|come|get|keep|move|climb|end)(?: up)? )(?:above|below|under|over|ahead of|in|into|out of|among) the (?:\w+ )?(?:average|median|mean|top|bottom|first|lead)(?: [\w-]+){0,4}? (?:every|each|next|this|from now)`,
  demanded: words`
    (?:is|are|be) (?:now )?(?:required|expected|obliged|demanded|called for|mandated|compulsory|mandatory|asked for|wanted) | must | has to | have to | needs? to | shall |
    (?:is|are) to(?= \w) | required(?: of| from)? | we (?:want|expect|require|demand|need|look for) | at least | no less than | nothing less than`,
  falling: words`
    (?:fall|drop|come down|go down|decrease|shrink|decline|halve|reduce|be (?:cut|reduced|halved|lowered|brought down|down)|cut|lower)(?:s|d)?(?= |\.|,) | (?:a |the )?(?:fall|drop|cut|reduction|decrease)(?= (?:of|in|by)\b)`,
  // how much, and of what
  byHowMuch: words`
    (?:by|of|to) (?:at least |more than |about |up to |over |a full |another )?(?:\d[\d.]* ?%|\d+ per ?cent|(?:a|one|two)[- ](?:half|third|thirds|quarter|fifth|tenth)|half|\d+ (?:items|patients|people|prescriptions|per 1,000)) | half | halve[ds]? | a (?:third|quarter|half|fifth|tenth)`,
  prescribed: words`
    prescribing | rates? | counts? | items | figures? | practices? | use of \w+ | prescribers? | volume | totals?`,
  reading: words`hba1c | blood pressures? | cholesterol | ldl | bmi | glucose | readings? | \d+ ?(?:mmol|mm ?hg|mmol/mol|umol)(?:/\w+)? | uric acid | peak flow`,
  chosen: words`
    could be | might be | may be | offer\w* | review(?:s|ed)?(?! (?:date|by)) | invit\w+ | ask\w* | who (?:wants?|wishes|asks?|agrees?|chooses?) | agree\w* | choos\w+ | nobody (?:is|must be|should be) left |
    plan for | national (?:ambition|plan|aim|target) | action plan | chart | counts? | shows? | in the trial | side effects? | interest\w* | money | funding | without a reliever`,
};

export const goalsKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "goal<>noneLeft+ -chosen -asks -studied -told",
      "toNothing medicine|supply|mass|prescribed|person -chosen -studied -told -agreeing -asks -harmful",
      "ceasing>medicine|supply -chosen -studied -told -harmful",
      "noSuch>medicine>forAny+ -chosen -studied -told -harmful",
      "everyMust medicine|supply|careFor|by|reading -chosen -studied -told -harmful -agreeing -specialist -asks",
      "figureMust medicine|supply|prescribed|mass|careFor|replace.named|lower.named|end.named -chosen+ -studied -told -harmful -asks",
      "placeGoal+ -chosen -studied -told -asks",
      "wanting medicine|supply|mass|careFor|reading -chosen -studied -told -harmful",
      "demanded<>falling byHowMuch medicine|supply|prescribed -chosen -studied -told -asks -harmful -agreeing",
    ],
    say: "no number of people to change, and no day by which: a goal is how many are offered a review, and each decides with their prescriber",
  },
];
