import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Threats, fright and hurry. */

const authority = String.raw`(?:inspect\w+|commissioners?|auditors?|lawyers?|solicitors?|coroners?|inquests?|journalists?|(?:local|national|the) (?:papers?|press|media|newspaper)|journalists|nhs england|(?:the|our|your|this|icb) (?:icb|board|ombudsman|regulator|contracts? team|quality team|medical director|committee|panel|chief (?:executive|pharmacist)|responsible officer|accountable officer)|courts?|(?:your|the local|local) mp|the chair|the chief|parliament|ministers?|healthwatch|cqc|care quality commission|gmc|regulators?|(?:contracts?|commissioning|primary care|performance|quality|locality) (?:managers?|leads?|directors?)|(?:your|their|its|the|an) appraisers?|nhs resolution|(?:the|our|your) (?:network|pcn|icb) (?:director|board)|medicines (?:management )?team|chief (?:officer|executive)|(?:controlled drugs?|accountable) (?:accountable )?officer|press office|responsible officers?|medical directors?|medicines optimisation team|counter-?fraud|performance (?:team|panel|committee))`;

export const threats: Lexicon = {
  threatening: words`
    (?:improvement|remedial|performance|warning|contract) (?:notice|letter)s? |
    (?:silence|no (?:reply|answer|response)) (?:will be |is |shall be |would be )?(?:taken|read|treated|understood|counted|regarded|noted) as |
    tak(?:e|es|ing|en) (?:an?|a close|a keen|some|particular|great) interest in (?:practices|you|your|prescribers|surgeries|teams|which|who has) |
    cannot (?:protect|shield|shelter|cover for|defend) | justify (?:every|each|all|any) | next time (?:the|it|this|we) |
    expect (?:an? |another |our )?(?:visit|call|letter|inspection|knock)s? from |
    hear(?:ing)? from us again, and | compared with complaints | before others (?:do|act|step in) | ready to (?:justify|explain|defend|answer) | in your(?: \w+)? (?:own )?interests? to |
    (?:selected|singled out|chosen|picked|lined up|put forward) for (?:an? )?(?:\w+ )?(?:inspection|audit|review|visit|investigation) |
    (?:be|is|are) (?:read|taken|seen|treated|understood|regarded|interpreted) as (?:an? )?(?:refusal|admission|consent|lack|unwilling\w*|indifference|failure|sign that) | (?:less|not so|no longer) (?:polite|patient|friendly|gentle|understanding|lenient) | (?:on|in) (?:the|your) (?:record|file)(?: \w+)? (?:when|at|for) your | goes? elsewhere | (?:will|may) want to speak to you |
    implications? for | (?:who|which practices?|whether you|when you|that you) (?:has|have) (?:opened|read|downloaded|clicked) | (?:has|have) been told where | (?:rather|prefer)(?: \w+){0,2} not (?:have )?to (?:have to )?(?:take|report|refer|involve|raise|go) | take (?:this|it|the matter) to the | (?:then|and then) we (?:shall|will) (?:act|decide|have to|need to|take|report|write) | last (?:friendly|informal|polite|courteous) | (?:rewards?|pays?|funds?|favours?) practices (?:that|which|who) | could be seen as | be seen as (?:a )?(?:breach|refusal|failure|neglect) |
    keep(?:ing|s)? (?:an? |our |the )?(?:list|record|note|tally|close eye|eye|log|file|score|watch) (?:of|on) (?:practices|those|who|which|you|prescribers|your|any|anyone|every) |
    dim view | not (?:gone |go |be going |pass |passed )?unnoticed | tak(?:e|ing) (?:a )?note of (?:who|which|practices) | read between the lines | draw (?:its|their|our) own conclusions |
    (?:funding|contracts?|payments?|scheme|schemes|money|incentives?|budgets?|decisions?|investment|support|bids?|resources)(?: [\w'-]+){0,6}? (?:(?:into|on) account|account of|depend on|reflect|hinge on|linked to|tied to|conditional|go(?:es)? (?:first )?(?:to|elsewhere)|exclude|reconsidered?|withdrawn|suspended|reclaimed|recovered|paused|refused|in question|under review|reviewed) |
    (?:exclude|drop|remove|bar|debar|leave out|omit|pass over|deny|turn down)(?:s|d|ing)? (?:\w+ )?(?:practices|prescribers|surgeries|teams) (?:that|who|which|with) |
    (?:raised?|brought up|come up|comes up|discussed|mention\w*|turn up|feature|appear|surface)(?: \w+){0,3}? (?:at|in|with|during) (?:your|the|their|its|an?) (?:next )?(?:appraisal|contract|inspection|revalidation|annual (?:review|meeting)|appraiser|performance|review meeting|partnership) |
    (?:would be|is|be) (?:an? )?(?:pity|shame|unfortunate|regrettable|unwise) (?:if|to|for|were|should) |
    (?:have|had|need|be forced|be obliged|be required|feel obliged|be bound|have no option but) to (?:visit|inspect|report|refer|call on|intervene|act|escalate|step in|raise|come to|involve|consider (?:further|other|what)|look elsewhere|take) (?!(?:the|a|your) (?:dose|inhaler|test|tablet))(?:your|you|this|the practice|the matter|it|action|steps|in|further|other|formally|practices) |
    (?:invited?|asked|required|called(?: on)?|expected|made|summoned|have|need) to (?:\w+ )?(?:account|answer|explain|justify|defend) (?:for )?(?:their|your|its|these|this|themselves|yoursel\w+|why|any|every|how) |
    (?:your|a|the|any) (?:reply|silence|answer|response|lack of|failure)(?: [\w',-]+){0,8}? (?:recorded|noted|logged|remembered|minuted|passed on|reported|taken as|on (?:file|record)) | (?:be|is|are) (?:being )?(?:closely |carefully )(?:watched|monitored|followed|tracked) | (?:watch\w*|monitor\w*|track\w*)(?: \w+){0,4}? (?:closely|carefully|over the (?:next|coming)) | under (?:the )?(?:watch|observation) |
    (?:could|may|might|will|would|can) (?:well )?(?:cost|affect|harm|hurt|damage|threaten|jeopardise|influence|bear on)(?: \w+){0,5}? (?:practice|you|inspection|rating|funding|payment|income|contract|standing|list|appraisal|training)(?='|’|\b) |
    (?:we|i) (?:would|should|might|may|will) (?:then )?(?:have|need|be (?:forced|obliged|bound)) to (?:\w+ )?(?:visit|ask|act|report|refer|step|intervene|raise|involve|name|publish) |
    (?:circulat|publish|shar|display|distribut|releas)(?:e|ed|es|ing)(?: \w+){0,4}? (?:names?|to (?:the (?:whole )?(?:network|area|locality|press|public|icb|board)|all (?:practices|your))) | names?(?! [^.;]{0,60}\b(?:never|not)\b)(?: [\w-]+){0,6}? (?:be )?(?:circulated|published|shared|read out|displayed|released|distributed|posted) |
    obliged to (?:consider|review|look (?:at|again)|think) | think (?:carefully|twice|hard|again) (?:about|before) (?:ignor|dismiss|delet|bin|set)\w+ |
    (?:emails?|letters?|replies|silences?|refusals?|absences?) (?:are|is|will be) (?:logged|noted|recorded|filed|counted|kept) |
    (?:(?:could|may|might|will|can) (?:end|result|finish) in|(?:could|may|might|will|can) lead to) (?:an? )?(?:\w+ ){0,2}?(?:hearing|inspection|panel|investigation|visit|sanctions?|complaint|tribunal|suspension) |
    requires improvement | rated inadequate |
    inaction | scrutin\w+ | (?:affect|damage|harm|reflect on|count against|weigh against) your (?:standing|position|future|case|application|funding|reputation|practice) | passed your (?:figures|name|data|details) | count(?:s|ed)? against | will (?:remember|be remembered) | we will know (?:who|which|where|if|about) | no alternative but | left with no (?:choice|option) | obliged to (?:report|act|refer|inform) | duty to (?:report|inform|refer) | take (?:the )?(?:necessary|appropriate|further|firm|tougher) (?:steps|measures|action) |
    sanction(?:s|ed)? | penalt(?:y|ies) | penalis\w+ | disciplin(?:e|ary|ed) | punish\w* | breach (?:notices?|of contract) |
    remedial notice | escalat(?:e|ed|es|ion|ing) | surveillance |
    under (?:investigation|review|scrutiny|the spotlight|the microscope) | special measures |
    formal (?:inspection|action|investigation|warning|notice|steps|meeting|review|letter|process|request) |
    fail\w* to (?:comply|respond|reply|act|improve) | non-?complian(?:ce|t)(?= (?:will|practices|with this)) |
    non-?respond\w+ | contract(?:s|ual)? (?:team|action|review|breach|notice|sanction|lever)s? | held to account |
    accountab(?:le|ility)(?! officer) | (?:bear|face|suffer|have|met with|be) (?:the |some |serious |real )?consequences |
    consequences (?:for|will) | explain yourselves? | in writing why |
    take (?:this|it|matters|the matter) (?:further|up|higher) | made public |
    legal(?:ly)? (?:action|advice|consequences|liable|proceedings) | litigation | sued? | negligence claims? |
    liab(?:le|ility) | indemnity | defend (?:\w+ ){0,3}?(?:before|to|in|at) |
    los(?:e|es|ing|t) (?:your|its|their|the) (?:contract|funding|income|payment|licen[cs]e|registration|dispensing|training|status|accreditation) |
    claw(?:ed|s|ing)?[- ]?backs? |
    (?:payments?|funding|budget|income|money|pay|bonus|incentive|scheme money|quality payment|dividends?) (?:\w+ ){0,6}?(?:depends?|at risk|in doubt|(?:be|being|is|are) (?:cut|reduced|withheld|held|reviewed|lost|stopped|taken|deducted|adjusted|stake|docked)) |
    (?:cost|lose|forfeit|jeopardis\w+|put at risk|risk|threaten\w*) (?:you |your |the practice |its )*(?:\w+ )?(?:quality payment|payments?|funding|income|contract|bonus|incentive|share) |
    stands? to lose |
    (?:appraisal|revalidation|registration|licence|partnership|training status|cqc rating) (?:\w+ ){0,4}?(?:depends?|risk|affect\w*|reflect\w*|suffer\w*|review\w*|mention\w*|note\w*|see|raised|consider\w*) |
    (?:los(?:e|es|ing|t)|running out of|no|limited) patience | patience (?:is|has|will) | on notice | put on notice |
    watch ?list | on (?:our|the|its|their) radar | marked (?:card|down) |
    (?:first|second|third|last|final) (?:warning|strike|notice|chance) |
    (?:will|may) (?:get|receive) (?:a letter|a call|a visit) |
    used (?:in|against|at) (?:your|you|the|its)(?: next)? (?:contract|review|appraisal|inspection)? | contract review |
    or else | face (?:questions|an? (?:audit|inspection|investigation|visit|review|panel|hearing)) |
    there will be (?:questions|no) | we know (?:where|which|who) | noted against | kept on (?:record|file) |
    (?:put|noted|placed|goes|go|entered|kept) on (?:your|the|its) (?:record|file) | pay(?:ing)? a (?:call|visit) on |
    visit(?:ed|s)? (?:by|from) (?:nhs|(?:the|our|an?) (?:\w+ ){0,2}?(?:board|icb|team|inspect\w+|managers?|chief|regulator|director|contracts?|commission\w*|panel|committee|auditors?|advis\w+)) | (?:unannounced|spot|compulsory) (?:visit|check|inspection|audit)s? |
    before anyone comes asking | something in writing | without improvement |
    unless (?:\w+ ){0,4}?(?:turns? |improves?|falls?|changes?|acts?|responds?|replies|drops?|moves?|comes? down|we see) |
    (?:those|practices|anyone|prescribers) (?:that|who|which) (?:do nothing|do not (?:improve|reply|respond|act|change|engage)|stay (?:red|high)|fail|ignore) |
    should not be surprised | you (?:have been|are being) warned | be warned |
    you may (?:have|be asked|be required|be called|find yoursel\w+)  |
    (?:will|may|could|might|shall|can) (?:(?!not |never )\w+ )?be (?:asked|called|required|summoned|invited|obliged|expected) (?:in )?to (?:explain|justify|account|attend|answer|appear|defend) |
    we (?:expect (?:you|practices|an?|your|to see|every|prompt|better|improvement|answers)|require|demand|insist|must insist|will expect) |
    (?:board|icb|commissioners?|nhs england) (?:expects?|requires?|demands?|will expect) |
    (?:expect|prepare for|await|anticipate|ready for|in line for) (?:an? |our |further )?(?:\w+ )?(?:visit|inspection|audit|phone call|knock|questions|interview|action|measures) |
    (?:will|shall|may|might|could|can) (?:(?!not |never )\w+ )?be (?:reported|referred|passed|named|noted|recorded|minuted|published|flagged|forwarded|copied|raised|followed up|audited|inspected|monitored|watched|dealt with|kept|visited|reviewed by)(?! to (?:the practice|you|your practice)\b) |
    goes? to (?:the|your|our) (?:medical director|board|regulator|gmc|icb|responsible officer|commissioner) |
    we (?:will|shall|are going to|reserve the right to|intend to|would|have) (?:be |to )?(?:\w+ )?(?:watch\w*|monitor\w*|report(?:ing)? (?:you|this|practices|it)|refer(?:ring)? you|inspect\w*|visit\w*|follow (?:this|it) up|name|publish|escalate|act|take action|put this slide) |
    reserve the right | further (?:steps|action|measures) | bear in mind who | remember who pays |
    triggers? (?:an? )?(?:\w+ )?(?:meeting|visit|review|audit|letter|inspection) | asked for (?:the )?names |
    names of (?:practices|prescribers|those)(?! (?:\w+ )?(?:never|not)) | do not engage | a third time | options? (?:are|remain) open to us |
    open to us | be noted | you (?:have|were) (?:been )?(?:told|warned) | we have (?:long )?memories |
    interest(?:ed)? (?:in|from) (?:you|your) | takes? an interest |
    next step is (?:formal|contractual|escalation|the (?:contracts?|board|icb)|an? (?:visit|letter|inspection|meeting)) |
    is being (?:watched|monitored|recorded) | we are watching | eyes? (?:is|are) on | (?:under|in) (?:our|the) sights |
    tolerate\w* | zero tolerance | no longer (?:acceptable|tolerated|optional) | comply |
    compliance (?:is|will|team|notice) | mandat\w+ (?:training|review|visit) |
    individual prescribers? (?:may|will|can|could) |
    if (?:nothing|this|your rate|you|things|the figure)[^.]{0,40}\bwe (?:will|shall|must|may)(?! (?:\w+ly )?(?:correct|help|send|put|stop|ring|change|mend|listen|be (?:glad|happy)|come|add|tell|look)) |
    or (?:we|the (?:icb|board|commissioner)|it) (?:will|shall|must|may) | (?:you )?risk losing`,
  // who has not done what was asked, and what comes to them then: the "not" before it turns nothing round
  defaulters: words`
    (?:practices|prescribers|surgeries|teams|places|anyone|any (?:practice|team|prescriber)) (?:whose|who|that|which) (?:[\w-]+ ){0,3}?(?:not|never|still|no)`,
  sequel: words`
    (?:enhanced|closer|formal|intensive|heightened|tighter|weekly|monthly) (?:surveillance|monitoring|oversight|measures|scrutiny|supervision|reporting|review) |
    (?:go|goes|move|moves|pass|passes|come|comes|taken|put|moved) (?:on |up |forward |through )?(?:to|before|under|into|in front of) (?:the |an? )?(?:next stage|panel|board|committee|second stage|enhanced|formal|escalat\w+|special)`,
  unthreatened: words`
    (?:has|have) signed | answers? (?:your |any )?questions |
    guides? | nothing to do with |    (?:does|do|will|would|is|are) not (?:be )?(?:depend\w*|affect\w*|share\w*|sent|send|report\w*|linked|tied|passed|shown) | no (?:payment|funding|inspection|inspector|money|contract|part of) | we do not | never (?:shared|sent|passed|shown|used) | you can | (?:useful|helpful) to you | not (?:shared|sent|passed|shown|used) |
    if you (?:ask|want|wish|agree|like|tell|ring|write|reply|prefer) | nothing in this | nothing here | opt out | nobody |
    no one | invitation | warns? | mhra | is used for | not (?:go|used|shared|judged) | does not go | you decide |
    licen[cs]ed | free of charge | if you would | no reply | we look at | alerts? from | (?<!from the )prescribing team | visit is |
    gastro\w*`,
  authority: words`${authority}`,
  overseer: words`
    nhs england | the (?:care quality commission|cqc|gmc|regulator|inspectorate|coroner|courts?|ombudsman|ministers?|press|media|newspapers?) | (?:a|the|our|your|its|this) (?:\w+ )?(?:panel|inspectors?|commissioners?|regulator|responsible officer|medical director|contracts? (?:manager|team|lead)|deputy director|chief (?:executive|officer)|governing body|quality (?:lead|team|board)|(?<!care )board|performance (?:lead|team|manager)) | inspectors? | commissioners? | regulators? | auditors?`,
  yourDoing: words`you | your | yours | practices? | figures? | rates? | this | these | matter | names? | prescribers?`,
  kindly: words`
    guides? | help(?:s|ed|ful)? | useful | publish(?:ed|es) | pays? | paid | funds? | funded | no(?! (?:reply|improvement|doubt|choice|alternative)) | not | nobody | never | none | if you | (?:19|20)\d\d | supports? | asked us | thank\w* | sponsor\w* | run by | commissioned | stud(?:y|ies) | trial | charity | says? | advises? | questions? | contact | would like | can ask | report (?:to|it)| yellow card | side effects? | approved | wrote | written | chair(?:s|ed)? | signed | patients? | guidance | alert | warn\w* | ask(?! (?:you|why)) | agreed | licen[cs]\w+ | data | source | measure | definition`,
  // to whom it is told
  tellingThem: words`
    (?:cop(?:y|ies|ied)|given|sent|send|sends|goes|go|gone|pass|passes|passed|forward|forwarded|reported|report|mentioned|named|referred|shown|disclosed|shared|drawn|raised|flagged|notified|submitted|handed|listed|brought)(?: [\w'-]+){0,6}? (?:to|with|for|at|before) |
    (?:hear|hearing|call|visit|letter|questions|contact|word|email|knock|message)(?: \w+){0,2}? from | (?:inform|informed|notify|notified|tell|told|alert|alerted|advise|advised|asked)(?: \w+){0,2}? | in front of | summoned | called before |
    (?:attention|desk|eye|agenda|notice|office) of | (?:discuss\w*|raise\w*|consider\w*|review\w*|look\w* at)(?: [\w'-]+){0,4}? (?:by|with|at) | invite[ds]? by`,
  authorityActs: words`
    interest\w* | want to know | asks? | asking | look(?:s|ing)? | will | may | could | watch\w* | notice[sd]? | told |
    in touch | shared with | reported | referred | informed | called | explain\w* | see | hear | comes? | calls? | copied |
    aware | attention of`,
  // scenes that are called up
  conjured: words`
    (?:will|may|could|might) be dying | breeding | wreck(?:s|ed|ing)? (?:bodies|lives|families|health|homes) |
    (?:every|each) (?:day|week|night|hour|month|tablet|prescription|script|issue) (?:brings?|means|adds|is) (?:another|one more|closer|a step) | what will you (?:say|tell|do|feel)(?: [\w']+){0,4}? (?:when|if|to the) | (?:can|could|may|will) strike | (?:tide|wave|flood|storm|tsunami|fire)s? of | drown(?:s|ed)? us | at any moment | betray\w* |
    los(?:e|es|ing) (?:their|his|her|a|your) (?:legs?|sight|limbs?|kidneys?|feet|foot|mind|memory|child|children|mother|father|baby) | one more (?:ambulance|funeral|coffin|death|family|casualty) | world without | cannot be undone | bathroom floor | antibiotics are (?:failing|dying|finished) |
    (?:the|a|be the|mean the) (?:\w+ )?death of | (?:bleed|choke|starve|drown|suffocate|waste)(?:s|ing)? (?:to death|away) | (?:death|deaths|die|dies|dying)(?= (?:in|on|at|of|among|behind) (?:your|our|every|each|somebody|someone)) | (?:your|every|each|somebody|someone|one of your|behind|hides?|hiding|means?)(?: [\w-]+){0,6}? (?:death|deaths|die|dies|corpse|funeral|tragedy|grave|hearse|orphans?)(?! (?:certificate|data|rate|is|are|from|in|of)) | tightrope | swallow(?:s|ed|ing)? (?:whole |up )?(?:families|lives|homes|people|communities) | at your door | waiting to happen | on (?:the|your) (?:brink|edge) | knife[- ]edge | (?:no|never|nobody|no parent|no family|no mother)(?: \w+){0,3} should (?:have to )?(?:bury|watch|sit by|mourn|lose an? (?:child|son|daughter|mother|father|parent)) | could not be saved | beyond (?:help|saving|rescue) | (?:is|are) (?:being )?(?:destroyed|poisoned|wrecked|ruined|eaten away|killed)(?= |[.,;]|$) |
    imagine (?:\w+ ){0,3}?(?:telling|explaining|having|being|your|a|the|if|how|what|breaking|facing) | how many more(?! (?:reviews|people|patients) (?:can|could|would|do)) | how (?:long|many) (?:\w+ )?(?:before|until|will it)[^?]*\? | do you want to be | would you want | could (?:easily )?be the (?:one|next) | could have been (?:yours|prevented|one of) | (?:will|may|might|could|would) not wake(?: up)? | never wake | wakes? up dead |
    cost(?:s|ing)? (?:\w+ ){0,5}?(?:lives|limbs?|sight|(?:her|his|its|their|a) (?:\w+ )?(?:life|leg|sight|kidneys)) | (?:pay|paid|pays|paying)(?: \w+){0,3}? (?:with|price)(?: \w+){0,3}? (?:life|lives|health) |
    (?:a step|one step|steps?|inch\w*|mov\w+|tak\w+|bring\w*|edg\w+|push\w*|driv\w*|lead\w*)(?: \w+){0,4}? (?:closer|nearer)(?: to)?|(?:closer|nearer) to (?:death|addiction|a stroke|an overdose|disaster|the edge|harm|the grave|hospital) |
    destroy\w* | (?:tear|tears|tearing|rip|rips|ripping|break|breaks|breaking) (?:up |apart )?(?:families|homes|communities|lives) | robs?|robbed | steal(?:s|ing)?(?= (?:lives|years|the|their|your)) | (?:the|a|its|this) (?:\w+ )?toll\b | toll (?:of|is|on|mounts) | mounting |
    (?:slow|early|painful|lonely|needless|avoidable|sudden|premature|terrible|agonising) (?:death|grave|end) | (?:fatal|last) (?:breath|dose|mistake|fall) |
    next generation | (?:our|your) (?:children|grandchildren)(?:'s \w+)? (?:will|may|could|might|have)? | (?:no|without|run out of|losing|left with no) (?:working |effective )?antibiotics? (?:left|that work|remaining|at all|to (?:treat|save)) | (?:nothing|no drug|no medicine) (?:left|will be left|that works) |
    (?:is|are) (?:coming for|spreading through|sweeping|eating|rotting|creeping|haunting|wreaking|ravaging|crippling|claiming|tearing|wasting away|drowning|slipping away|bleeding inside|bleeding to)\b |
    (?:end up|spends?|ending|finish)(?: \w+){0,6}? (?:on (?:a )?(?:dialysis|ventilator|life support)|in (?:intensive care|a wheelchair|a coffin|the ground|resus)|paralysed|brain-damaged) | (?:dialysis machine|intensive care|wheelchair|amputat\w+|life support|ventilator)s?(?=[.?!]|$| (?:before|because|for want)) |
    (?:simple|small|paper|scratched|minor) (?:cuts?|scratch\w*|graze|knee|operation|infection)(?: \w+){0,4}? (?:kill|die|fatal|death|deadly|lethal)\w* | (?:kill|die|fatal|death|deadly)\w*(?: \w+){0,4}? (?:simple|small|minor|paper) (?:cut|scratch|graze|infection) |
    (?:mother|father|parent|child|widow|son|daughter|famil(?:y|ies)|grandchild\w*)(?:'s|s')? (?:\w+ ){0,4}?(?:griev\w+|weep\w*|tears|cries|cry|mourn\w*|beg\w*|lost|grave|fatal|empty) | (?:somewhere|somebody|someone) (?:\w+ ){0,3}?(?:on|in|among|at) (?:your|this) (?:list|practice|surgery|town|area)(?: \w+){0,4} (?:will|is|may|could|has) | (?:sleep|rest) at night | haunt\w* | (?:is|be|are) too late(?= for|[.!]|$)`,
  frightening: words`
    (?<=\b(?:be|is|was) (?:(?:somebody|someone|anybody|a patient|a person|a child|his|her|their|your patient)(?:['’]s)?) )last(?=[.,!]|$) |
    next (?:blue light|ambulance|funeral|inquest|coffin|emergency call) | blue lights? |
    (?:will|would|could|may) (?:soon |again |once more |all )?(?:become|turn) (?:impossible|untreatable|deadly|lethal|incurable|a death sentence|a thing of the past|too dangerous) |
    los(?:e|es|ing|t) their lives | lives lost | defenceless | helpless | no cure | nothing will work | time bomb | ruin | wreckage | in danger | (?:life|health) at risk | fatal consequences | pay with their | price in lives |
    tick\w* time[- ]?bomb | time[- ]?bombs? | timebombs? | bombs? | epidemics? | pandemic(?= of| is) |
    (?:opioid|antibiotic|addiction|overdose|resistance|prescribing|health|looming|growing|national) crisis |
    crisis (?:is|of|on|in (?:opioids?|your)) | apocalyp\w+ | catastroph\w+ | disaster\w* | calamit\w+ | deadly |
    lethal(?:ly)? | killers? | kill(?:s|ing|ed)?(?! more than) |
    (?:will|may|might|could|are going to|about to) (?:\w+ )?(?:die|lose someone|stop breathing|be dead|not wake) |
    who (?:died|were lost) (?:needlessly|because) | (?:people|patients|children|babies|someone|somebody|they|lives) (?:are |is |will |were |have )?(?:dying|died? (?:because|from|of|needlessly)|lost|killed) |
    stop people dying | (?:deaths?|blood|lives|them|it) on (?:your|our|their) (?:hands|conscience|watch) |
    on your (?:watch|conscience|hands|doorstep) | blood on | a nightmare | terrif\w+ | horrif\w+ | horrors? | frighten\w* |
    scary | devastat\w+ | tsunami | plague[ds]? | scourge |
    next (?:death|victim|overdose|casualty|funeral|inquest|headline) |
    (?:could|may|might|will) be (?:dead|next|yours|one of (?:yours|your)) | poison(?:ed|ing|s|ous)?(?!s centre) |
    (?:ruin|destroy|wreck|end|shatter|claim)\w* (?:\w+ )?lives | inquests? | coroners? | (?:next|another|at the|their|whose) funerals? | coffins? |
    grave(?:s|side|yard)? | mortuary | morgue | undertakers? | body (?:count|bags?) | death toll | death sentence |
    untreatable | incurable | doom\w* | russian roulette | play(?:ing)? with fire | loaded guns? | fire that | wildfire |
    inferno | flames? | burn(?:s|ing)? (?:through|down) | sleepwalk\w* | nobody is safe | no ?one is safe |
    end of modern medicine | dark ages | pre-antibiotic | point of no return | brink | spiral\w* out | haunt\w* |
    wake[- ]up call | (?:accident|tragedy|disaster|scandal) waiting | waiting to happen | around the corner | tragedy |
    tragic\w* | life and death | matter of life | not wake up | never (?:wake|come home|came home|woke) |
    gambl(?:e|es|ing) | cost (?:a|someone|them) (?:a |their )?li(?:fe|ves) | cost lives | stops? breathing | lose someone |
    about to lose | awake at night | keeps? \w+ awake | silent(?:ly)? (?:killer|epidemic) |
    quiet(?:ly)?,? (?:killer|killing|week by week) | kidneys are failing | one of your own | own family | next outbreak |
    outbreak begins | storm | tidal wave | iceberg | cliff | abyss | precipice | menace | peril\w* | grim | chilling |
    sinister | toxic (?:mix|cocktail|legacy|combination) | deadly cocktail |
    lives? (?:is|are) (?:at stake|in your hands|hanging) | at stake |
    imagine (?:explaining|the|a|your|telling|if|having|being|that) | picture (?:a|the|your|this) |
    think of (?:the|a|your) (?:\w+ )?(?:child|family|mother|widow|daughter|son|phone call) | spare a thought |
    explain\w* (?:this|it|that) (?:\w+ )?to (?:the|a) (?:coroner|family|widow|court|judge|parents?) | harms? another |
    another (?:patient|life|family|death) |
    (?:every|each) (?:hour|day|week|minute)\b[^.]{0,30}\b(?:harms?|dies|die|kills?|suffers?|hurts?) | damage being done |
    dead(?:ly)?\b(?! end) | maim\w* | cripp\w+ | ravag\w+ | drowning in | flood of | nowhere to hide |
    will not (?:see|live|be here|wake|survive|make it) | next christmas | local paper | torn? (?:through|apart) |
    step (?:towards|closer to) an? (?:overdose|grave|death) | die (?:from|of|because) | dies? every |
    generation (?:is )?(?:being )?lost | lost generation | towards an overdose | bodies |
    lives (?:are|were) (?:being )?(?:lost|ruined|cut) | bury\w* | orphan\w* | heartbreak\w* | sirens? | too late for |
    panic(?! (?:attacks?|disorder|alarm|button)) | hell | danger(?:s)? (?:lurk|stalk|in your)\w* | lurk\w* | stalk\w* | safety alert(?!s) | scratches`,
  soberly: words`
    stop(?:ping|ped)?(?! smoking) | 1 in \d+ | per 1,000 | \d+ in \d+ | \((?:19|20)\d\d\) | trial | stud(?:y|ies) | mhra | ukhsa | followed by | learn\w* | audit | reviewed | naloxone | never end up | sleep (?:better|well)`,
  medical2: words`
    999 | risks? of | rais\w+ the risk | higher risk | the risk | more risk | per 1,000 | 1 in \d+ | \((?:19|20)\d\d\) |
    mhra | ukhsa | fatal | can kill | stopping | stent | dose | can slow | tolerance | followed by | trial | naloxone |
    stop smoking | worry | fear | fever | help now | call`,
  urging: words`
    running (?:short|out|low) | do not put (?:this|it) (?:\w+ )?(?:down|aside|off) | before you (?:go home|leave|close|turn) | first thing (?:tomorrow|on monday|in the morning) | drop all | at the earliest | forthwith | speed is | every \w+ counts | start now | begin now | now is the time | waste no time | lose no time | needs? (?:doing|action|to be done|sorting) (?:now|today|this week) |
    urgent(?:ly)?(?=[:!]| (?:action|response|attention|reply|change|steps)) | (?-i:URGENT) |
    (?:act|respond|reply|do this|do it|start|read this|answer|begin|sign|stop reading|deal with \w+) (?:immediately|at once|now|today|tonight|this minute|straight away|or else|by return|without delay|before) |
    immediate(?:ly)? (?:action|response|steps|attention|change|review|improvement) | immediate(?= steps) |
    (?:last|final|only|one) chance | (?:last|final) (?:warning|reminder|notice|opportunity|call) | before it is too late |
    too late to (?:act|change|stop|save|help|reply|do|turn|put) | (?:cannot|can't|must not|should not|will not|won't) wait | no time (?:to|like|for) |
    (?<!\b(?:if|when|where|as) )time is (?:running|short|not on|against|of the essence) | running out of time | time is not on your side |
    drop (?:everything|what|whatever) | put aside (?:everything|what) | stop what you are doing |
    without (?:any |further )?delay | do not (?:delay|wait|leave it|put (?:this|it) off|sit on) |
    don't (?:delay|wait|leave it) | (?:today|now|tonight),? not (?:tomorrow|later|next) | until tomorrow |
    not a (?:day|moment|minute) (?:longer|later|to) | (?:moment|minute|day|time) to (?:lose|waste|spare) | ^today,? please |
    window (?:for|of) \w+ (?:is )?(?:clos\w+|narrow\w+|short) |
    (?:on our desk|with us|in|back|replies?|plan|done|finished|answers?) (?:\w+ ){0,4}?by (?:noon|midday|five|\d+ ?[ap]m|(?:mon|tues|wednes|thurs|fri)day) |
    by (?:noon|\d+ ?[ap]m|close|(?:mon|tues|wednes|thurs|fri)day)(?= |[.!,]|$) | the time (?:to act )?is now |
    no more (?:delay|excuses|waiting) | sooner rather than later | without waiting | how (?:quickly|fast|soon) this must |
    cannot (?:stress|emphasise|overstate) | before you do anything else | remain(?:s|ing)? to (?:bring|act|change|improve) |
    closing fast | asap | a\.s\.a\.p | as soon as (?:possible|you can|you read) | (?<!\b(?:a|no) )hurry(?= (?:up|to|and)|[!,]) | ^rush | race against |
    clock(?: is)? ticking | countdown |
    (?:one|two|three|\d+|seven|ten|fourteen|only|just) (?:\w+ )?(?:days?|hours?|weeks?) (?:left|remain\w*|to (?:go(?! (?:through|over|to|back))|act|respond|put|change|reply)) |
    (?:have|has|given|within) (?:\w+ )?(?:a fortnight|a week|\d+ days|seven days|ten days|fourteen days|a month|until \w+) to (?:put|act|respond|change|improve|explain|reply|fix|correct|bring) |
    (?:you|this|it|these|they|list \d|action|every\w*|the (?:list|search|names))?\s?must (?:now )?(?:be )?(?:act\w*|respond|repl\w+|change\w*|improve\w*|reduce\w*|deal\w*|done|complet\w+|start\w*|clear\w*|resolv\w+|address\w*|happen|fix\w*|tackle\w*)(?: \w+){0,4} (?:now|today|this (?:week|month)|at once|by|before|within|immediately) |
    matter of urgency | emergency meeting | within (?:the next )?(?:24|48|72|\d+|a few|twenty-four) hours |
    by (?:close of play|close of business|tonight|midnight|noon|midday|tomorrow|5 ?pm|the end of (?:today|the day|this week)) |
    (?:before|above) (?:anything|everything|all) else |
    (?:every|each) (?:day|hour|minute|week|moment) (?:counts|matters|of delay|you wait|that passes|lost|you delay) |
    now or never | right now | without fail | no later than | top priority | first priority | high time | long overdue |
    (?:action|change|reply|response|improvement|answer|this|that|plan|it) (?:is|are) (?:\w+ )?overdue | alert! | act now | act fast | act today | today! | now! | names on list \d today | straight to work |
    at the double | this week! | deadline is | hard deadline | calls for (?:immediate|urgent|swift|quick) | are called for |
    swift(?:ly)? action | quick action | prompt action | red alert | code red |
    (?:is|are|now) critical(?! of) | critical (?:point|moment|time|juncture|state) | pressing (?:need|matter|problem|issue|case)s?`,
  unhurried: words`
    999 | referrals? | chest pain | symptoms | same-day | sepsis | attacks? | not wait for (?:the|an?) (?:\w+ )?(?:check|review|test|result|appointment)s? | stop\w* (?:a|the) medicine | appointments? | seen again | treat\w* | send \w+ in |
    no deadline | not urgent | if you would like | agree how | nobody | child`,
};

export const threatsKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "threatening -unthreatened",
      "authority>authorityActs -unthreatened",
      "tellingThem>authority -unthreatened -studied",
      "overseer yourDoing -unthreatened -kindly+",
      "defaulters sequel+ -unthreatened -asks",
    ],
    say: "offer help, not a threat: say who can sit with the practice, and what it costs them",
  },
  {
    patterns: ["frightening+ -medical2", "conjured+ -soberly"],
    say: "say the risk as a number with its comparator and its source",
  },
  {
    patterns: ["urging -unhurried"],
    say: "give a date that can be kept: a first step with its day",
  },
];
