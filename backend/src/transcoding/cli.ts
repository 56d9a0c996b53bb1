// What the command line needs of this module; it runs without database, queue and Nest.
export { prepareVideo } from './pipeline.js';
export { openWorkshop, Workshop } from './running/workshop.js';
export { WIDEST_BOUNDS } from './rules/bounds.rules.js';
export { capKbps } from './rules/ladder.rules.js';
