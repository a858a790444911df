import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Proof, causes, promises, what is said of all, and reasons that no data hold. */

const measured =
  "(?:rates?|figures?|items?|prescribing|scripts?|opioids?|antibiotics?|antibiotic use|opioid use|inhalers?|relievers?|nsaids?|numbers?|shares?|lines?|curve|total|falls?|admissions?|resistance|bar|column|volume|count)";
const feedback =
  "(?:reports?|feedback|letters?|emails?|campaigns?|programme|series|visits?|training|audits?|dashboards?|leaflets?|posters?|meetings?|templates?|search(?:es)?|reviews?|reminders?|pharmacists?|nurses?|scheme|project|tool|plan|newsletter|rule|policy|pharmacy first|webinar|guideline)";
const diagnoses = String.raw`(?:cancer|palliative(?: care)?|end[- ]of[- ]life(?: care)?|hospice|epilep\w+|anxiety|copd|children|pregnan\w+|care homes?(?: residents)?|genuine need|dying|terminal\w*|dementia)`;
const groups = String.raw`(?:cancer|palliative(?: care)?|end[- ]of[- ]life(?: care)?|hospice|epilep\w+|anxiety|copd|children|pregnan\w+|care home\w*|acute (?:courses|scripts|use|prescriptions|pain|supply)|one-off|genuine need|dying|terminal\w*|private (?:supply|prescriptions)|hospital (?:supply|prescriptions)|short courses|private and pharmacy supply|diagnos[ie]s)`;

/* What is done, and what good it is said to do, as if it always did. */
const doings =
  "(?:reports?|letters?|search(?:es)?|reviews?|feedback|plans?|leaflets?|training|education|visits?|checklists?|tools?|programmes?|templates?|charts?|reminders?|emails?|audits?|meetings?|steps?|approach|method|scheme|service|clinics?|groups?|workshops?|pharmacists?|toolkits?|campaigns?|calls?|conversations?)";

