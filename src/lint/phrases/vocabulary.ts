/* Words that patterns of several kinds are made of. */

export const drug =
  "(?:opioids?|opiates?|morphine|oxycodone|fentanyl|(?:dihydro)?codeine|co-codamol|tramadol|tapentadol|buprenorphine|methadone|painkillers?|patch(?:es)?|gabapentin(?:oids?)?|pregabalin|duloxetine|amitriptyline|antidepressants?|ssris?|sertraline|nsaids?|anti-inflammator\\w+|ibuprofen|naproxen|diclofenac|celecoxib|aspirin|clopidogrel|ticagrelor|warfarin|doacs?|apixaban|rivaroxaban|edoxaban|anticoagulants?|antiplatelets?|statins?|simvastatin|beta-?blockers?|bisoprolol|ramipril|ace inhibitors?|diuretics?|water tablets?|spironolactone|methotrexate|digoxin|inhalers?|sprays?|relievers?|salbutamol|steroids?|prednisolone|preventers?|powders?|antibiotics?|penicillins?|(?:co-)?amox\\w+|macrolides?|clarithromycin|erythromycin|doxycycline|trimethoprim|nitrofurantoin|quinolones?|ciprofloxacin|cef\\w+|benzodiazepines?|benzos?|diazepam|z-drugs?|zopiclone|sedatives?|insulin|metformin|pumps?|lithium|valproate|levothyroxine|antiepileptics?|ppis?|medicines?|medications?|meds|drugs?|treatments?)";
export const supply = `(?:${drug}|prescriptions?|prescribing|repeats?|doses?|suppl(?:y|ies)|tablets?|issues?)`;
export const unit = "(?:%|per ?cent|mg|milligrams?|micrograms?|mcg|µg|tablets?|capsules?)";
export const number = "\\d[\\d.,]*";
export const amount = `(?:${number}\\s?${unit}|(?:one|two|a|half a) (?:tablet|capsule|patch)\\w*|half|(?:a|one) (?:half|third|quarter|fifth|tenth))`;
