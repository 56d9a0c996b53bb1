// Lets only so many of a kind of work run at once in this process; the others wait in the order they came.
export class FewAtOnce {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly most: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place goes on to the next one; nobody can come between.
      if (next) next();
      else this.running--;
    }
  }
}
