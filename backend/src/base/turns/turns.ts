// Lets many uploads and short answers share one process: a piece of one file is taken, then everybody else has a turn.
import { pipeline, Transform, type Readable } from 'node:stream';

/** Pieces of all files wait here in the order they came; the process looks after everything else between any two. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private isServing = false;

  /** The same bytes, each piece when its turn comes. What breaks the source off breaks this off. */
  of(source: Readable): Readable {
    const turned = new Transform({
      transform: (piece, _encoding, done) => this.wait(() => done(null, piece)),
    });
    pipeline(source, turned, () => undefined);
    return turned;
  }

  private wait(piece: () => void): void {
    this.waiting.push(piece);
    if (this.isServing) return;
    this.isServing = true;
    setImmediate(this.serve);
  }

  private readonly serve = (): void => {
    this.waiting.shift()?.();
    this.isServing = this.waiting.length > 0;
    if (this.isServing) setImmediate(this.serve);
  };
}
