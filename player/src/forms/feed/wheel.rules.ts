// Makes one step of one movement of a wheel or of two fingers on a pad, however many events the browser makes of it.

/** After a step nothing is taken for the next one so soon: the swing of a pad goes on by itself. */
const REST_MS = 400;
/** So long without a word, and what comes is a new movement. */
const PAUSE_MS = 120;
/** A swing dies down; what becomes so much stronger was pushed again. */
const PUSH = 1.5;
/** Less than this is a finger that lies on the pad. */
const LEAST = 4;

export class Wheel {
  #steppedMs = -Infinity;
  #heardMs = -Infinity;
  #strength = 0;

  /** 1 for the next video, -1 for the one before, 0 for nothing. */
  turn(atMs: number, delta: number): -1 | 0 | 1 {
    const strength = Math.abs(delta);
    const isNew = atMs - this.#heardMs > PAUSE_MS || strength > this.#strength * PUSH;
    this.#heardMs = atMs;
    this.#strength = strength;
    if (strength < LEAST || !isNew || atMs - this.#steppedMs < REST_MS) return 0;
    this.#steppedMs = atMs;
    return delta > 0 ? 1 : -1;
  }
}
