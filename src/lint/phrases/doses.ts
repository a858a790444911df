import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";
import { bid, change, unless } from "./deeds.ts";

/* Doses and paces that a report sets. */

export const doses: Lexicon = {
  less: words`less | off | (?<!\b(?:be|is|are|been|seem) )lower | down | fewer | apiece`,
  limit: words`
    (?:nobody|no ?one|no patient|anyone|everyone|everybody|patients|all)\b[^.;]{0,30}?\b(?:over|above|under|below|more than|less than) |
    (?:target|goal|aim|maximum|max|ceiling|limit|cap|upper limit|daily maximum)s?(?! that) |
    (?:should|must|may|is to|are to|needs? to|has to|have to) (?:not )?(?:\w+ ){0,3}?(?:exceed|be (?:under|below|over|above|at)|get (?:under|below)|come (?:under|below)) |
    too much | (?:got|get|brought|bring) (?:\w+ ){0,3}?(?:under|below|down) | limit (?:every|each|all|any|the|patients) |
    bring (?:it|them) (?:back|down)`,
  beneath: words`
    (?:get|got|bring|brought|aim|move|moved|take|taken|put) (?:\w+ ){0,4}?(?:under|below|to|down) |
    (?:under|below) that (?:figure|level|line) | target dose | start(?:ing|s)? (?:at|with|on) | opens? (?:at|with)`,
  schedule: words`
    add \d+ (?:units?|puffs?|mg) | no (?:higher|more|lower|less) than \d+ ?(?:mg|ml|micrograms?|units?|puffs?) |
    (?:a|one|two|three|four|\d+) (?:days?|weeks?|fortnights?|months?) (?:at|on) (?:half|a half|a third|a quarter|two thirds|the lower|the next|each|every|\d) | (?:at|on) half (?:strength|dose|the dose|doses) (?:for|until|from|and) |
    (?:how fast|what pace|how quickly|how much at a time)\?[^?]{0,30}?(?:per cent|%|mg|a week|a fortnight|a month|half|quarter|third|tenth) |
    (?:\d+|ten|five|twenty|fifteen|a tenth|a quarter|a third)(?: ?%| per ?cent)? (?:of the dose )?(?:a|each|every|per) (?:week|fortnight|month|day)(?: \w+)? (?:suits?|works?|will do|is (?:about )?(?:right|fine|enough|safe|usual|typical|reasonable|standard)|should|would) |
    (?:weekly|fortnightly|monthly|daily) (?:reductions?|cuts?|steps?|drops?) of |
    (?:reduction|taper|tapering) (?:rate|schedule|pace|regimen|timetable) (?:is|of|for|runs) | in steps of |
    (?:equal|weekly|fortnightly|monthly|fixed) (?:steps|cuts|reductions|decrements) |
    week (?:one|1)[^.]{0,40}week (?:two|2) | (?:alternate|every other) (?:days?|doses?|nights?|tablets?) |
    (?:widen|space|stretch) (?:out )?the (?:gaps?|doses|interval) |
    (?:skip|miss|omit|drop|leave out) (?:out )?(?:every|each|one|alternate|the|a) (?:\w+ )?(?:doses?|tablets?|patch|evening|morning|day) |
    work towards zero | (?:suggested|standard|recommended|our|a sensible|typical) (?:schedule|regimen|regime|plan)[: ] |
    the pace (?:is|of) |
    (?:full|half|double|twice|quarter of|third of) (?:the |their |his |her )?(?:\w+ )?doses? (?:from|for|until|today|tomorrow|straight|at once|next|to none|to nothing) |
    full dose to none | take (?:\w+|\d+) (?:days|weeks) over | equal cuts |
    (?:patch|dose|strength) (?:change|step|move|drop|cut) from \d+ to \d+`,
  plenty: words`
    (?:a|one|two|three|four|six|\d+) (?:days?|weeks?|fortnights?|months?|weekends?) (?:is|are|should be|will be|ought to be) (?:\w+ )?(?:plenty|enough|ample|sufficient|long enough|all (?:it|you|that|anyone))`,
  pacing: words`(?:reduction|taper\w*|tapering) (?:rate|speed|pace|programme)`,
  usualDose: words`
    (?:right|usual|standard|correct|best|ideal|normal|sensible|target|proper|default|preferred|recommended|starting) (?:\w+ )?(?:dose|strength|course)(?= (?:for|is|of|in|should|will)|[.,;:]|$)`,
  doseOf: words`doses? | strength`,
  readingAbove: words`(?:if|when|where|whenever|once|should)(?: [\w'’]+){0,6}? (?:above|over|below|under|more than|less than|exceeds?|higher than|lower than) \d`,
  doubling: words`(?:double|halve|treble|triple|quadruple)(?= (?:the |their |his |her |every |each )?(?:[\w-]+ ){1,3}?(?:if|when|where|once|every|after|each|until|at)\b)`,
  hasten: words`
    sooner | in half the time | double the speed | shorten (?:the )?taper\w* | compress |
    speed\w* (?:\w+ ){0,3}?up | hasten\w* | faster | accelerat\w+ | get it over with | in one go | together to | quicker |
    at double`,
};

export const dosesKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "lower|lower.named|end<>amount|fraction pace|span -studied -counted -told -harmful",
      "lower|lower.named<>amount|fraction|mass -studied -counted -told -agreeing -asks -check -harmful",
      "raise|raise.named<>mass -studied -counted -told -agreeing -asks -check -harmful",
      "raise|raise.named<>fraction medicine|supply -studied -counted -told -agreeing -asks -check -harmful",
      `${change}|lower.named<>medicine|supply|fraction|amount pace|span ${unless} -told -counted -asks`,
      "amount|fraction<>lower|lower.named|lower.done|zero pace -studied -counted -told -harmful",
      "stairs -studied -counted -told -agreeing",
      "limit<>mass -studied -counted -told -asks",
      "amount>less -studied -counted -told -agreeing -harmful",
      "schedule -studied -counted -told -agreeing -harmful",
      "beneath>amount supply -studied -counted -told -agreeing",
      "beneath mass -studied -counted -told -agreeing",
      `${bid}>zero span|by|pace -studied -counted -told -agreeing`,
      `plenty medicine|supply zero|${change}|lower.named -studied -told -harmful`,
      "pacing fraction|amount|pace|hasten",
      "raise.named|raise>medicine fine -careful -agreeing -counted",
      "raise mass|doseOf medicine|supply readingAbove -studied -counted -told -agreeing -asks -specialist",
      "usualDose mass -studied -counted -told -agreeing -asks -specialist",
      "raise<>amount pace|all -studied -counted -told -agreeing -asks -specialist -rescue -signs",
      "doubling medicine|supply -studied -counted -told -agreeing -asks -specialist",
      "hasten lower|lower.named|supply -harmful -studied -told",
    ],
    say: "say what is agreed with the patient: small steps, agreed together, with pauses",
  },
];
