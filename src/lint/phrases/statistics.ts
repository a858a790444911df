import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Words of statistics without the statistic, or taken for what it is not, shares of a few, and an average that is none. */

const few = String.raw`(?:(?<![\d.,])[1-9](?![.,]?\d)|one|two|three|four|five|six|seven|eight|nine|a single|the only|your only)`;
const persons =
  "(?:patients?|people|persons?|child(?:ren)?|items?|records?|courses?|cases?|adults?|babies|women|men|admissions?|prescriptions?|bleeds?|attacks?|complaints?|falls|events?|deaths?|strokes?|scripts?|fractures?)";
const portion = String.raw`(?:\d[\d.]* ?%|\d+ per ?cent|half|halves|a (?:third|quarter|fifth)|thirds?|two[- ]thirds|three[- ]quarters|double[ds]?|doubling|trebl\w+|tripl\w+|halved?|twice|(?:two|three|four|five|twice) times (?:as many|the|more)|twofold|threefold|\d-fold|(?:one|two|1|2) in (?:two|three|four|five|[2-5]))`;

const moved =
  "(?:rose|risen|fell|fallen|dropped|climbed|jumped|grew|went (?:up|down)|rise|fall|drop|jump|increased?|decreased?|higher|lower|more|fewer|up|down|better|worse)";
const concludes =
  "(?:shows?|proves?|means?|confirms?|tells?|trend|pattern|turning point|problem|concern|worry\\w*|warning)";

const month = "(?:january|february|march|april|may|june|july|august|september|october|november|december)";

