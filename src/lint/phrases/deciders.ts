import type { GrammarKind } from "../grammar/grammar.ts";
import { type Lexicon, words } from "../grammar/lexicon.ts";

/* Who decides, how many are to change, and what is taken away for what somebody did. */

export const deciders: Lexicon = {
  untrained: words`
    (?:practice|office|finance|it|data|business|operations|admin|reception|prescriptions?|rota|site|deputy|assistant|information|digital|information technology|records) (?:managers?|officers?|leads?|clerks?|staff|assistants?|coordinators?|teams?|administrators?|partners?) | coordinators? | (?:health|wellbeing|lifestyle) coach(?:es)? | link workers? | peer supporters? | receptionists? | chatbots? | (?:the |our |an? |your )(?:spreadsheet|formula|macro|algorithm|computer|online form|risk score|questionnaire|bot|robot|kiosk|website|phone menu|ai) |
    (?:trainee |student |assistant )?(?:nursing |pharmacy |physician )?(?:associates?|assistants?|dispensers?|counter staff)(?! (?:can|may) (?:book|ring|offer|hand)) | (?:prescription|repeat|records?|admin|medical|coding|summarising|filing) (?:clerks?|staff|team|assistants?|administrators?) | (?:our |the |a )?(?:scheduler|telephonist|operator|greeter|apprentice|work experience)s? | switchboard | whoever (?:is on|answers|picks up) (?:the )?(?:desk|phones?|telephone|front desk|call) | (?:the|our) (?:phone|telephone|booking|online) (?:team|system|menu|form|line) | (?:the|our|an?|your) (?:online form|questionnaire|triage tool|risk score|flag|search result|list|score|dashboard|robot|ai|programme|script|rule|query|report)(?= (?:decides?|chooses?|picks?|selects?|determines?|says? who|settles?|stops?|ends?|removes?|changes?|reduces?|switches?|cancels?|can (?:decide|stop|end|remove)|may)\b) |
    reception(?:ists?| staff| team)? | front desk | admin(?:istrators?|istrative)?(?: team| staff)? | care navigators? |
    secretar(?:y|ies) | clerks? | (?:data|it|finance) (?:officer|analyst|team|clerk|lead)s? | call handlers? | juniors? |
    support staff | (?:practice|office|business) managers? | (?:an? |our |the )volunteer | volunteers | health ?care assistants? | hcas? | students? |
    (?:the|our|your) (?:computer|software|algorithm|spreadsheet|system|app|macro|tool) | chatbots? | apprentices? |
    drivers? | counter staff | non-clinical (?:staff|team|colleagues?) | back office`,
  deciding: words`
    decid(?:e|es|ing) | choos(?:e|es|ing) | pick(?:s|ing)? | select(?:s|ing)? | judg(?:e|es|ing) | determin(?:e|es|ing) |
    assess(?:es|ing)? | diagnos(?:e|es|ing) | approv(?:e|es|ing) | authoris(?:e|es|ing) | sign(?:s|ing)? off |
    turn(?:s|ing)? (?:away|down) | refus(?:e|es|ing) | adjust(?:s|ing)? | issues? | lower(?:s|ing)? | reduc(?:e|es|ing) |
    stops? | chang(?:e|es|ing) | switch(?:es|ing)? | swaps? | remov(?:e|es|ing) | amend(?:s|ing)? | cuts? | halves? | doubles? |
    convert(?:s|ing)? | take(?:s)? … off | delet(?:e|es|ed|ing) | triage | prescribes? | set(?:s|ting)? (?:the|each|every|a|new|what) |
    work(?:s|ing)? (?:out|through) | say(?:s)? (?:no|who|whether|if|that) | screen(?:s|ed|ing)? | end(?:s|ing)? (?:the|a|each) | process | action | filter |
    block | cancel(?:s|ling)? | make the change | give out | hand out`,
  whoWhich: words`tapers? | 
    who | whether | if | which | strengths? | requests? | the change | each | names | coughs | flagged | consultations? |
    the (?:list|search)`,
  nothingClinical: words`
    may be told | help(?:s|ed)? with |    chang\w+ the (?:template|default|message|wording) |    nothing clinical | pass(?:es)?(?: it| them)? (?:on|early|to) | hands? (?:it|them) | named clinician |
    (?:prescriber|clinician|pharmacist|doctor) (?:makes|decides|reads|checks) | dates? | letters? | run(?:s)? the search |
    is run by | appointments?(?! clerk) | decides nothing | tidies | no (?:decision|clinical)`,
  quota: words`
    \d+ fewer (?:patients|people|users) | (?:one|two|three|four|five|six|\d+) (?:patients |people |stops |cuts )?(?:per|a|each|every) (?:week|month|day|session)(?= (?:until|is the|for each|per|each)) |
    quotas?(?! is) | rations? | rationing | (?:an|the|each|their|your|a weekly|a monthly) allowances? |
    (?:no more than|at most|not more than|a maximum of|maximum of|up to|a limit of|limit(?:ed)? to|a cap of|capped at|only|target (?:is|of)|ceiling of) (?:\d+|one|two|three|four|five|six|seven|eight|ten|twelve|twenty|thirty|forty|fifty) (?:[\w-]+ ){0,3}?(?:prescriptions?|scripts?|antibiotics?|opioids?|items?|courses?|relievers?|issues) |
    (?:stop|end|taper|switch|deprescribe|convert|wean|reduce|remove|take|bring|get|discontinue|cut|move) (?:off )?(?:at least |another |the first |a minimum of |up to )?(?:\d+|one|two|three|four|five|six|eight|ten|twelve|twenty|thirty|forty|fifty|half (?:of )?(?:your|the|their)) (?:\w+ ){0,2}?(?:patients?|people|users?|repeats?|prescriptions) |
    (?:\d+|one|two|three|four|five|six|eight|ten|twelve|twenty|thirty|forty|fifty|half) (?:\w+ )?(?:patients?|people|prescriptions|users)? ?(?:stopped|reduced|switched|off|tapered|weaned|deprescribed|stops|reductions|switches|deprescribings)\b[^.;]{0,30}?\b(?:by|per|a|each|before|every|from|this) |
    (?:\d+|two|three|four|five|six|ten|twelve|fifteen|twenty) (?:deprescribed|stopped|switched|reduced|tapered|weaned) (?:patients|people) |
    whoever (?:stops|switches|reduces|ends|deprescribes) |
    (?:most|fewest) (?:stops|switches|reductions|\w+) (?:\w+ ){0,3}?wins |
    (?:allow|permit|grant|limit|issue|write|prescribe|sign) (?:[\w-]+ ){0,3}?(?:\d+|two|three|four|five|six|ten) (?:\w+ )?(?:prescriptions?|scripts?|items?|courses?|antibiotics?|opioids?) (?:per|a|for each|each|every|in any) (?:day|week|month|surgery|session|clinic|shift|prescriber|doctor|nurse)`,
  countOf: words`
    (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty) (?:[\w-]+ ){0,2}?(?:stops|cuts|reductions|switches|swaps|tapers|deprescribings|courses|scripts|prescriptions|antibiotics|opioids|items|discontinuations|conversions|withdrawals|relievers)`,
  perDoer: words`
    (?:per|each|every|from every|from each|by each|by every|any) (?:\w+ )?(?:gps?|doctors?|prescribers?|partners?|clinicians?|nurses?|pharmacists?|locums?|registrars?|sessions?|surger(?:y|ies)|clinics?|shifts?) |
    hold (?:each|every|all) | is the expectation | is expected of`,
  aDoer: words`an? (?:\w+ )?(?:gp|doctor|prescriber|partner|clinician|nurse|pharmacist|locum|registrar|session|surgery|clinic|shift)`,
  rangy: words`
    reviews?(?! later) | records?(?! number) | talks? | names | conversations? | there is no (?:quota|number|target|limit) |
    no (?:quota|number|target) | were|was|had|fell|median|rate | offer | chose | look at | ring | trial`,
  missing: words`
    (?:patients?|people|anyone|those|anybody|whoever) (?:who |that )?(?:orders?|asks?|rings?|comes?|requests?|argues?|complains?|runs? out|loses?|shouts?|misses|miss)(?: \w+){0,3}? (?:early|again|late|too (?:soon|often)|an? (?:appointment|review|blood test|call)|twice) |
    (?:patients?|people|anyone|those|anybody|whoever|somebody|persons?|everyone)(?: (?:who|that))? (?:do(?:es)? not|don't|will not|won't|fails? to|has not|have not|cannot be bothered to|forgets? to|declines? to|misses|miss|did not) (?:\w+ )?(?:book\w*|ring|come|attend\w*|reply|answer|engage|return|sign|respond\w*|turn up|appointments?|reviews?|blood tests?|checks?|order\w*|collect\w*|fill)`,
  theirLoss: words`
    (?:should|must|will|can|to) be (?:given|issued|allowed|offered|supplied) (?:\w+ )?(?:less|fewer|half|nothing|none|no more|only) | seven days at a time | one week at a time |
    (?:find|finds|will find|lose|loses|will lose|forfeit|forfeits)(?: [\w'-]+){0,4}? (?:gone|stopped|ended|removed|cancelled|repeats?|prescriptions?|medicines?|place|script|supply) |
    (?:gets?|has|have|is given|are given|receives?) (?:only |just )?(?:a |one |two |\d+ )?(?:week's|weeks'|days'|day's|\d+ days|week|seven days|no|none|nothing|less|half) |
    (?:only|just|no more than) (?:a |one |two |seven |\d+ )?(?:week|day|seven|month)\S* `,
  misdeed: words`
    swears? | swearing | shouts? | threaten\w* | own lookout | loses? (?:the|their|a) \w+ | have their \w+ (?:stopped|withdrawn|removed|ended|cut|reduced) | early | miss(?:es|ed|ing)? | late | lost | rude\w* |
    argues? | complain\w* | do(?:es)? not (?:attend|come|turn up|sign|reply|engage) |
    (?:will|would) not (?:attend|come|sign|engage|accept) | fails? to (?:attend|come|engage|reply) |
    did not (?:attend|come|reply) | dna(?:s|'d)? | non-attend\w* | refus\w+ | twice | three (?:times|late|early|strikes) |
    run(?:s)? out | no appointment | stolen | order(?:s|ing|ed)? (?:too|more|a|an?other|extra) | over-?order\w* | abus\w+ |
    shout\w* | lie(?:s|d)? | unless they sign | unreturned | broken appointments? | no-?shows?`,
  machine: words`(?:the|our|your|a) (?:template|box|flag|score|calculator|algorithm|protocol|traffic light|alert)(?:'s)?`,
  final: words`is final | not (?:be |to (?:be )?)?(?:override|overridden|questioned|overruled) | has the last word | overrides | outranks`,
  loss: words`
    comes? off | nothing (?:is )?(?:re)?issued | lookout | have their \w+ (?:stopped|withdrawn|removed|ended|cut|reduced) | loses? | forfeit\w* | discharge[ds]? (?:\w+ )?from | removal from the list | off the list | notice to leave | go(?:es)? without |
    waits? (?:a|another|for|until|longer) |
    (?:is|are|will be|should be|to be|get|gets|be|being) (?:then |immediately )?(?:struck|removed|barred|banned|refused|denied|stopped|withheld|withdrawn|discharged|cut off|put on|suspended|cancelled|reduced|ended|punished|dropped|shortened) |
    no (?:more|replacement|further|medicine|morphine|opioids?|prescription|script|second) |
    gets? (?:none|nothing|no more|less) | bottom of the queue | back of the queue |
    not (?:be )?(?:replaced|reissued|issued|renewed) | never replaced | no exceptions |
    their (?:own )?(?:fault|problem|lookout) | stop(?:s)? (?:the|their|it) | however they feel |
    earn (?:it|them|their) back | penalt\w+ | sanction\w* | (?:shorter|smaller) (?:supply|supplies|prescriptions) |
    until the next one is due`,
  // a decision or a change that is said to be theirs: "made by the clerk", "at the front desk"
  noClinician: words`
    no (?:clinician|doctor|prescriber|gp|nurse|pharmacist|clinical (?:input|check|review|judgement))(?: \w+){0,3}? (?:needs?|has|have|required|needed|necessary|to (?:see|look|check|be involved)) | (?:clinicians?|doctors?|prescribers?|gps?)(?: \w+)? (?:need not|do not need to|does not need to|need never) (?:\w+ )?(?:see|look|check|be involved|know|read|hear)`,
  byUntrained: words`
    without (?:a|any|the) (?:clinician|doctor|prescriber|gp|pharmacist)(?:'s \w+)?(?! (?:who|at)) |
    by whoever (?:answers|is|picks|happens|sits|takes) |
    (?:has|have|given|with|hold|holds|needs?|be given) (?:the |full |every |all the )?(?:authority|right|power|permission|discretion|last word|say) (?:to|over|in|on)(?= (?:refuse|stop|decide|reduce|change|turn|switch|remove|say|cut|end|choose|approve|decline|amend|alter|who|whether)) |
    (?<=\b(?:manager|receptionist|secretary|clerk|administrator|officer|volunteer|assistant|chatbot|computer|system|score|template|form|analyst|navigator)s? (?:\w+ )?)(?:has|have) (?:signed off|approved|decided|chosen|picked|authorised|refused|reduced|stopped|changed) |
    (?<=\b(?:score|form|chatbot|app|computer|algorithm|questionnaire|template|tool|flag|website|calculator|bot|system|software)s?(?: [\w-]+){0,3}? )(?:decides?|tells? (?:people|patients|callers|parents|them|who|whether)|stops? the|ends? the|removes? the|cancels? the|chooses?|picks? (?:who|the)|determines?|settles?|reduces? the|refuses?|switches) |
    (?<=\b(?:decided?|decisions?|made|refused?|stopped|ended|removed|changed|switched|reduced|chosen|approved|declined?|turned down|cancelled|authorised|issued|cut|taken off|assessed|judged|answered|triaged|sorted|dealt with|handled|settled|adjusted|amended|picked|started|swapped|switch(?:es)?|changes?|refusals?|reductions?)(?: [\w-]+){0,4}? )(?:by|at|from|with|to|in) (?:the |our |a |an |your |any )?(?:\w+ )?(?:reception\w*|front desk|desk|admin\w*|clerks?|secretar\w+|volunteers?|care navigators?|switchboard|back office|computer|software|algorithm|spreadsheet|system|template|(?:health ?)?care assistants?|hcas?|call handlers?|practice managers?|data (?:officer|team|clerk|analyst)s?|counter|dispensers?|trainees?|students?|macro|app|chatbots?|search)(?! (?:and|so that)\b) |
    (?:leave|leaves|left|entrust\w*|delegate\w*|hand(?:ed|s)? over|give|given)(?: [\w-]+){0,5}? to (?:the |our |a |an |your )?(?:\w+ )?(?:reception\w*|front desk|admin\w*|clerks?|secretar\w+|volunteers?|care navigators?|computer|software|algorithm|template|(?:health ?)?care assistants?|hcas?|call handlers?|practice manager|data (?:officer|team|clerk)|dispensers?)(?: team| staff| desk)?(?= to (?:decide|judge|choose|pick|say|stop|change|assess|sort|refuse|reduce|remove|turn|switch)|[.,;]|$) |
    (?:set|configure|program|programme|build|allow|let|use|have|get|write)(?: (?:up|up the|the|our|your|a|an))* (?:\w+ )?(?:template|system|computer|software|macro|script|rule|protocol|screen|algorithm|search|app|query)(?: \w+)? (?:(?:so that|which|that) (?:it )?|to )(?:\w+ly )?(?:delete|deletes|stop|stops|end|ends|remove|removes|cancel|cancels|reduce|reduces|halve|halves|cut|cuts|switch|switches|refuse|refuses|block|blocks|decide|decides|change|changes|drop|drops|reject|rejects) |
    (?:tell|tells|telling|say|says|explain|inform|advise|advises) (?:callers?|patients?|parents?|people|them)(?: \w+){0,2}? (?:that )?(?:an? |the |their )?(?:\w+ ){1,4}?(?:does not need|do not need|needs no|is not|cannot have|can wait|will not get|is viral|will be refused|has been stopped)`,
  penalty: words`
    no [\w ]{1,24}, no (?:repeats?|prescriptions?|scripts?|medicines?|tablets|inhalers?|opioids?) |
    as a (?:penalty|punishment|deterrent|lesson|warning|sanction) | three strikes | zero tolerance | strike (?:them )?off |
    teach (?:them|people|patients) a lesson | earn (?:it|them|their) back | on probation | final warning |
    no appointment, no | no review, no | no signature, no | no show, no`,
  ring: words`
    ^never |
        ring | rung | phone | call (?:them|and|to) | a reason (?:to|for) | keep their | nobody | no one goes | offer |
    late (?:effects|onset) | miss something | lost (?:night|sleep|ground) | were missing | asked | loss,? (?:the|a) |
    may be in | missed dose`,
};

export const decidersKinds: readonly GrammarKind[] = [
  {
    patterns: [
      "untrained>directed medicine|supply -nothingClinical -asks -clerical",
      "countOf<>perDoer -rangy -asks",
      "countOf>aDoer -rangy -asks",
      "untrained>end|lower|replace -nothingClinical -asks",
      "untrained>deciding medicine|supply|whoWhich|person|all -nothingClinical -asks",
      "quota -rangy",
      "misdeed<>loss+ -ring",
      "penalty",
      "untrained|machine>final",
      "byUntrained medicine|supply|whoWhich|urgent|end.named|lower.named|replace.named -nothingClinical -asks -told",
      "noClinician untrained|machine|person|urgent|medicine -asks -told",
      "missing<>theirLoss -ring -asks -told",
    ],
    say: "leave the decision to the person and a clinician: no numbers to reach, and no medicine taken away as a penalty",
  },
];
