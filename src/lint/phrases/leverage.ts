import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Supply as a lever: less at a time, or none, so that somebody comes in, agrees or gives up. */

const supplies = `(?:suppl(?:y|ies)|prescriptions?|scripts?|quantit(?:y|ies)|amounts?|tablets?|packs?|issues?|repeats?|boxes?)`;

export const leverage: Lexicon = {
  lessAtATime: words`
    (?:a|one|two|three|four|five|seven|\d+) (?:days?|weeks?)(?:['’]s?)? (?:worth )?of | shorter supply |
    (?:weekly|daily|fortnightly|seven-day|7-day|three-day|\w+-day|shorter|short|smaller|small|fewer|reduced|limited|restricted|less|lower|tiny|half|minimal|small) (?:\w+ )?${supplies} |
    (?:a|one|two|three|seven|\d+)(?: |-)?(?:days?|weeks?)['’]?s?['’]? (?:of |worth of )?(?:the )?(?:\w+ )?${supplies} |
    (?:one|two|three|four|five|a single|\d+|seven|fourteen|a few) (?:\w+ )?(?:inhaler|pack|week|strip|box|tablets?|days?|month|item|script|prescription|patch)s? at a time | \d+ (?:tablets|days|capsules|patches) (?:only|at a time|each) |
    (?:reduc|cut|lower|limit|trim|halv|drop|restrict)(?:e|es|ing|ting|ming|ping)? (?:down )?(?:the )?number of (?:tablets|inhalers|patches|capsules|days|packs|boxes) | (?:short|fewer) (?:of|on) (?:tablets|zopiclone|codeine|tramadol|medicine) |
    (?:shorten|shrink|shrinking|shortening|trim|trimming|cut|cutting|reduc\w+|lower\w*|limit\w*|restrict\w*|halv\w+|keep|keeping) (?:down )?(?:the |their |his |her |all |every |each )?(?:\w+ )?(?:quantit(?:y|ies)|amounts?|pack size|prescription length|length of (?:the )?prescriptions?|prescriptions?|suppl(?:y|ies)|scripts?) |
    (?:off|from) (?:the )?(?:repeats?|app|online|automatic|electronic)(?: \w+)? | off repeat | no longer on repeat | acute only | as acutes? |
    (?:daily|supervised|weekly) (?:collection|pick-?up|dispensing) | in dribs and drabs | ration\w* | paper prescriptions? only | collect\w* (?:[\w-]+ ){0,3}?in person`,
  delaying: words`
    (?:delay|slow|stall|postpone|spin out|stretch|drag out)(?:ing|s)? (?:the |their |each |every |any )?(?:\w+ )?(?:prescriptions?|repeats?|suppl(?:y|ies)|scripts?|issues?|renewals?)(?= (?:by|for|until|a|each|every|so)\b)`,
  heldBack: words`
    (?:have|has|get|gets|find) (?:their|the|his|her) (?:prescriptions?|repeats?|supply|medicines?|inhalers?) (?:renewed|issued|signed|released|continued|reissued|back) |
    us(?:e|ing) (?:the|a|their|each|every) (?:next )?(?:prescription|repeat|supply|script|issue)s? (?:as|to) | only in (?:return|exchange) | (?:\d+|seven|fourteen|ten|twenty-eight) tablets, (?:no more|and no more|not one more) |
    (?:reinstated|restored|released|unlocked|reissued|reactivated|put back)(?= (?:once|when|as soon as|only|after|if)) | keep (?:people|patients|them|anyone) (?:short|waiting|on a short) | let(?:ting)? (?:the |their |a )?(?:prescription|repeat|supply|script)s? (?:lapse|run out|expire|stop) |
    (?:hold|holding|keep|keeping|withhold|delay) (?:it|them|this|that)(?= (?:back|until|till|for|from)) | (?:remov|tak|mov|block|lock)(?:e|es|ing) (?:it|them)(?= (?:off|from|until|away)) |
    (?:hold|holding|held|keep|keeping|kept) (?:the |their |his |her |any |all )?(?:[\w-]+ ){0,3}?(?:back|on hold|locked|up|hostage)(?= |[.,;]|$) | (?:hold|holding)(?= (?:the|their|all) (?:\w+ )?(?:prescription|repeat|script|issue)) |
    withh(?:old|olding|olds|eld) | (?:block|blocking|suspend|suspending|freez|freezing|paus|pausing|lock|locking|stall|stalling|delay|delaying|refus|refusing|stopp|stopping)(?:ed|es|s|e|ing)? (?:the |their |his |her |all |any |every |each |next )*(?:[\w-]+ ){0,2}?(?:prescriptions?|repeats?|scripts?|suppl(?:y|ies)|issues?|requests?|inhalers?|relievers?|tablets?|patch(?:es)?|opioids?|medicines?) |
    (?:remov|tak|mov|pull|drop)(?:e|es|ing|ed)? (?:[\w-]+ ){1,4}?(?:off|from|out of) (?:the )?(?:repeats?|app|list|template) |
    (?:nothing|none|no more|no further|not)(?: (?:is|will be|to be))? (?:issued|signed|supplied|dispensed|released) | (?:un)?til (?:the|a) (?:form|review|agreement|questionnaire)`,
  toGetThem: words`
    (?:puts?|putting|keeps?|adds?) (?:\w+ )?pressure |
    only (?:those|people|patients|the ones) who (?:attend|come|book|ring|reply|agree|sign|turn up|accept|engage)s? |
    see(?:s)? sense | bargaining chip | on the quiet | cuts? demand |
    (?:send|sends|sending) (?:\w+ )?(?:message|signal)s? | encouragement | soon (?:book|come|ring|attend|give|stop) | (?:will|soon) (?:ring|book|come in|come running|be in touch|make contact)(?= |[.;,]|$) | (?:once|when|as soon as|only when|only if|only after) (?:they|he|she|the (?:patient|person)|people|patients) (?:have|has|are|is)(?: \w+)? (?:been|seen|come|attended|booked|agreed|signed|replied|reviewed|engaged) |
    levers? | discourag\w+ (?:use|demand|ordering|requests|people|patients) | demand (?:soon |then |will |quickly )?(?:falls|drops|fades|fall|drop) | (?:owe|owes|remember) us | put (?:people|patients|them|anyone) off | to see (?:who|whether|if) (?:complains?|notices?|rings?|anyone|they|objects?) | remind\w*(?: \w+){0,3}? (?:that|to) | say nothing | until (?:they|he|she|people|patients) (?:come|ring|book|agree|attend|sign|reply|accept)s? |
    so that (?:they|patients?|people|he|she|it|the patient|anyone|those)(?: \w+){0,2} (?:have to|has to|must|are forced|lose|loses|give|gives|come|comes|ring|rings|book|books|think|thinks|stop|stops|tire|tires|get fed|need to|reduce|cut|agree|accept|use less|take less|attend|cannot) |
    until (?:they|the patients?|patients|people|he|she|somebody|the person|someone|each \w+|the (?:form|questionnaire|review|appointment|contract|agreement)|an? (?:review|appointment|blood test|form)|it)(?: \w+){0,3} (?:give|gives|agree|agrees|accept|accepts|come|comes|attend|attends|book|books|sign|signs|reply|replies|relent|reduce|reduces|stop|stops|engage|engages|returned|done|held|booked|attended|completed|filled|signed|taken) |
    (?:to|will|would|which|that|may|helps?|tends? to|ought to) (?:\w+ )?(?:make|makes|bring|brings|get|gets|force|forces|push|pushes|nudge|nudges|prompt|prompts|discourage|discourages|deter|deters|put|puts|encourage|encourages|persuade|persuades|drive|steer|spur|concentrate) (?:\w+ )?(?:patients|people|them|him|her|those|anyone|demand|use|the mind|minds|attendance|it harder|reviews) |
    (?:make|makes|making|bring|brings|gets?|forces?|drives?|pushes?|puts?) (?:people|patients|them|use|demand|it|opioids|\w+) (?:\w+ )?(?:think|in(?=[.,;]| for|$)|down(?=[.,;]|$)|off(?=[.,;]|$)|come|ring|book|harder|inconvenient|difficult|awkward|through the door|to the table|agree|attend|work for) |
    (?:act|acts|acting|serve|serves|work|works|useful|effective|good) as an? (?:\w+ )?(?:nudge|lever|incentive|deterrent|reminder|brake|prompt|reason|stick|carrot|spur) | (?:a|as) (?:nudge|lever|bargaining chip|deterrent|incentive|stick|sanction) |
    leverage | think twice | (?:through|in at) the door | lose interest | (?:easy|good|simple|quick|sure|handy|useful) way (?:to|of) (?:bring|get|mak|cut|reduc|encourag|discourag|persuad|low|forc)\w* |
    (?:tends?|likely|bound|sure) to (?:get|bring|make) |
    (?:for|to|from|of) (?:anyone|anybody|those|people|patients|everyone|somebody|any patient) (?:who|that) (?:has not|have not|does not|do not|did not|misses|missed|fails?|will not|won't|refuses?|have missed|has missed|keeps?|argues?|is late|are late|complains?|has had (?:\w+ )?(?:in|this|since)) |
    (?:in return|in exchange|as a condition) (?:for|of) | condition(?:al)? (?:on|upon|of) | price of (?:a|the|another|each) (?:prescription|repeat|script)`,
  forTheirSafety: words`
    if (?:weekly|that|it|daily) (?:\w+ )?(?:would|helps?|suits?) | ask for | safe(?:ty|r|ly)? | overdose | storage | in the house | agree (?:it|them|this|on|how|with) | would like | wants? to | prefers? | review date | days until |
    acute pain | never | nobody | no one | pharmac(?:y|ist) and | trial | stud(?:y|ies) | law | controlled drugs? | strongly recommends | travel\w* | holiday | carry on | meanwhile | keep the`,
};

export const leverageKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "delaying supply|medicine -forTheirSafety -asks -told -agreeing -urgent",
      "lessAtATime toGetThem -forTheirSafety -asks -told",
      "heldBack|refuse|refuse.named|lapses|unissued toGetThem medicine|supply -forTheirSafety -asks -told",
    ],
    say: "the supply goes on while somebody waits for a review: agree how much at a time with them, and never use it to press them",
  },
];
