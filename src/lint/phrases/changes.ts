import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { bid, change, taken, unless } from "./deeds.ts";

/* A medicine that is ended, lowered or replaced, by whatever words, with nobody asked. */

export const changes: Lexicon = {
  wishedDone: words`(?:best|better|good|well|time|wise|wiser|preferable|ideal|safer|right|simplest) (?:if|that|for)(?= [^.;]{3,60}\b(?:were|was|be)\b)`,
  urges: words`
    (?:we|i|the (?:icb|board|network|committee|team)) (?:\w+ )?(?:recommend|suggest|advise|propose|urge|favour|support|encourage|back|endorse)s? | (?:our|the) (?:advice|suggestion|recommendation|proposal|plan) is(?: to)? | consider(?= (?:stopping|halving|ending|removing))`,
  stark: words`
    (?:has|have|had) no (?:business|place|right|role|part|call to be) (?:\w+ )?(?:on|in|at) (?:an? |the |any |your )?(?:\w+ )?(?:repeats?|list|template|practice|modern|prescription|primary care|formulary|asthma|old age|dementia) |
    [:,] (?:all|every one|the lot|everything) (?:out|off|gone|stopped|in)\b | (?:out|off|in|gone|stopped),? by (?:january|february|march|april|may|june|july|august|september|october|november|december|easter|christmas|\w+day) |
    cold turkey(?! has) | ^(?:just |simply )?stop(?: it)?(?: now)?[.!]?$ |
    (?:opioids|gabapentin\w*|antibiotics|codeine|tramadol|patches|sprays|benzos?)\W{1,3}(?:out|off|gone|stopped|ended|none)\b |
    pull(?:ing)? the plug | rip(?:ping)? off the plaster |
    (?:surgery|practice|locality|icb|nhs|formulary|place|committee|board) (?:\w+ )?(?:no longer|(?:do|does|will) not(?= \w+ (?:them|it|any|opioids?|codeine|pregabalin|these))) (?:prescribes?|issues?|funds?|covers?|supplies|offers?) |
    prolongs? the (?:agony|pain|problem) | at nil | had (?:its|their) day | say goodbye | wave goodbye |
    (?:brought|bring|coming|come|comes) to an end | (?:set|add|put|type|enter|give|need|needs|have|get) (?:[\w-]+ ){0,4}?an (?:expiry|end date|end) | quick finish | struck (?:from|off) |
    not to be (?:signed|authorised|issued|renewed) | one further issue | sooner the better | end date (?:of|for all|to every|at) |
    (?:last|final) (?:prescription|issue|script|pack) (?:of|for|will|should|is|on|run)`,
  directed: words`
    (?:is|are) free to (?:change|switch|stop|reduce|cut) |
    (?:should|can|(?-i:may)|must|will|could|(?:is|are) to|not to|needs? to|has to|have to|ought to|is best|are best) (?:(?:no longer |not |never )(?!(?:be )?(?:\w+ly )?(?:stop|end|withdr|cut|reduc|halv|switch|chang|remov|tak|lower|swap|replac|convert|delay|rush|los))|simply |safely |all |now |just |then |again )?(?:be (?:\w+ly |now |all |then )?(?=\w+(?:ed|en|wn|rn|un|ut|ft|de|ne|nt|pt|ld|id|ght|ff|ped|en off)\b))?(?!(?:be|not|never|no|help|see|find|tell|show|feel|need|want|look|come back|cause|slow|bring on|not have|have been|harm|know|like|kill|suit|ask|offer|ring|book|note|print|send|pass|join|speak|choose|talk|take part|still|get|not suit|not get)\b)\w+ |
    (?:goes|go) over to`,
  clerical: words`referr\w* | still be | right for | who will | 
    scale | asked | invited | list | search | leaflet | record\w* | seen | rung | counted | shown | sent | explain\w* |
    told how | reach | stay available | gradual\w* | checked | reviewed | assessed | treated | be part | found | read |
    compared | risk | surely | included | figures? | data | need(?:ed|s)? | reached? | see | used for | due`,
  everyName: words`these (?:prescriptions|repeats|scripts|patients|items)`,
  noHolder: words`
    (?:no (?:patient|one|person|adult)|nobody) (?:\w+ )?(?:should|is to|must|will|may) (?:\w+ )?(?:have(?! to)|be (?:on|taking|given|prescribed|left on)|take|receive|get|stay on|remain on) |
    (?:everyone|everybody|every (?:patient|person)|all patients) (?:\w+ )?(?:should|must|will|is to|are to) (?:be off|have stopped|come off|have (?:finished|given up))`,
  telegraph: words`
    [:,] (?:off|out|stop|end|none|finish|delete|switch)(?= (?:the|all|it|them|now|by|today|drug|for)|[.!]|$)`,
  comingDown: words`
    (?:should|must|will|is to|are to|ought to|needs? to|can) (?:soon )?be (?:a thing of the past|history|gone|consigned|no more|behind (?:us|you)) |
    (?:go(?:es)?|come(?:s)?|step(?:s)?|drop(?:s)?|move(?:s)?) (?:down |back )?(?:by )?(?:one|a|two|half a) (?:strength|step|size|dose|level|notch|rung)s? |
    (?:should|must|ought to|need to|needs to|to) be (?:coming|going|on (?:its|the|their) way) (?:down|out|off)`,
};

export const changesKinds: readonly GrammarKind[] = [
  {
    patterns: [
      `${bid}<>${taken} ${unless} -counted -told -asks`,
      `${change}|unissued<>${taken} now|by|all ${unless} -counted -told -asks`,
      `${bid}>now|all|inBulk ${unless} -counted -told -asks`,
      `all>${bid} ${unless} -counted -told -asks`,
      `${taken}>lapses ${unless} -counted -told -asks`,
      `unissued+ ${unless} -counted -told -asks`,
      `${bid}>medicine now ${unless} -told -asks`,
      `${change}<>${taken} fine ${unless} -counted -told`,
      `${taken}|everyName>directed all|now|by -agreeing+ -specialist -studied -harmful -counted -told -asks -clerical`,
      "noHolder>medicine by|now|whatever -agreeing -harmful -studied",
      `${change}<>${taken} now|by|inBulk|all commended -agreeing -harmful`,
      "telegraph all|medicine|inBulk -agreeing",
      `fraction>supply now|by|all ${unless} -told -counted -asks`,
      `urges>end.named|lower.named|replace.named ${taken} ${unless} -told`,
      `wishedDone>end.done|lower.done|replace.done|refuse.done ${taken} -agreeing -studied -harmful`,
      "stark -harmful+ -agreeing",
      `${taken}>comingDown ${unless} -told -counted`,
    ],
    say: "say that it is offered, looked at or agreed: the person and the prescriber decide",
  },
];
