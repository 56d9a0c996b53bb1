// Everything one evaluation reads: the programme, the facts, the decisions, and memory that only saves time.
import type { ProgramConfig, QualifySettings } from './input/config.rules.js';
import { Decisions } from './input/decisions.rules.js';
import { indexFacts, type FactIndex } from './input/fact-index.rules.js';
import type { Fact, ViewFact } from './input/facts.rules.js';
import { arrangeProgramme, type Programme } from './input/programme.rules.js';
import { RateBook } from './terms/rates.rules.js';
import type { ViewResult } from './touches/engagement.rules.js';

export interface World {
  readonly programme: Programme;
  readonly index: FactIndex;
  readonly decisions: Decisions;
  readonly rates: RateBook;
  /** Judged views: each version is judged once under the same settings. */
  readonly views: Map<QualifySettings, Map<ViewFact, ViewResult>>;
  /** Receipt times of click-type events by viewer and UTC hour (E9). */
  readonly clickHours: Map<string, ReadonlyMap<number, number[]>>;
}

/** Prepares an evaluation of all facts visible at `asOf`. */
export function prepareWorld(config: ProgramConfig, facts: readonly Fact[], asOf: number): World {
  const programme = arrangeProgramme(config);
  const index = indexFacts(facts, asOf);
  return {
    programme,
    index,
    decisions: new Decisions(index.decisions),
    rates: new RateBook(index.fxRates),
    views: new Map(),
    clickHours: new Map(),
  };
}
