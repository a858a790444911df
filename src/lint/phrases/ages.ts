import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { change, unless } from "./deeds.ts";
import { drug } from "./medicines.ts";

/* An age or a group that decides. */

export const ages: Lexicon = {
  age: words`
    birth dates? |    being (?:over |above |past |under |aged )?\d{2} |    at (?:\d{2}|sixty|seventy|eighty|ninety)(?:-five)?(?=,| an?| the| no| it| nobody| blood| statins?| every| people) | (?:person|patient|man|woman|someone|anyone|adult|people) of (?:[6-9]\d)(?= |[,.?]) | dates? of birth | year of birth | (?:frailty|rockwood|efi)(?: \w+)? (?:score|scale|index|of)(?: of)?(?: (?:\d|above|over|more)\w*)? | beyond (?:retirement|middle age) | in old age | the over-?\d\ds | past (?:eighty|seventy|ninety) | very elderly | great age | advanced age |
    over-?\s?\d{2}s | over-\d{2} |
    (?:aged|age|ages) (?:over |above |under |below )?\d{1,2}(?:\+| plus| (?:or|and|to) (?:more|over|older|above|under|younger|\d+))? |
    (?<!\b(?:was|were|is|are|be|lie|lies|fell|rate|being) )(?:over|above|past|under|below|beyond|from|at|after|until|turns?|turned|reach(?:es|ed)?) (?:the age of )?(?:\d{2}(?:th|s)?(?! ?(?:mg|%|micro|items|per|a day|of|people|practices|mmol|in|patients|to|days|weeks|minutes|hours|tablets|mcg|records|names|reviews|codeine|,\d)|\d|[./:,]\d)|sixty|seventy|eighty|ninety)(?:-five)? |
    (?:\d{2}|sixty|seventy|eighty|ninety) (?:or|and) (?:over|more|older|above|under) | (?:sixty|seventy|eighty)-five |
    (?:over-?|the over-?|under-?|the under-?|in their )(?:sixties|seventies|eighties|nineties|fives|fifties|twelves|eighteens|\d+s) |
    pensioners? | pension(?:able)? age | octogenarians? | nonagenarians? | septuagenarians? | old people |
    the (?:very )?(?:old|young|frail|elderly|housebound|aged) | older (?:people|adults|patients) | elderly | frail |
    teenagers? | adolescents? | young adults | toddlers? | infants? | babies | children |
    (?:care|nursing|residential) homes?(?: residents?)? | retired | past retirement | retirement age | birth year |
    primary school | (?:very|oldest) old | birthdays? | born (?:before|in|after)(?: \d{4})? | being \d{2} | geriatric |
    seniors? | grandparents | dementia | housebound | learning disabilit\w+`,
  without: words`
    (?:go|goes) over to powder | come(?:s)? to an end | take the rest away |
    without (?:an? )?(?:antibiotics?|opioids?|medicine\w*|treatment|pain relief) | no antibiotics? |
    (?:are|is|do|can) (?:\w+ )?(?:not|never) (?:be )?(?:need|given|get|have|benefit|prescribed)\w* |
    never (?:be )?(?:given|need|have|get|prescribed)\w* | should (?:not|never) (?:be|have|get) |
    (?:comes?|goes?|go|come) off | the (?:nsaid|opioid|patch|tablet|aspirin|statin) goes | gain nothing |
    do(?:es)? not need | can (?:have|use) the (?:dry )?powder | no exceptions | : no\b | go home | no place |
    too (?:old|young|frail) | end them | be told`,
  isFor: words`(?:is|are) (?:only |meant |strictly |just |really )?for(?= (?:people|patients|those|adults|the|anyone|under|over|older|younger|children|\d))`,
  noneed: words`
    (?:little|no|not much) (?:sense|point|use|value|merit|benefit) in | age limit |
    surplus | redundant | unneeded | (?:is|are) (?:\w+ )?(?:dropped|finished|wasted|unwanted|unsuitable|inappropriate|too many) | too frail |
    only prolongs? | (?<=\bno (?:\w+ ){1,2})(?:is|are) (?:\w+ )?(?:needed|of use|of value|worth\w*|called for|indicated|necessary|required) | do(?:es)? no good | (?:cannot|can't) (?:cope|manage|use|tolerate|benefit) |
    (?:do|does|fare|fares|are|is|feel|get|manage|manages) (?:\w+ )?(?:better|best|well|fine|happier|safer|perfectly well) (?:without|off|on (?:fewer|less|no)) | nothing (?:left )?(?:to|more to) (?:offer|gain|give|add)(?: from)? | (?:has|have|holds?) nothing | (?:is|are|become|becomes) (?:pointless|futile|useless|worthless|of no (?:use|value|benefit)|no use|off limits|out of the question|ruled out|unsafe|over|forbidden|too (?:dangerous|risky|strong|much)) | no (?:longer )?(?:reason|role|part|point|benefit|business|value|right|case) | off[- ]limits | should be without | out of bounds | too late for |
    (?:never|rarely|seldom|hardly ever|do not|don't|no longer|does not) (?:really )?(?:need|benefit|require|deserve|merit)s? | needs? no more than | need (?:only|at most|fewer) |
    gain nothing | waste\w* | no (?:need|use|call|place) |
    (?:is|are) (?:no|not) (?:longer )?(?:suitable|appropriate|worth|for) | not for`,
  grounds: words`
    (?:is|are) (?:good |quite )?(?:reason|enough|sufficient)(?: \w+)? (?:to|for) | (?:decides?|chooses?|settles?|determines?|tells?) (?:who|whose|which|whether|what) |
    (?:is|are) (?:\w+ )?(?:reason|enough|sufficient|all the reason|the only|grounds|justification|the deciding|the cut-off) |
    suffic(?:es|ient) | alone (?:justifies|decides|is enough|settles) | decides | settles`,
  chosenByAge: words`
    (?:use|using|by|with|let|go by|sort(?:ed)?(?: \w+){0,3}? by|according to|based on|start with|work down|order(?:ed)? by|filter by)(?: the)?(?: patient's)? (?:age|ages|dates? of birth|year of birth|birthdays?|birth year|frailty scores?)(?: \w+){0,3}? (?:to (?:choose|decide|pick|select|say|tell|set)|and (?:start|stop|take|begin|remove|end|cut|work)|decides?|alone|choose|pick|whose|who) |
    (?:age|birthday|date of birth) (?:alone )?(?:is|should be|can be) (?:the )?(?:only|main|sole|deciding|first) (?:\w+ )?(?:factor|test|reason|criterion|thing|guide) | on (?:the )?grounds of age | because of (?:their|his|her) age | (?:simply|just|purely|only) (?:because|for being) (?:they are |of being |being )?(?:old|elderly|over|aged|their age)`,
  answeredNo: words`(?:should|do|does|can|is|are|must|need)(?= [^?.]{0,60}\b(?:over|aged|of|above|past|older|old|elderly|frail|children|care homes?|eighty|ninety|\d{2}s?)\b[^?.]{0,50}\? (?:no|never|not|hardly)\b)`,
  kept: words`lose | refused | denied | without | miss out | because of`,
  noOne: words`nobody | no ?one | none | no (?:patient|person|adult|child|resident|woman|man)`,
  noDrug: words`
    no (?:more |further )?(?:\w+ )?(?:${drug})(?! inhibitor)(?! (?:without|is|was|has|alone|at a))`,
};

export const agesKinds: readonly GrammarKind[] = [
  {
    patterns: [
      `age<>${change}|unissued|without ${unless} -asks -check`,
      `age<>directed ${unless} -asks -check -clerical`,
      "age medicine|supply noneed+ -studied",
      "age>grounds -agreeing",
      "age noDrug -agreeing -studied -counted",
      "noOne age medicine|supply -agreeing -studied -kept",
      "medicine>isFor>age -studied -told -asks -agreeing -counted",
      "chosenByAge -studied -told -asks+",
      "answeredNo medicine|supply",
    ],
    say: "age alone decides nothing: name the risk, offer a review, and let the person and the prescriber decide",
  },
];