export const claims: Lexicon = {
  proving: words`
    (?:your|our) (?:\w+ )?(?:prescribing|care|practice|surgery|team|service) is (?:now |entirely |completely |perfectly |quite |very |already )?(?:safe|unsafe|dangerous|excellent|perfect|sound|flawless)(?=[.,;!]|$) |
    (?:tells?|speaks?|shows?|gives?) the (?:whole|full|entire|plain|only|simple) (?:truth|story|picture) |
    (?:only |just )?one right (?:level|rate|amount|number|share|answer) |
    (?:low|high|lower|higher|few|fewer) (?:rates?|figures?|items|shares?|numbers?|prescribing|bars?)(?: \w+)? (?:means?|shows?|proves?|signals?|equals?|reveals?|(?:is|are) a sign of) (?:\w+ )?(?:good|bad|better|safe|safer|poor|careful|careless|lazy|quality|unsafe|dangerous|excellent) |
    (?:we|the data|these data|this report|the chart|the figures) (?:know|knows|can tell|can say|show|shows|say|says|tell|tells)(?: you)? (?:exactly|precisely|just|full well) (?:why|who|what|how|which) |
    (?:nothing|no (?:figure|number|part|line)) (?:in|of|on) (?:these|this|the) (?:data|figures?|reports?|charts?|page) (?:can|could|is|may) (?:be )?(?:wrong|mistaken|in doubt|open to doubt|disputed|questioned) |
    (?:patients|people|residents|families|children)(?: \w+)? (?:is|are) (?:now |already |much |far |all |therefore )*(?:safer|safest|healthier|better off|better looked after|better cared for)(?= (?:than|here|now|because|with us)|[.,;!]|$) |
    (?:surest|quickest|best|shortest|fastest|simplest|only|certain|direct) (?:route|road|path|means|answer|cure) | (?:no|not one|never an?) (?:patient|person|practice|case)(?: \w+){0,2} (?:will|can) (?:ever |again )?be (?:missed|harmed|lost|forgotten) | with this (?:tool|plan|list|method|report)[^.;]{0,30}? (?:will|never|always|no) |
    (?:better|more effective|safer|kinder|healthier) than (?:any|every|all|drugs|tablets|medicines|pills|no)(?! (?:other )?practices) | no (?:better|surer|quicker|finer|safer) (?:way|use|means|time|method|choice) | nothing (?:better|more effective|safer)(?= |\.) | (?:is|are|was) what (?:brings?|makes?|keeps?|lowers?|cuts?|saves?|changes?|drives?|works?|reduces?) |
    (?:has|have|already|will have) (?:\w+ )?(?:saved|prevented|spared|ended|cured|rescued|averted|eliminated|solved|turned the (?:tide|corner)) |
    (?:prevents?|stops?|ends?|cures?|averts?|eliminates?|abolishes?|banishes?) (?:the |most |all |many |any |further )?(?:[\w-]+ ){0,2}?(?:bleeds?|falls?|strokes?|attacks?|fractures?|admissions?|deaths?|resistance|sepsis|dependence|addiction|overprescribing|pain|asthma|dementia|harms?|kidney injur(?:y|ies)|hospital stays)(?=[.,;]|$| (?:in|and|for)\b) |
    (?:better|best|safer|right|good|kinder|healthier|cheaper) for (?:everyone|everybody|all|every \w+|each|any \w+)(?! (?:concerned|of us)) |
    (?:is|are|was) all (?:that )?(?:it|you|is|this)? ?(?:takes|took|needs?|needed) | (?:single|one) (?:\w+ )?(?:call|visit|letter|review|report|page|step|chat|conversation)(?: \w+){0,3} is (?:all|enough) |
    will not look back | never look back | (?:cannot|can't|could not|will not|never) (?:possibly )?(?:fail|miss|disappoint|go wrong|lose) (?:to )? | nothing else (?:works|comes close) | the (?:single )?(?:most effective|best|surest|quickest|only) (?:\w+ )?(?:way|method|step|tool|thing|means) (?:to|of|for|that|there|known) |
    (?:\d[\d,]*|hundreds|thousands|dozens|scores|many|more) (?:of )?(?:\w+ )?(?:patients|people|lives|practices|families|children) (?:are|have been|were|is) (?:now |already |all )?(?:safer|better off|healthier|saved|spared|free|off|alive|protected|well again) |
    (?:every|each) (?:\w+ )?(?:review|report|letter|call|visit|step|switch|item|patient|tablet|reduction)(?: \w+){0,4} (?:saves?|prevents?|avoids?|spares?|cuts?|stops?|means) | (?<!\bcan )(?:saves?|saving|spares?) (?:the nhs |the practice |you |a |an |one |ten |many |countless |thousands of |hundreds of )+(?:\w+ )?(?:admissions?|lives|life|deaths?|appointments?|bed|beds|hospital|hours|strokes?|bleeds?) |
    revolutioni[sz]\w+ | transformed (?:\w+ ){0,3}?(?:care|prescribing|safety|practice) | game[- ]chang\w+ | makes no mistakes? |
    never (?:makes? a mistake|misses(?: anyone| a| any)?|errs?|gets it wrong|wrong) | (?:finds?|catches|picks up|spots?) every (?:single |last )?(?:patients?|person|one|case|error) |
    (?:just|only|but) one (?:possible )?(?:explanation|reason|cause|answer) | no other (?:explanation|reason|cause) |
    (?:nobody|no ?one) (?:now |seriously |can |could )?(?:doubts?|disputes?|denies|deny|question|questions|argues?) | demonstrated that | beyond question | settled science | (?:is|are|was|has been) what (?:brought|cut|lowered|raised|changed|made|turned) | the one thing that works | sure(?:fire)? way | never disappoints | delivers every |
    proven?(?! (?:otherwise|infection|diagnosis)) | proves?(?! cause) | guarantee[sd]? | guaranteed |
    certain(?:ly|ty)?(?: to| that|ty)?(?= (?:to|that|help|work|fall)) | sure to | bound to |
    (?:always|never) (?:works|fails|helps|harms|stops|pays|improves|changes|reveals|succeeds|lets you down) |
    always (?:work|help|harm|pay|reveal|improve|succeed|lead|end|cause) | (?<=\b(?:works?|helps?|pays?|succeeds?|wins?|results?|better|right)(?: \w+){0,3},? )every time(?=[.!,]|$) | is the answer |
    no argument | (?:nothing|no other \w+) works better | speak for themselves | works every time | will always |
    never looked back | the solution | never been known to | undeniabl[ey] | unquestionabl[ey] |
    (?:without|beyond|no|no room for|little room for|leaves no room for) (?:a |any |all |reasonable |shadow of )*(?:doubt|question|dispute|argument|debate|another view) |
    definitive(?:ly)? | conclusive(?:ly)? | irrefutabl\w+ | incontrovertibl\w+ | indisputabl\w+ | undisputed | foolproof |
    fail-?safe | cast-iron | watertight | surefire | infallibl\w+ | once and for all | hard facts? | a fact that |
    it is a fact | (?:^|\. )fact[.:] | fact\.$ | no ?one disputes |
    (?:scientifically|clinically) (?:shown|tested|validated|proven) | risk[- ]free | miracles? | magic |
    (?:evidence|science|matter|question|debate|case|verdict|argument)(?: \w+){0,3} is (?:\w+ )?(?:settled|closed|over|in|beyond|conclusive|overwhelming|clear|undisputed|undeniable|watertight|cast-iron|unanimous) |
    (?:has|have|been|is|are) (?:now |also |clearly )?(?:shown|demonstrated|established|known) (?:to|in all|beyond|everywhere|time) |
    demonstrated (?:beyond|that|in) |
    (?:no|not one|not a single) (?:practice|patient|one|person)? ?(?:in|for|who|has|that) (?:\w+ ){0,4}?(?:does not (?:pay|work|help)|failed|regretted) |
    cannot go wrong | can't go wrong | can(?:not|'t) fail |  ^(?:this|it|the plan|feedback|our method|the method) (?:\w+ )?works(?=[.!]|$) | this works | full stop | no exceptions |
    in all settings | in every (?:setting|case) | every practice (?:that|which|who)  | [+-]\d+ ?% |
    (?:reduces?|cuts?|lowers?|improves?|raises?|increases?|prevents?|halves?|saves?|took|takes|slash\w*|reduced|lowered) (?:[\w-]+ ){1,5}?by (?:up to |about |over |at least )?(?:\d[\d.]* ?%|(?:a|one|two) (?:half|third|quarter|fifth|thirds|tenth)|half|\w+ per cent) |
    (?:reduces?|cuts?|halves?|saves?|ends?|eliminates?|prevents?) (?:\w+ )?(?:harms?|deaths?|admissions?|addiction|dependence|overdoses?|attacks?) (?:by|in|for|of|to) |
    by \d+ ?%(?=[.!]|$)`,
  unproven: words`
    (?-i:may)(?! \d) | might | trials? | randomi[sz]ed | followed by | no difference | if | whether | partly | could |
    cannot (?:promise|tell|say|know|be sure) | not (?:know|prove|sure|tell|claim|promise) | we do not |
    what(?= (?:would|made|helped|could)) | which (?:of|led) | chance | stud(?:y|ies) | cohort | perhaps | possibl[ey] |
    can (?:cause|be|also|help|bring|raise|lead) | mixed results | no clear | certainty | some practices |
    \((?:19|20)\d\d\) | mhra | records?(?= \() | odds | in (?:west|england|the uk|us) | reviewers | at the pace |
    with the person | would you | told us | (?:practices?|team|prescribers?) (?:\w+ )?(?:found|said|felt|thought)`,
  causer: words`
    (?:the|our|your|her|his|their|a|an|this|these|new|hiring|higher|high|low|lower|more|fewer|older|younger|deprived|having|since|that|practices|stronger|weak) (?:[\w-]+ ){0,4}?(?:${feedback}|merger|winter|locums?|lists?|registrars?|partners?|doctors?|gps?|turnover|deprivation|law|formulary|switch|manager|clinic|staff(?:ing)?|patients?|season|weather|system|ban|change|price|budget|discharges?|hospital) |
    locums? | pharmacy first | deprivation | older gps | the merger | smoking | (?:its|your|their) age`,
  causing: words`
    (?<!\b(?:was|were|been|is|are|be|being|got) )(?:caus(?:es?|ed|ing)|drives?|drove|driven|led to|leads to|brought about|resulted in|produces?d?|created|triggered|prompted|explains?|explained|account(?:s|ed)? for|is (?:behind|why|responsible for|to blame for|what (?:keeps|makes|drives|lifts|lowers|raised))|are (?:behind|why|responsible for|to blame for|what (?:keeps|makes|drives))|lies? behind|keeps|push(?:es|ed)?|pull(?:s|ed)?|lift(?:s|ed)?|knock(?:ed|s)?|forced|cut|reduced|lowered|raised|halved|doubled|increased|decreased|changed|improved|turned|worsen(?:ed|s)?|inflate[sd]?|fuel(?:s|led)?)`,
  moving: words`mak(?:es|ing) | made | took | takes | sent | got | brought | brings? | have brought | put | puts`,
  direction: words`worse | better | down | up | below | above | under | lower | higher | fall | rise | drop`,
  causally: words`
    did the trick |
    because of (?:our|this|the) (?:work|reports?|letters?|feedback|programme|campaign|help|efforts?|team) |
    thanks to (?:this|our|the|your|these) |
    (?:saw|seen|watched|enjoyed)(?=(?: \w+){0,5} (?:fall|drop|rise|improve|decline|halve)(?: \w+){0,3} (?:as a result|because|thanks)\b) |
    (?:shows?|proves?|means?|tells us|confirms?|evidence) (?:that )?(?:the|our|this|these|your) (?:last |latest |first )?(?:\w+ )?(?:report|letter|feedback|campaign|plan|visit|reports|programme|training|review|reviews|work)s? (?:\w+ )?(?:works?|worked|helps?|helped|did|had an effect|paid|made|succeed\w*|changed|is working|are working|was) |
    the (?:\w+ )?\w+ did (?:that|this|it|the trick|the work) |
    so (?:the |our |these |such )?(?:\w+ )?(?:${feedback}) (?:saved?|works?|worked|helped|caused|cut|did|lowered|raised|spared|made|pays?|paid) |
    thanks to | due to | owing to | as a (?:direct )?(?:result|consequence) of | on account of | because of | as a result |
    because (?:the(?! (?:counts?|figures?|numbers?|data|lists?|definition|search)\b)|your|our|of|prescribing|it|they|practices|you) |
    is the (?:result|work|fruit|effect|doing) of |
    (?:is|are|was|were) (?:entirely |solely |all |clearly |largely |directly )?(?:caused by|down to|due to|explained by|driven by|the (?:result|work|fruit|effect|cause) of|hers|his|theirs|ours|yours) |
    attributable to | can be put down to | credit (?:is|belongs|goes|to) | so the (?:effect|credit|cause)\b |
    (?:which|this|that|it) (?:clearly |only |just |all |simply )?(?:shows?|proves?|means|tells us|demonstrates|confirms) (?:that |what |how |you |the )? |
    proof that | evidence that (?:the|our|your|this) | must have (?:been|done|come|made) |
    (?:report|letter|plan|feedback|pharmacist|search|meeting|training|programme) (?:is|are|was|has been) (?:\w+ )?(?:working|paying|effective|a success|successful) |
    paid off | pay(?:s|ing)? off | made the difference | (?:is|are) (?:working|bearing fruit) | the effect (?:is|of the) |
    on the back of | explains? (?:the|your|its|this|all) | to blame |
    
    in the same month | account for its | rose together | would bring it down |
    (?:is|are|was) the reason (?:that |why |for )?(?:your|the|you|it) |
    shows? that (?:our|the|your) \w+ (?:works?|worked|helps?|helped|is working|are working) | draw your own conclusions? |
    the chart shows the damage | brought (?:\w+ )?(?:down|up) | ha(?:s|ve) brought \w+ (?:down|up) |
    accounts? for the (?:extra|higher|lower|rise|fall) |
    since (?:your|the) (?:new )?\w+ (?:came|arrived|left|started|joined) | the whole of the (?:improvement|rise|fall)`,
  becauseHigh: words`
    so (?:\w+ing|having|more|fewer|a|an|the) (?:\w+ ){0,4}?(?:lowers?|cuts|raises?|reduces?|causes?|improves?|increases?|drives?|works) |
    (?:rates?|figures?|shares?|numbers?|prescribing) (?:is|are|was|were) (?:high|low|higher|lower|up|down|rising) because`,
  doer: words`
    (?:this|the|our|your|these|a|an|every|each|all|regular|such|good|early|one|more|quick|short|better) (?:[\w-]+ ){0,2}?${doings} | education | training | physiotherapy | exercise | social prescribing | vaccinations? | mindfulness | self-care | deprescribing | reviews | feedback |
    (?:patients|people|those) (?:taken off|switched|reviewed|seen|weaned|helped|stopped|moved|rung) | (?:one|two|three|four|five|six|ten|\d+) (?:[\w-]+ )?(?:reviews?|calls?|letters?|visits?|meetings?|hours?|minutes)(?= )(?: \w+){0,3}? |
    (?:patients|people|those|practices|teams|prescribers) (?:who|that) (?:are|were|have been|get|use|have|read|follow|do|stop|come|reduce|switch|start|act|join|take part)(?: \w+){0,3}? | (?:stopping|tapering|acting|reviewing|ringing|switching|reducing|prescribing less|fewer (?:tablets|medicines|opioids|antibiotics))`,
  // what is made the cause of what came after it
  reasonFor: words`
    (?:drove|drives|driven|pushed|pushes|tempted|tempts|forced|forces|lured) (?:your |the |most |many )?(?:\w+ )?(?:prescribers|practices|doctors|gps|partners|you) (?:to|into|towards|onto|on to|away|off|back) |
    (?<=\b(?:is|are|was|were) the (?:\w+ )?)(?:reason|cause|explanation) (?:for|of|behind) (?:these|this|your|the|those) (?:\w+ )?(?:numbers?|figures?|rates?|bars?|rise|fall|share|result|position|change|growth|drop) |
    (?<=\bwhich (?:\w+ )?)(?:explains?|accounts? for) (?:your|these|this) (?:\w+ )?(?:bars?|rates?|figures?|numbers?|line|share|results?|position) |
    (?<=\b(?:that|this|which) is )why (?:[\w-]+ ){1,4}?(?:rose|fell|went|risen|fallen|is (?:high|low|up|down|rising|falling|so)|are (?:high|low|up|down|rising|falling|so)|increased|dropped|climbed|changed|grew|has|have)`,
  hedged: words`often | sometimes | usually | some | many | seems? | tends? | hopes? | aims? | meant to | designed to`,
  benefiting: words`
    (?:relieves|heals|lifts|clears|sharpens|restores|extends|lengthens)(?= (?:the |all )?(?:long-term )?(?:\w+ )?(?:pain|mood|mind|thinking|memory|sleep|life|lives|energy|symptoms)) |
    makes? (?:\w+ ){1,3}?(?:safer|better|healthier|happier|stronger|cheaper) | removes? (?:the |all |any )?(?:risks?|danger|harm|pain) | brings? (?:\w+ ){1,4}?(?:down|up|back|under control) | works? (?:far |much )?(?:better|best|wonders|well|every|in) | (?:stays? |keeps? (?:\w+ )?)(?:out of|away from) (?:hospital|a&e|trouble) | keeps? (?:people|patients|families|them|everyone) (?:safe|well|healthy|out|alive) |
    (?<!\b(?:to|may|can|might|could|not|which|that) )(?:improves|prevents|protects|lowers|cuts|reduces|saves|restores|solves|boosts|halves|shortens|transforms|averts|eases|cures|ends|abolishes|spares|rescues|heals|removes|eliminates|beats|outperforms|never (?:misses|fails|errs)) | (?:is|are) (?:as good as|better than|all (?:that|it)|the (?:answer|cure|key|best)) | (?:means?|brings?|gives?|gets?|makes? for|ensures?|guarantees?)(?= (?:fewer|less|lower|better|safer|happier|calmer|healthier|longer)\b) | (?:regain|recover|flourish|thrive|blossom)s? | (?:is|are) enough to (?:reach|meet|halve|bring|get|cut|lower|stop|prevent|change|turn) | leads? to (?:better|fewer|safer|lower|less|a fall) | ends? in success | pays? (?:off|for itself) | gets? results | delivers?(?= (?:results|better|safer|lower|savings))`,
  measured: words`${measured}`,
  change: words`
    fewer | r(?:o|i)se | rising | rises | fell | fall(?:s|en|ing)? | drop(?:s|ped)? | dip | went (?:up|down) | came down |
    climb\w* | increas\w+ | halved | doubled | changed | improve\w* | gap | difference | decline[ds]? | down by | up by |
    reduction | growth | jump\w* | up | down | higher | lower | high | low | worse | better | shifted`,
  shift: words`
    rise | fall | drop | dip | increase | decrease | reduction | improvement | gap | difference | surge | decline |
    change(?= in)`,
  soRead: words`so read | read \w+ line | look | compare`,
  promising: words`
    will give (?:you|your|them|people|patients|every) |
    and (?:half|most|all|many|one|two|three|four|five|six|ten|\d+|several|the rest|they|it|each|everyone)(?: of (?:them|these))?(?: \w+)? will(?! (?:be (?:asked|offered|sent|shown|seen|rung|invited)|need|want|have|take|ring|hear)) | (?:by|through|after) (?:acting|starting|stopping|reviewing|ringing|doing|using|following|switching)(?: \w+){0,4}? (?:you|your \w+|the practice|patients) (?:will|can expect|are sure) | (?:be|feel|rest) (?:confident|certain|assured|sure) (?:that|of) | (?:you|we) can (?:safely )?(?:expect|count on|rely on|bank on) |
    (?:will|would|is going to|are going to|is certain to|are certain to|is set to) (?:\w+ )?(?:halve|cut|reduce|lower|bring down|end|prevent|eliminate|stop|slash|double|improve|transform|cure|solve|fix)(?: \w+){0,5} (?:rates?|prescribing|admissions?|deaths?|falls|bleeds|items|resistance|figures?|attacks|harm|workload|costs?)(?! (?:in|of) (?:a |the )?trial) |
    (?:bring|take|put|move|lift|get|carry)s? (?:you|your \w+|the practice|any practice)(?: \w+){0,4} (?:below|under|above|to|into|past|ahead of|within) (?:the |your )?(?:\w+ )?(?:median|average|target|best|top|quarter|others?|level) |
    (?:feel|feels|sleep|sleeps|breathe|walk|think|live|function|cope) (?:\w+ )?(?:better|well|more clearly|easier|again)(?= (?:within|after|once|when|as soon as|in|without|straight)|[.,;]|$) |
    means \d[\d,]* (?:\w+ ){0,2}?(?:by|a year|over|per year|before|within) | carried forward | if nothing changes | multiplied (?:out|up) |
    at (?:that|\w+'s) (?:\w+ )?(?:rate|pace|speed)(?: of (?:decline|fall|change|growth|increase|rise))? |
    if (?:it|this|that|the (?:rise|fall|decline|growth)) (?:goes on|continues|carries on|keeps up) | (?:over|in) a (?:full |whole )?year that (?:is|makes|means|comes to|would be) |
    (?:you|your (?:practice|rate|share|figures?|patients|list|team|line|bar|number\w*)|this|that|it|these (?:steps|actions|changes)|the (?:plan|step|first step|review|reports?|list|search|rate|gap)|reviews|feedback|patients|people|families|everyone|staff|workload|appointments|calls|switching|each person\b[^.]{0,12}|they) (?:\w+ )?(?:will|is going to|are going to|is set to|are set to|is bound to|is sure to|are sure to|is on course to|are on course to|can expect to|is certain to) (?:soon |\w+ly |all |just |also )?(?:be (?:at|in|below|under|safer|better|lower|gone|halved|grateful|healthier|free|there|down|on)|save|prevent|cut|lower|reduce|drop|fall|halve|improve|avoid|cure|stop|eliminate|protect|bring|rise|reach|see (?:results?|a|the|your)|notice|get|feel|sleep|breathe|thank|shrink|vanish|disappear|plummet|tumble|come down|go down|meet|achieve|join|beat|hit|win|overtake|cost you less|pay|have fewer|need fewer|make a|turn|work|do better|live|gain|free up|lead|mean|never) |
    (?:brings?|takes?|gets?|puts?|moves?|returns?|lands?) (?:you|your (?:practice|rate)) (?:\w+ )?(?:to|below|under|into|within|in|down|back) |
    (?:pays?|repays?) (?:\w+ )?(?:back|itself|for (?:itself|themselves)|tenfold|dividends|off) | tenfold |
    (?:(?<!\b(?:which|when|to|not|what|might|could|parents|people|patients) (?:to )?)expect|count on|look forward to|be sure of) (?:an? |your )?(?:\w+ )?(?:fall|drop|reduction|improvement|savings?|lower rate|results?|benefits?) |
    at this (?:pace|rate) | on current (?:form|trends?) | carry on as you are | if (?:the|this) trend continues |
    by (?:the summer|christmas|easter|june|march|next year) you (?:will|can|should) |
    (?:fewer|calmer|shorter|happier|better|less|more) \w+, (?:fewer|calmer|shorter|happier|better|less|more) \w+,? (?:and )?(?:fewer|calmer|shorter|happier|better|less|more) |
    (?:stop|save|prevent|avoid)s? (?:people |patients )?(?:dying|deaths|lives|\d+ (?:lives|deaths|admissions|hours)|(?:one|two|three|ten|twelve|a hundred|two hundred|dozens of|hundreds of) (?:lives|deaths|admissions|patients|strokes|bleeds|attacks|falls|hours)) |
    (?:sleep|feel|breathe|live|cope) better | less pain,  | guarantees? (?:a|you) |
    within (?:weeks|a year|two cycles|months|days) (?:this|you|your|it) | (?:never|no longer) (?:need|worry|have to) |
    no loss of control | we promise | rest assured | you have our word | in no time | easily (?:reach|meet|beat|halve) |
    all (?:you|it) (?:need|takes) | so you will | and (?:your|the) (?:rate|share|figure) (?:falls|drops|halves|comes down) |
    extrapolat\w+ | you cannot go wrong | everyone (?:wins|benefits) | projected | is on track to |
    (?:set|on course|destined) to (?:fall|rise|reach|halve|double|hit|be|overtake) | overtake | at zero in |
    (?:the|a|an|our|this|these|each|every) (?:[\w-]+ ){1,5}?will (?:soon |also )?(?:give|bring|cut|save|reduce|lower|make|free|improve|halve|end|prevent|protect|stop|solve|deliver|ensure|transform|pay)(?! (?:you (?:a (?:report|copy|call))|an example)) |
    (?:at|on) (?:the )?(?:present|current) (?:rate|trend|growth|course|showing) | by 20[3-9]\d |
    off (?:opioids|them|their \w+) within | never look back | your (?:line|rate|share|figure|bar|number|total|curve) will |
    (?:patients|people) who (?:come down|reduce|stop|switch) (?:\w+ )?(?:feel|sleep|walk|live|do|need|are) |
    you (?:hit|reach|will reach|will hit) \d+ by | carry the line forward | cross the median | need fewer tablets |
    walk further | hit \d+ by | with one more item`,
  unpromised: words`
    (?:in|with) (?:the|our|your) next report | next report (?:will|comes|is) | reports? will | if you (?:ask|agree) | (?-i:may)(?! \d) | might | trial | followed by |
    cannot (?:promise|tell|say|know) | would (?:bring|be) | not (?:promise|expect) | little | no promise | we look |
    let us know | not be | will be (?:sent|posted|shown|in the next) |
    you will (?:find|speak|receive|get (?:a|the|your) (?:report|call|copy|page)) | who will`,
  absolute: words`
    only you (?:can|could|will|are able) | (?:nobody|no ?one) who (?:\w+ ){1,4}?(?:ever|has|have|regrets?|gets?|suffers?|needs?|feels?|goes|complains?)(?= ) |
    (?:opioids?|morphine|codeine|tramadol|gabapentin\w*|pregabalin|antibiotics?|nsaids?|anti-inflammatories|inhalers?|sprays?|powders?|relievers?|preventers?|steroids?|medicines?|painkillers?|reviews?|leaflets?|tapering|reductions?|a lower dose|back-up prescriptions?|all (?:long-term )?\w+|these (?:drugs|medicines|tablets)) (?:(?!and |or |but )\w+ )?(?:always|never|invariably|only ever|do not work|does not work|do nothing|does nothing|don't work|are useless|are pointless|are worthless|are poison|is useless|have no (?:benefit|effect|place|role)|has no (?:benefit|effect|place|role)|help no ?one|helps no ?one|(?:is|are) (?:\w+ )?(?:right|suitable|safe|best|good|wrong|bad|harmful|needed|enough) (?:for|in) (?:every|all|any|no)\w*|suits? (?:every|all|any)\w*|(?:are|is) (?:all |always |never )(?:\w+)?) |
    (?:is|are) (?:never|always) (?:\w+ )?(?:justified|right|wrong|needed|safe|harmful|warranted|indicated|necessary|worth) |
    (?:nobody|no ?one|no (?:patient|person|child|adult|practice)) (?:ever |really )?(?:needs?|benefits?|wants?|misses|regrets?|should (?:have|be on)) (?:an? |any |the |from )? |
    (?:no|zero|not any|without) (?:\w+ )?(?:risks?|harms?|side[- ]effects?|danger|downsides?|drawbacks?|disadvantages?) (?:\w+ )?(?:in|to|from|with|of|at all|whatsoever) |
    (?:everyone|everybody|every (?:patient|person|child|adult|one|practice)|all (?:patients|people|children|adults|long-term opioids|practices)) (?:\w+ )?(?:does|do|feels?|gets?|benefits?|should|will|can|sleeps?|copes?|improves?|tolerates?|prefers?|is|are) (?:\w+ )?(?:better|best|well|benefits?|fine|safer|on a lower|without|harmful|addicted|agree) |
    (?:perfectly|completely|entirely|totally|absolutely|100 ?%|wholly) (?:safe|effective|harmless|painless|free|useless|without|reliable|accurate|avoidable|unnecessary) |
    have yet to meet |
    there is (?:never|no) (?:a |any )?(?:reason|need|case|place|downside|harm|point)(?= (?:for|in|to|when)) |
    works? for (?:everyone|everybody|all) | without exception | cannot (?:possibly )?(?:harm|hurt) |
    the only (?:treatment|answer|option|way) (?:that|is|for|to) | all long-term \w+ (?:is|are) | in (?:all|every) cases? |
    no(?:t a single)? (?:patient|person|one) (?:has )?(?:ever )?(?:regretted|complained|benefit\w*) |
    (?:every|any) (?:adult|patient|child|person) can | right for every | suits every | never help |
    helps? (?:nobody|no one) | always an? (?:alternative|option|better) |
    every (?:inhaler|spray|opioid|item|prescription|antibiotic|repeat) (?:can|could|should|is|has) |
    always (?:stop|help|harm|reveal|work|lead|cause|cure)\w* | no one needs | nobody needs`,
  notAbsolute: words`
    should (?:always|never) | not (?:every|all|always) | not for every\w* | asked | left | keeps? | may | most | can be |
    nice | guideline | stud(?:y|ies) | trial | reviewers | some | needs to reach | if | without (?:a reliever|one) |
    what to do | be rung | every (?:step|new|change) | who start\w* | see`,
  excluding: words`
    (?<=\b(?:is|are|equals?|gives|shows|counts) (?:the |a )?(?:true |exact |real )?)(?:number|count|total|share|proportion|tally) of (?:[\w-]+ ){1,6}?who (?:should|need|could|must|ought)(?: \w+)? (?:not|no longer|stop|never|do without|be off) |
    (?:${diagnoses})(?: \w+){0,2}? (?:is|are|plays?) (?:not|no) (?:an? )?(?:issue|factor|concern|question|problem|explanation|role) (?:in|for|of|to|with|here) |
    (?:list|search|chart|report|data|figures?)(?: \w+){0,2} (?:contains?|holds?|includes?|finds?|catches) (?:everyone|everybody|every (?:patient|person)|all (?:the )?(?:patients|people)) (?:(?:who|that) (?:is|are|needs?|should|could|can|ought)|at risk|in (?:need|danger)) |
    (?:tells?|shows?|identif(?:y|ies)|lists?|names?|reveals?|picks? out) (?:you |us |exactly |precisely )*(?:which|who|those|the) (?:\w+ )?(?:patients?|people|items|prescriptions|who|that)?(?: who| that)? ?(?:(?:do|does) not (?:\w+ )?(?:need|require|benefit)|no longer (?:need|require|benefit)|(?:could|can|should) (?:\w+ )?(?:stop|come off|do without|be stopped|be off)) |
    (?:leaves?|left|leaving) aside | (?:nobody|no ?one|none|everyone|everybody|all|each|whoever) (?:is )?(?:shown|listed|counted|named)(?: here| below| above)? (?:has|have|is|are|needs?|could|can|should) | (?:everyone|everybody|those|whoever|all|anyone) (?:who (?:is|are) )?left (?:can|could|should|has|have|is|are)(?= ) | so the rest (?:is|are|can|could) |
    (?<=\b(?:has|have|had|been|were|was|are|is|we|already) (?:\w+ )?)(?:excluded|taken|weeded|left|sifted|screened|filtered|set|sorted|stripped|removed|excluded|dropped|put|netted|cleared|discounted) (?:out |aside |to one side )?(?:all |every|everyone|everybody|anyone|those|people|patients|anybody)(?: \w+){0,3}? (?:with|who|on|receiving|under|in|having|for whom)(?: [\w-]+){0,4}? (?:${groups}|mental illness|heart failure|asthma|diabetes|reason|indication|need) |
    (?:patients|people|those|anyone|everyone|everybody|all|children|women|residents|nobody|no ?one|none|no \w+) (?:\w+ )?(?:with|who|on|receiving|under|in|having|for|at)(?: [\w'-]+){0,6}? (?:(?:is|are|was|were|has been|have been|do|does) (?:\w+ )?(?:not (?:be |been )?(?:in|part|counted|included|among|on|shown|here|appear|feature|figure)|excluded|taken out|left out|set aside|removed|filtered out|sifted out|screened out|out of)) |
    (?:nobody|no ?one|none|no (?:patient|person|child|item|prescription)s?) (?:\w+ )?(?:with|who|on|receiving|under|in|having|for|of|at)(?: [\w'-]+){0,6}? (?:is|are|was|were) (?:counted|included|shown|among|in)(?= (?:in|among|these|this|here|the)|[.,;]|$) |
    (?:${diagnoses})(?: \w+){0,2}? (?:(?:is|are|was|were|has been|have been) (?:\w+ ){0,2}?(?:not (?:in|part of|counted|included|among|on|shown)|excluded|set aside|left out|taken out|removed|filtered out|out of (?:the|this|these))|do(?:es)? not (?:appear|count|figure|feature|enter|come)|play no part|have no part) |
    (?:since|because|as|now that|given that|with) (?:\w+ ){0,3}?(?:${diagnoses}|they|these)(?: \w+){0,3}? (?:excluded|left out|taken out|removed|set aside)[^.;]{0,30}? (?:every|all|each|any|no|the rest) |
    (?:counts?|contains?|covers?|holds?|shows?|includes?|measures?|lists?|consists? of|made up of|represents?|picks? (?:up|out)|finds?) (?:only |just |nothing but |solely |purely |exclusively |none but )(?:\w+ ){0,3}?(?:inappropriate|unneeded|unnecessary|avoidable|needless|harmful|wrong|excess|unjustified|unwarranted|people|patients|those|prescriptions|items|use) |
    (?:contains?|covers?|holds?|counts?|shows?)(?: only| just)? (?:people|patients|those|items|prescriptions|courses)(?: \w+){0,3}? (?:for whom|which|that|who|whose)(?: \w+){0,5}? (?:not needed|no need|unneeded|unnecessary|wrong|no reason|no benefit|should not|not need|not have) |
    (?:is|are|equals?|gives|shows|counts|being) (?:the |a )?(?:true |exact |real )?(?:number|count|total|share|proportion|tally|rate|measure) of (?:\w+ )?(?:harmful|inappropriate|unnecessary|avoidable|unneeded|wrong|needless|excess|wasted|unjustified|dangerous|unsafe|mistaken|misused) |
    (?:list|search|count|figures?|chart|data|table|report)(?: \w+){0,3}? (?:is|are) (?:\w+ )?(?:complete|exhaustive|comprehensive|error-free|exact|faultless)(?=[.,:;]|$| and) | no (?:\w+ )?(?:patient|person|one|case|item)(?: [\w-]+){0,6}? (?:has been|is|was|can be|will be|could be) (?:missed|left out|overlooked|forgotten|wrongly) | (?:finds|catches|picks up|captures|identifies|misses) (?:every|all|each|no one|nobody|everyone|everybody)(?: \w+)? (?:patients?|person|people|at risk|who|with|on|case) |
    (?:whoever|whatever|everyone|all|everybody|anyone|those|what|those who|the patients who|the people who|people|patients) (?:who |that )?(?:is|are|remains?|stays?) (?:left|still|in|on|remaining|shown)?(?: [\w-]+){0,5}? (?:has|have|had|is|are|can|could|should|needs?) (?:no|not|not have|without|do without|be off|be reduced|stop)(?= ) |
    (?:these|those|they|the people here|the patients here|this) (?:are|is) (?:all |only |just )+(?:patients|people|those|prescriptions|items|cases|users)?(?: \w+){0,2}? ?(?:who|that|which|for whom|without|with no)(?: \w+){0,3}? (?:should|not|no|never|could|reason|need|without) |
    (?:none|not one|nobody|no ?one|few|hardly any) (?:of )?(?:the |these |those |your )?(?:\w+ )?(?:children|patients|people|items|courses|prescriptions|adults|babies|residents|in|on|here)(?: [\w-]+){0,5}? (?:had|has|have|needed|needs?|was|were|is|are) (?:an? |any |really |truly |of |in )?(?:bacterial|infection|diagnosis|reason|indication|need|cancer|epilepsy|it|one|them|ill|sick|good|valid|real|in pain|the medicine|medicine|treatment|dying) |
    (?:all|most|none|half) of these (?:people|patients|items|courses|prescriptions) (?:\w+ ){0,3}?(?:ordinary|minor|trivial|mild|nothing|no|without|unnecessary|could) | already (?:been )?(?:taken|left|removed|deducted|subtracted|netted) (?:off|out|away|from) | nobody (?:in|on|among) (?:this|these|the) \w+ who (?:could|needs?|has|is) | could (?:all |easily |just as well )?(?:have )?(?:do|done|cope|coped|managed?) without |
    ${groups} (?:\w+ ){0,3}?(?:(?:has|have|was|were|had) (?:\w+ )?(?:been )?(?:\w+ )?(?:removed|taken out|stripped|filtered|screened|weeded|left out|excluded|set aside|subtracted|dropped|sifted|netted)(?: out)?|(?:is|are) (?:\w+ )?(?:filtered|stripped|screened|weeded|taken|left|excluded|removed|already included)(?: out)?|do(?:es)? not (?:appear|feature|figure|show|count)) |
    (?:we|the (?:search|data|figures|chart|analysts?)|this (?:chart|figure|count)) (?:have |has |already )*(?:removed?|removes|strips?|stripped|filter(?:s|ed)? out|excludes?|excluded|takes? out|took out|leaves? out|drops?|dropped|omits?|took account of|adjusted? for|allow(?:s|ed)? for|corrected? for|remov\w+) (?:\w+ ){0,4}?${groups} |
    with (?:the )?${groups} (?:\w+ )?(?:stripped|taken|filtered|left|removed|excluded|set) |
    (?:free|cleaned|purged|net) (?:of|from) (?:\w+ )?${groups} |
    (?:all|every|none|no|nothing|each|half|most|any|a third) (?:of )?(?:\w+ ){0,8}?(?:(?:clinically )?justified|valid (?:reason|indication)|good reason|clinical (?:reason|need|indication)|no (?:reason|indication|purpose|need)|without (?:a )?(?:reason|indication|need)|avoidable|unnecessary|needless|unwarranted|served no purpose|could have been avoided) |
    (?:no|without (?:a )?(?:good|valid)) (?:\w+ )?(?:clinical |valid |good |real )(?:reason|indication|need|purpose) |
    (?:patients|people|those|items|scripts|courses|prescriptions) (?:\w+ ){0,3}?(?:without (?:a )?(?:good|valid|real|clinical|medical)? ?(?:reason|need|indication)|have no (?:\w+ )?(?:indication|reason|need)|who (?:are not ill|do not need)) |
    (?:figures?|data|rates?|counts?|charts?|report|line|bar) (?:cover|hold|count|contain|include|show|represent)s? (?:only|nothing but|just|solely|purely) |
    only (?:long-term|chronic|regular|avoidable|unnecessary|habitual) (?:users?|use|patients?|items|prescribing|courses) |
    (?:what is left|what remains|the rest|the remaind\w+|remaining scripts|all of (?:this|these|it|them)|most of (?:this|these)|half of (?:this|these)|what you see|the remaining \w+|each of them|every item|every one of (?:these|them)) (?:\w+ ){0,4}?(?:is|are|can|could|have|has|should) (?:\w+ ){0,4}?(?:avoidable|unnecessary|needless|waste|excess|habit|choice|long-term|no (?:indication|reason)|regarded as) |
    (?:nobody|no ?one|none)(?: of the (?:people|patients))? (?:in|on|behind|within|counted|here)? ?(?:here |counted here |in these figures |in this chart |on this list )(?:is|has|needs?|was|takes|have) |
    (?<!not )(?:everyone|everybody|all of those|anyone) (?:on this list|here|in this chart|counted) (?:\w+ )?(?:should|could|has|is|needs) |
    who are not (?:ill|in pain|sick) | only avoidable | can therefore be regarded | so every item is | nobody here is |
    not needed clinically | has dropped out | should have been given something else | were never needed |
    did not need (?:them|it|one) | could (?:all )?(?:manage|do|cope) without |
    (?:as we have done|and this is what remains) | this is what remains |
    these are (?:people|patients) with (?:ordinary|simple|common|mild|nothing) |
    (?:stripped|taken|sifted|weeded|filtered|sorted) out (?:every|all|anyone|those|any) |
    who (?:need|needed|really need) (?:these|them|it|this) (?:\w+ )?(?:are|is|have|were) (?:not|been|out) |
    (?:these|those|all) (?:\d+ |\w+ )?(?:patients|people) (?:should|ought|need) not (?:to )?(?:be|have) | genuine need |
    take away the | ordinary (?:back )?pain | nothing wrong with them | purely (?:habit|choice) |
    no clinical (?:justification|explanation|merit)`,
  // what is counted, why somebody has a medicine, and that it is told as known
  counting: words`
    indicators? | measure |    figures? | charts? | counts? | totals? | lists? | rates? | numbers? | data | (?:patients|people|items|prescriptions|courses) (?:shown|listed|here|below|above|on page) | what you see | shown | bars? | columns? | these (?:\d+ |\w+ )?(?:prescriptions|patients|items|courses|people) | here | this report | your (?:share|items)`,
  reasons: words`
    (?:medical|clinical|good|valid|real|any|no|a|proper|sound|true|genuine) (?:reasons?|needs?|indications?|grounds|cause|justification) | reasons? for (?:it|them|the medicine) | for (?:pain|epilepsy|sleep|anxiety|coughs?|colds?) | (?:viral|bacterial|minor|trivial|self-limiting) (?:infections?|illness\w*|coughs?|complaints?) | more than they (?:should|need) | heart failure | cancer | palliative | hospices? | end[- ]of[- ]life | epilepsy | migraine | mental illness | dying | anxiety | copd | acute (?:use|pain|courses) | pregnan\w+ | dementia | could (?:stop|do without|manage|cope) | (?:does|do|did) not (?:need|require|deserve) | who should not | (?:un)?necessary | needless | avoidable | unneeded | inappropriate | unjustified | excess | who (?:need|needs|needed) | kidney (?:disease|failure) | a diagnosis | diagnos(?:is|es) (?:of|is|are|was)`,
  knowingly: words`
    exclud\w+ | le(?:ft|aves?|aving) out | subtract\w* | (?:has|have|was|were|been) (?:\w+ )?removed | taken (?:out|off|away|into account) | allow(?:ance|ed|s|ing) (?:has|is|for|have|was) | (?:are|is|been) allowed for | adjust(?:ed|s|ment) for | (?:shown|counted|listed|reported|found) elsewhere | (?:counted|shown|listed) separately | (?:shows?|counts?|holds?|covers?|contains?|includes?|lists?|is|are|finds?)(?: \w+)? only | only (?:those|people|patients|items) | (?:limited|restricted|confined|narrowed) to | nothing but | none(?= (?:of|was|were|is|are|has|had)) | no ?one(?= (?:with|who|on|in)) | no (?:patient|person|child|item|prescription|name)s?(?= (?:in|on|with|who|here|shown|listed|counted)) | (?:counts?|measures?|shows?|lists?|picks? out|finds?)(?= (?:the |all )?(?:unnecessary|needless|avoidable|inappropriate|harmful|unneeded|unjustified|wrong|excess)) | nobody(?= (?:with|who|on|in)) | (?:every|each) (?:name|item|patient|person|one|prescription|line|entry)(?: \w+){0,4} (?:is|has|takes|needs|had|could|should|was|can) | (?:all|most) (?:of (?:them|these|those) )?(?:are|were|is|have|had|could) | elsewhere | (?:do|does|did) not (?:\w+ )?(?:enter|appear|feature|figure|count|include|come into|form part|belong) | (?:is|are|was|were) not (?:\w+ )?(?:in|on|part|counted|among|included) | no (?:part|place) (?:of|in) | we know | (?:have|has|had|with) no(?= ) | prescribing without | filtered | weeded | stripped | screened out | netted | set apart | (?:shows?|counts?|contains?|lists?|is|are|represents?|measures?)(?= (?:the )?(?:[\w-]+ ){0,2}(?:for|without|that (?:was|were|could|should))\b)`,
  honest: words`
    cost |    (?-i:may) | might | some | cannot | can't | no diagnos\w+ | whether | (?:is|are) (?:also |still )?(?:in|included|counted in|among)(?= (?:these|the|this|your|our)) | too(?=\.) | ask\w* | if | set (?:them |those |these )?aside | by (?:its|their) definition | codes? | registered | search | hold(?:s)? no | carry no | (?:do|does) not (?:say|tell|show|hold|carry|record|know|mean|give) | not know | check | look(?:s|ed)? | agree\w* | suggest\w* | nothing (?:here )?is meant | not every | good reasons? to | could be | per 1,000 | 1 in | trial | stud(?:y|ies) | first[- ]time | aged? | under \d+ | private | hospitals? (?:supply|prescriptions) | ring | record | note | offer\w* | talk | plan | no review | outside this report | chance | usual | change`,
  notExcluding: words`
    invit\w+ |
    children under \d+ | after (?:january|february|march|april|may|june|july|august|september|october|november|december) | joined | left the practice | (?:may|might) (?:also )?(?:hold|include|miss|contain) |
    (?:the|a|this) (?:claim|saying|figure|sentence) that | myth | source for | was wrong |
    search | your own | cannot | nothing here is meant | note the reason | is a good reason | some of these |
    not (?:tell|included|excluded) | by its definition | we cannot | half of similar | set them aside | should they |
    exactly where | no diagnos\w+ | hold no | carry no`,
};

