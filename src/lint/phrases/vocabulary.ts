/* Words that patterns of several kinds are made of. */

export const drug =
  "(?:opioids?|opiates?|morphine|oxycodone|fentanyl|(?:dihydro)?codeine|tramadol|tapentadol|buprenorphine|methadone|painkillers?|patch(?:es)?|gabapentin(?:oids?)?|pregabalin|duloxetine|amitriptyline|nsaids?|anti-inflammator\\w+|ibuprofen|naproxen|diclofenac|aspirin|clopidogrel|warfarin|doacs?|anticoagulants?|antiplatelets?|statins?|inhalers?|sprays?|relievers?|salbutamol|steroids?|preventers?|powders?|antibiotics?|benzodiazepines?|z-drugs?|insulin|pumps?|lithium|ppis?|medicines?|medication|drugs?|treatments?)";
export const supply = `(?:${drug}|prescriptions?|prescribing|repeats?|doses?|suppl(?:y|ies)|tablets?|issues?)`;
export const unit = "(?:%|per ?cent|mg|milligrams?|micrograms?|mcg|µg|tablets?|capsules?)";
export const number = "\\d[\\d.,]*";
export const amount = `(?:${number}\\s?${unit}|(?:one|two|a|half a) (?:tablet|capsule|patch)\\w*|half|(?:a|one) (?:half|third|quarter|fifth|tenth))`;