export const statistics: Lexicon = {
  statistical: words`
    r2? ?(?:=|of) ?[-−]?0?\.\d+ |
    correlat\w+ (?:of|=|is|was) ?[-−]?0?\.\d+ |
    (?:fell|dropped|fallen|declined) in (?:every|each) (?:month|quarter|year)[^.]{0,40}(?:upward|rising|increas\w+|growing|growth) |
    (?:rose|climbed|risen|grew|increased) in (?:every|each) (?:month|quarter|year)[^.]{0,40}(?:downward|falling|declin\w+|shrinking) |
    making \d+ ?% | too (?:small|few) to (?:interpret|judge|tell|read|compare)\b[^.]{0,30}(?:which|and|but) (?:\w+ )?(?:shows?|proves?|tells?|means?) |
    (?:statistically )?significan(?:t|tly|ce)(?! (?:event|other)) | statistically \w+ |
    statistical(?:ly)?(?=,| (?:proof|fact|certainty|outlier)) |
    (?:not|no|never|cannot be|can't be|isn't|no longer|beyond|hardly|(?:much|far|well) more than|rules? out|ruled out|excludes?) (?:be |mere |just |only |simply |put down to |explained by |due to |by |down to |a matter of |the |any )*(?:chance|luck|coincidence|accident|fluke|noise|random\w*)(?! (?:alone would give|alone gives)) |
    chance has nothing | nothing to do with (?:chance|luck) | very different from | no accident | no fluke |
    too (?:large|big|great|wide|many|steep) (?:\w+ )?to be (?:\w+ )?(?:luck|chance|coincidence|accident) |
    (?:is|are|was|has been) (?:\w+ )?(?:real|genuine)(?=[ ,.]| and) | clearly (?:different|worse|better|above|below) |
    (?:definitely|undoubtedly|unmistakabl[ey]|markedly|demonstrably|plainly|obviously|evidently|genuinely|truly|really|dramatically|substantially|sharply|vastly|considerably) (?:different|worse|better|higher|lower|above|below|rising|falling|more|fewer|changed|improved|deteriorated|up|down|apart) |
    (?:a |an )?(?:real|genuine|true|unmistakable|definite|marked|meaningful|clear-cut|dramatic|striking|massive|huge|alarming|sharp|serious|undeniable|worrying|steep|considerable|substantial) (?:\w+ )?(?:difference|change|rise|increase|fall|drop|improvement|trend|gap|deterioration|shift|jump|surge|decline|dip)(?! in ) |
    (?:surg(?:ed|ing)|soar(?:ed|ing)|rocket(?:ed|ing)|plummet\w*|plung\w+|explod\w+|skyrocket\w*|ballooned|spiked) |
    p-?value\b | speaks? for itself | (?<!so that )anyone can see |
    confirms? (?:the|a|an|your|this) (?:\w+ )?(?:trend|rise|fall|improvement|change|pattern|problem|picture) |
    the trend is (?:clear|plain|unmistakable|up|down) |
    (?:twice|three times|\d+ times|\d+ ?% (?:more|less)) as (?:dangerous|risky|unsafe|bad|good) |
    \d+ ?% (?:worse|better|more dangerous|safer|more likely|less likely) | margin that | outlier statistically |
    by any (?:measure|test|standard|statistic) | highly significant | a warning sign | warning sign | makes \d+ ?% in all |
    so \d+ ?% (?:in|over|altogether) | confident(?:ly)? (?:say|that|conclude) | we can be (?:sure|certain|confident) |
    99 ?% | mathematical(?:ly)? | by (?:\d+ ?%|a \w+),? from \d[\d.]* ?% to \d[\d.]* ?% | a pattern is emerging |
    the numbers do not lie | (?:figures|numbers|data|statistics) (?:don't|do not|never|cannot) lie`,
  tested: words`
    symptoms | pain is real |    95 ?% | interval | p ?[<=] | whether | no (?:clear|real|significant) | not (?:statistically )?significant | if |
    clinically | could be | can be chance | trial | by chance alone, (?:figures|it) | we (?:would|do) not | confidence |
    we (?:tested|found no) | odds | unclear | than chance alone would give`,
  fewShare: words`
    averag(?:e|es|ed|ing) (?:of |over |across )?(?:your |the |its )?(?:last |first )?(?:two|three|2|3)(?! (?:hundred|thousand|million|years)) |
    (?:mean|average) of ${month} and ${month} |
    of (?:the|your|its) (?:two|three|four|five|six|seven|eight|nine) (?:[\w-]+ )?(?:${persons}|practices)[^.;]{0,60}?\bso (?:\w+ ){0,2}?${portion} |
    ${few} (?:out )?(?:of|in) (?:your |the |its |only |just |his )?${few} (?:[\w-]+ ){0,2}?(?:${persons})?\b[^.;]{0,50}?${portion} |
    ${portion}[^.;]{0,60}?\b(?:from|of|(?:out )?of (?:your|its|the)|:|\() ?(?:only |just |n ?= ?|your |its |the )?${few}\b(?! ?%|[.,]?\d| points?| in (?:ten|\d)| (?:measures|months|years|trials|practices|topics|weeks|questions))(?: (?:[\w-]+ )?${persons})? |
    ${portion}[^.;]{0,40}?\((?:[^)]{0,20} )?${few}(?: (?:\w+ )?${persons}| (?:to|against|of|from) ${few}[^)]*)?\) |
    ${portion}[^.;]{0,50}?,? (?:from|that is|one|two|just|only) ${few}?(?: ${persons})?(?: to ${few})?\b(?= (?:person|patient|people|child|item|admission|to )|[.,]|$) |
    (?<!\bwent )from ${few} (?:[\w-]+ )?(?:${persons} )?(?:\w+ )?to ${few}\b(?! ?%|[.,]\d) |
    ${few} (?:\w+ )?${persons}[^.;]{0,40}?(?:after|against|from|compared with|up from|down from) (?:just |only )?(?:${few}|none|no|zero)\b |
    (?:average|mean|typical) (?:of|over|across|for|dose of) (?:your |the )?${few}  | n ?= ?\d\b |
    (?:${few}) (?:of|in) (?:your )?${few}\b[^.;]{0,40}(?:worry\w*|alarm\w*|serious|high|at risk|concern\w*|gap) |
    ${few} (?:this|last) (?:year|month|quarter)[^.;]{0,15}?(?:after|against|from|and) ${few}\b |
    100 ?%[^.;]{0,30}(?:your only|one|single|sole) |
    (?:one|two|three|\d) (?:\w+ )?(?:complaint|event|death|admission|bleed|case)s? (?:\w+ ){0,5}?(?:against|after) (?:none|no) |
    1 in [2-5] (?:fewer|more)`,
  misread: words`
    (?:one|two|three|1|2|3) standard deviations? (?:above|below|from|over|under|away|off)(?: [\w-]+){0,3}? (?:is|are|means?) (?:\w+ )?(?:abnormal|wrong|bad|unsafe|a problem|proof|poor|too) |
    (?:intervals?|bars|lines|limits)(?: \w+)? overlap[^.]{0,40}(?:no difference|the same|equal|identical|alike) |
    (?<![\d.,=<]|[=<] )[1-9][\d,]*\.\d{3,}(?! ?(?:kg|tonnes|million|mg)) | (?:tide|corner) (?:has|is|having) (?:\w+ )?(?:turned|turning) |
    (?:significant|significance|p ?[<=]|p was|p is|p below|below 0?\.05)[^.;]{0,60}? (?:so|therefore|thus|hence|which (?:shows|means|proves)|and the)(?: \w+){0,5}? (?:real|really|true|genuine|changed|worked|works|proven|effect|different|better|worse) |
    p[- ]?values? (?:of|is|was|below|under|means?|shows?|proves?|tells?) | p (?:of|is|was|below|under|[<=]) ?0?\.\d+[^.;]{0,40}?(?:means?|so|proves?|shows?|chance) |
    \d+ ?% (?:chance|probability|likelihood|sure|certain(?:ty)?) (?:that|of) (?:you|your|yours|this|it|the (?:change|difference|rise|fall))\b |
    (?:odds|chances) are \d+[^.;]{0,20}? that (?:you|your|this|the)\b |
    (?:95 ?% )?(?:confidence )?(?:intervals?|limits)[^.;]{0,40}?\b(?:contains?|holds?|covers?|means?) (?:that )?\d+ ?% of (?:your |the |all )?(?:patients|people|practices|months|items) |
    correlat\w+[^.;]{0,40}?\b(?:so|proves?|because of it|causes?|caused) |
    reliability (?:is|of) [^.;]{0,20}(?:so|which means) (?:you|your)`,
  oneMonth: words`
    (?:which|that|this) is an? (?:\w+ )?(?:trend|pattern)(?! (?:of|in)) |
    (?:rose|fell|risen|fallen|changed|dropped|climbed)(?: \w+){0,2} (?:after|since|when|once)[^.;]{3,50}?,? which (?:explains?|is why|shows?|proves?|accounts?) |
    (?:risen|fallen|rose|fell|up|down|grown|dropped) (?:for|in|over) (?:two|three|2|3) (?:months|weeks|quarters)[^.;]{0,20}(?:so|trend|which|shows|proof) |
    ${month} (?:was|is|were) (?:\w+ )?(?:higher|lower|worse|better|up|down|more|less) than ${month}[^.;]{0,40}?(?:shows?|so|means?|proves?|which|confirms?|trend) | (?:trend|pattern|rise|fall|change) (?:over|across|in|of|from) (?:the )?(?:last |past )?(?:two|three|2|3|a few|a couple of) (?:months|weeks|quarters|points)[^.;]{0,30}? (?:clear|upward|downward|plain|real|strong|worrying|good|bad|unmistakable|shows?|is|proves?) | with (?:one|two|three|\d) (?:\w+ )?(?:patients?|people|items?|cases?|bleeds?) (?:more|fewer|less|extra)[^.;]{0,40}? (?:worse\w*|improv\w*|better|safer|risen|fallen|deteriorat\w*|progress) | (?:one|two|three|\d) (?:\w+ )?(?:patients?|people|items?|cases?) (?:more|fewer) than (?:in )?(?:last|the|your|${month})[^.;]{0,40}? (?:worse\w*|improv\w*|better|safer|deteriorat\w*|progress|so|shows?|means?) | \d+\.\d (?:beats|trails|betters|outdoes|is worse than|is better than)[^.;]{0,40}?\d+\.\d | so (?:\w+ing|more|fewer|having)(?: \w+){0,3} (?:helps?|works|pays|matters|makes a difference) |
    (?:one|two|three|a single|1|2|3) (?:\w+ )?(?:patients?|people|bleeds?|falls?|items?|cases?|deaths?|admissions?|courses?|prescriptions?|children|complaints?|strokes?|attacks?|child|person) (?:fewer|more|less|extra|up|down)(?: [\w-]+){0,5}?[:,;]? (?:is|are|shows?|means?|so|your|the|this|that|proves?|confirms?|and|which|suggests?|makes?|marks?) (?:\w+ ){0,4}?(?:trend|work\w*|paying|working|improv\w+|progress|worse|worrying|concern\w*|better|pattern|success|turning|real|serious|alarm\w*|sign|change|ris\w+|fall\w*|problem) |
    (?:lower|higher|fewer|more|up|down|better|worse) in ${month} than in ${month}[^.;]{0,60} | (?:fall|rise|drop|change|dip|jump) (?:from|since|between) ${month}[^.;]{0,40}? (?:show|mean|prove|confirm|trend|turn|work|success|so)\w* |
    (?:rise|fall|increase|drop|change|move|jump|difference) (?:from|between|of) (?:\d|one|two|three|four|five|six|seven|eight|nine)(?: \w+)? (?:to|and) (?:\d|one|two|three|four|five|six|seven|eight|nine)\b[^.;]{0,40}? (?:shows?|means?|proves?|confirms?|is climbing|trend|tells|so|suggests?) |
    ${moved}\b[^.;]{0,25}?\b(?:from|in|between|since|than in) ${month} (?:to|and|than|until) (?:in )?${month}[^.;]{0,40}?\b${concludes} |
    (?:from|between|since) ${month} (?:to|and|until) ${month}[^.;]{0,30}?\b${moved}[^.;]{0,30}?\b${concludes} |
    (?:last month|this month|one month|a single month|one quarter)(?:'s|’s)?\b[^.;]{0,30}?\b(?:proves?|confirms?|trend|pattern|turning point)`,
  alone: words`alone (?:says|tells|shows) | no (?:trend|conclusion|pattern) | not (?:a|yet a) (?:trend|pattern) | says little | tells little | nor | cannot | does not | do not | twelve months | year before`,
  hairsbreadth: words`
    (?:difference|gap|lead|margin|rise|fall) of 0?\.0\d+ |
    (?<whole>\d+)\.\d+ (?:\w+ )?(?:\w+ )?(?:is|was|lies|sits|stands)? ?(?:worse|better|higher|lower|above|below|over|under|more|less)(?: \w+){0,5} \k<whole>\.\d+ |
    (?<![\d.,])0?\.0\d+ ?%? (?:\w+ )?(?:above|below|over|under|more|less|higher|lower|worse|better|off|short) |
    (?<![\d.,])0?\.\d+ ?%? (?:\w+ )?(?:points? |items? )?(?:above|below|over|under|off|short of|more than|higher than|lower than|away from|worse than|better than) (?:the |your |that of )?(?:\w+ )?(?:median|typical|average|target|limit|mean|others?|peers?|goal|benchmark|practices?)[^.;]{0,15}?,? (?:so|which|meaning|therefore|and (?:so|that|this|needs?)|this is)\b`,
  level: words`level | too close | chance | no clear | little | nothing | no (?:matter|difference)`,
  trialShare: words`
    mislead\w* | would hide |
    trial | stud(?:y|ies) | with so few | no percentage | moves by chance | move by chance | too few | per 1,000 | handful |
    \d,\d{3} | in England | \d{2,} (?:of|in|out of) \d | chance | fold | your five measures | months? of`,
  comparing: words`
    median (?:[\w ]{0,30}?)(?:is|means|the same as|shows?) (?:simply |just )?(?:the |an )?(?:average|mean|typical gp|norm|normal|right|correct|ideal|target|best|good) |
    (?:average|mean)\b[^.;]{0,25}\((?:the |this is the |is the )?(?:median|50th|\d+(?:st|nd|rd|th) (?:per)?centile) |
    (?:you|yours?|rate|figure|practice|share|this|is|are|\d+ ?%?)\b[^.;]{0,25}?(?:above|below|under|over|worse than|better than) (?:the )?(?:national |local |area )?(?:average|norm|normal)(?! (?:for|of|among) (?:\w+ )?(?:practices|similar|people)) |
    average \w+(?: is| at)?:? \d+ |
    (?:average|normal|good) (?:gp|doctor|prescriber|practice) (?:in|of|across|prescribes|issues|is|does|has)\b |
    typical (?:gp|doctor|prescriber) |
    (?:what|how) (?:a|the) (?:good|normal|safe|proper|right) (?:practice|gp|doctor) (?:looks|is|does|prescribes) |
    normal is | is normal | best half |
    (?:top|best|bottom|worst) (?:tenth|quarter|fifth|half|third|decile|quartile|\d+ ?%)[^.]{0,60}\d+(?:st|nd|rd|th) (?:per)?centile |
    \d+(?:st|nd|rd|th) (?:per)?centile | (?:set|sets) the (?:standard|bar) |
    (?:median|top quarter|best quarter|target|benchmark|average) is (?:\w+ )?(?:what (?:is |an? )?(?:\w+ )?(?:right|safe|correct|good|best|normal|practice|gp|doctor)|the (?:right|correct|safe|proper)|where you (?:should|must|ought)) |
    the (?:right|correct|proper|ideal) (?:rate|level|figure|number) (?:is|of|for) | in other words in the best |
    average practice`,
  comparable: words`not the (?:average|mean) | list | age | older | pull(?:s|ed)? | in the middle | as many`,
  smallChange: words`from (?<from>\d+)\.\d to \k<from>\.\d | (?<at>\d+)\.\d (?:against|to|versus|not) \k<at>\.\d`,
};

export const statisticsKinds: readonly GrammarKind[] = [
  {
    patterns: ["statistical -tested", "smallChange"],
    say: "give the interval or the test, or say above, below, or no clear change",
  },
  {
    patterns: ["misread"],
    say: "say what the interval is, or that chance alone would seldom do it: no test gives the odds that somebody differs",
  },
  {
    patterns: ["oneMonth -alone", "hairsbreadth -level"],
    say: "say it of a year, and only where it is more than chance: one month, or a tenth of a point, shows nothing",
  },
  {
    patterns: ["fewShare -trialShare"],
    say: "give the counts alone: a share of so few moves by chance",
  },
  {
    patterns: ["comparing -comparable"],
    say: "name the comparator as it is: half of the practices are lower than the median and half are higher",
  },
];