export const claimsKinds: readonly GrammarKind[] = [
  {
    patterns: ["proving -unproven -asks", "doer>benefiting -unproven -hedged+ -asks -told"],
    say: 'say what was found, in whom, with its comparator: "in a trial of …, 29 in 100 against 7"',
  },
  {
    patterns: [
      "becauseHigh -unproven -asks",
      "causer>moving>measured>direction -unproven -asks -soRead",
      "causer>causing>measured|shift -unproven -asks -soRead",
      "causally change -unproven -asks -soRead",
      "reasonFor -unproven -asks -soRead",
    ],
    say: 'say "was followed by", unless a randomised trial showed it; then name the trial',
  },
  {
    patterns: ["promising -unpromised -asks"],
    say: '"may" and a source: what was seen in a trial is no promise for one practice',
  },
  {
    patterns: ["absolute -notAbsolute -asks"],
    say: 'say for whom and how often: "for most people with a simple cough an antibiotic makes little difference"',
  },
];

/** What is said of reasons and of who is counted, as if the data knew. */
export const exclusionKinds: readonly GrammarKind[] = [
  {
    patterns: ["excluding+ -notExcluding+", "counting reasons knowingly+ -honest+"],
    say: "the data hold no reasons: say what the figures hold as their definition does, and that some patients are exactly where they should be",
  },
];
