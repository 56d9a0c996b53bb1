// Somebody who walks the road over HTTP alone: signs up, uploads, moderates, sends orders. Knows no internals.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';

export interface Key {
  keyId: string;
  secret: string;
}

export interface GraphqlResult<T> {
  data: T | null;
  errors: { message: string; extensions: { code: string } }[];
}

export interface Mail {
  to: string;
  subject: string;
  body: string | null;
  links: string[];
}

/** Signs a shop's request as docs/connect-a-shop.md says. */
export function signature(key: Key, method: string, path: string, body: string, at = Math.floor(Date.now() / 1000)) {
  const digest = createHash('sha256').update(body).digest('hex');
  const mac = createHmac('sha256', key.secret).update(`${at}.${method}.${path}.${digest}`).digest('hex');
  return { 'vitrina-key': key.keyId, 'vitrina-timestamp': String(at), 'vitrina-signature': `v1=${mac}` };
}

/** A shopper's phone: a view from `node` would be counted as a robot's. */
export const PHONE_AGENT =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';

export class Walker {
  cookie = '';
  private totp: TOTP | null = null;

  /** `now` signs requests and makes codes; the demo seed sets it back. */
  constructor(
    public baseUrl: string,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** A request that is tried again while the service is away, as every good client does. */
  async fetch(path: string, init: RequestInit = {}, tries = 1): Promise<Response> {
    const headers = {
      'user-agent': PHONE_AGENT,
      ...(this.cookie ? { cookie: this.cookie } : {}),
      ...(init.headers as Record<string, string>),
    };
    for (let attempt = 1; ; attempt++) {
      try {
        // The service names itself by its public address; the seed's own process answers elsewhere.
        const { pathname, search } = new URL(path, this.baseUrl);
        const answer = await fetch(this.baseUrl + pathname + search, {
          ...init,
          headers,
          signal: AbortSignal.timeout(20_000),
        });
        if (answer.status < 500 || attempt >= tries) return this.remember(answer);
      } catch (error) {
        if (attempt >= tries) throw error;
      }
      await new Promise((r) => setTimeout(r, 300));
    }
  }

  private remember(answer: Response): Response {
    const set = answer.headers.getSetCookie().find((c) => c.startsWith('vitrina_session='));
    if (set) this.cookie = set.split(';')[0] ?? '';
    return answer;
  }

  async graphql<T>(query: string, variables: Record<string, unknown> = {}, tries = 1): Promise<GraphqlResult<T>> {
    const answer = await this.fetch(
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) },
      tries,
    );
    const body = (await answer.json()) as Partial<GraphqlResult<T>>;
    return { data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** The data of a call that must succeed. */
  async ask<T>(query: string, variables: Record<string, unknown> = {}, tries = 1): Promise<T> {
    const { data, errors } = await this.graphql<T>(query, variables, tries);
    if (errors.length > 0 || !data)
      throw new Error(`${errors.map((e) => `${e.extensions.code}: ${e.message}`).join('; ')} in ${query}`);
    return data;
  }

  async mails(to: string): Promise<Mail[]> {
    const all = (await (await this.fetch('/demo/mail.json')).json()) as Mail[] | { mails: Mail[] };
    return (Array.isArray(all) ? all : all.mails).filter((m) => m.to === to);
  }

  async signUp(email: string, name: string, options: { password?: string; locale?: string } = {}): Promise<void> {
    const { password = 'a long pass phrase', locale = 'en' } = options;
    await this.ask(`mutation($i: SignUpInput!) { signUp(input: $i) }`, { i: { email, name, password, locale } });
    const links = (await this.mails(email)).flatMap((mail) => mail.links);
    const token = links.map((link) => /confirm\?token=([^&#]+)/.exec(link)?.[1]).find((t) => t !== undefined);
    if (!token) throw new Error(`No confirmation mail for ${email}`);
    await this.ask(`mutation($t: String!) { confirmEmail(token: $t) }`, { t: token });
    await this.signIn(email, password);
  }

  /** Signs in and gives back whatever came, for those who may not exist yet. */
  signInOrErrors(email: string, password: string): Promise<GraphqlResult<unknown>> {
    return this.graphql(
      `mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { secondFactorNeeded } }`,
      {
        e: email,
        p: password,
      },
    );
  }

  async signIn(email: string, password: string, totpSecret?: string): Promise<void> {
    const { signIn } = await this.ask<{ signIn: { secondFactorNeeded: boolean } }>(
      `mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) { secondFactorNeeded me { id } } }`,
      { e: email, p: password },
    );
    if (totpSecret) this.totp = new TOTP({ secret: totpSecret });
    if (signIn.secondFactorNeeded && this.totp) await this.passSecondFactor();
  }

  async passSecondFactor(): Promise<void> {
    await this.ask(`mutation($c: String!) { passSecondFactor(code: $c) { id } }`, {
      c: this.totp?.generate({ timestamp: this.now().getTime() }),
    });
  }

  /** Sets up a second factor and passes it. */
  async enrolSecondFactor(): Promise<void> {
    const { enrolSecondFactor } = await this.ask<{ enrolSecondFactor: { secret: string } }>(
      'mutation { enrolSecondFactor { secret } }',
    );
    this.totp = new TOTP({ secret: enrolSecondFactor.secret });
    const c = this.totp.generate({ timestamp: this.now().getTime() });
    await this.ask('mutation($c: String!) { confirmSecondFactor(code: $c) { codes } }', { c });
  }

  /** Creates the tus upload and sends the bytes; with `stopAt` only so many. Returns the upload's address. */
  async upload(uploadUrl: string, videoId: string, bytes: Buffer, stopAt = bytes.length): Promise<string> {
    const made = await this.fetch(uploadUrl, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': `videoId ${Buffer.from(videoId).toString('base64')},filename ${Buffer.from('clip.mp4').toString('base64')}`,
      },
    });
    if (made.status !== 201) throw new Error(`upload refused: ${made.status} ${await made.text()}`);
    const location = new URL(made.headers.get('location') ?? '', new URL(uploadUrl, this.baseUrl)).href;
    await this.sendBytes(location, bytes, 0, stopAt);
    return location;
  }

  async sendBytes(location: string, bytes: Buffer, from: number, to = bytes.length): Promise<Response> {
    return this.fetch(location, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': String(from),
        'content-type': 'application/offset+octet-stream',
      },
      body: new Uint8Array(bytes.subarray(from, to)),
    });
  }

  /** The byte at which the service would go on. */
  async offset(location: string): Promise<number> {
    const answer = await this.fetch(location, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
    if (answer.status !== 200) throw new Error(`offset: ${answer.status}`);
    return Number(answer.headers.get('upload-offset'));
  }

  /** A signed call of a shop's server. */
  async shop(key: Key, method: string, path: string, body: unknown = undefined, tries = 1): Promise<Response> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...signature(key, method, path, text, Math.floor(this.now().getTime() / 1000)),
      ...(text ? { 'content-type': 'application/json' } : {}),
    };
    return this.fetch(path, { method, headers, ...(text ? { body: text } : {}) }, tries);
  }
}

/** UUID version 7, as the player makes them. */
export function uuidV7(at = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
