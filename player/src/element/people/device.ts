// Asks whether this browser is a creator's own, where the address says so, and tells the service: its purchases pay that creator nothing.
import { registerViewer, tell } from '../../api.js';
import type { Locale } from '../../core/types.js';
import { adopt, el } from '../dom.js';
import type { Privacy } from '../privacy.js';
import { storage } from '../storage.js';
import { DEVICE_CSS } from './device-css.js';
import { deviceTokenIn } from './device-token.rules.js';
import { deviceWords, type DeviceWords } from './words.js';

export interface DeviceDeps {
  root: ShadowRoot;
  api: string;
  store: string;
  locale: Locale;
  privacy: Privacy;
}

interface Told {
  creator: { name: string };
}

/** Why this browser has no id of ours and can have none, or null. */
function hindrance({ privacy }: DeviceDeps, say: DeviceWords): string | null {
  if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl) return say.refused;
  if (storage((stored) => stored.length) === undefined) return say.noStorage;
  return privacy.consent() === 'granted' ? null : say.noConsent;
}

const failure = (error: unknown, say: DeviceWords): string => {
  const { message } = error as Error;
  if (message === '410') return say.over;
  return /^4(00|04)$/.test(message) ? say.wrong : say.failed;
};

/** The id of this browser; one that is not known any more is replaced once. */
async function linked({ api, store, privacy }: DeviceDeps, token: string): Promise<Told> {
  for (let tries = 1; ; tries += 1) {
    if (!privacy.recall('viewer')) privacy.keep('viewer', await registerViewer(api, store));
    try {
      return await tell<Told>(api, 'devices', { store, token, viewerToken: privacy.recall('viewer') });
    } catch (error) {
      if ((error as Error).message !== '401' || tries > 1) throw error;
      privacy.keep('viewer', '');
    }
  }
}

class Question {
  readonly #deps: DeviceDeps;
  readonly #say: DeviceWords;
  readonly #token: string;
  readonly #title = el('h2', { id: 'device-title', tabindex: -1 });
  readonly #text = el('p', { role: 'status' });
  readonly #yes: HTMLButtonElement;
  readonly #no: HTMLButtonElement;
  readonly #dialog: HTMLDialogElement;
  #name = '';
  #isDone = false;

  constructor(deps: DeviceDeps, token: string) {
    this.#deps = deps;
    this.#token = token;
    this.#say = deviceWords(deps.locale);
    this.#yes = el('button', { type: 'button', class: 'yes' }, this.#say.yes);
    this.#no = el('button', { type: 'button' }, this.#say.no);
    const acts = el('div', { class: 'acts' }, this.#yes, this.#no);
    this.#dialog = el('dialog', { class: 'device', 'aria-labelledby': 'device-title' }, this.#title, this.#text, acts);
    this.#no.onclick = () => this.#dialog.close();
    this.#yes.onclick = () => void this.#confirm();
  }

  async ask(): Promise<void> {
    const { root, api, store, privacy } = this.#deps;
    adopt(root, DEVICE_CSS);
    root.append(this.#dialog);
    const again = (): void => this.#show();
    privacy.changes.addEventListener('change', again);
    this.#dialog.addEventListener('close', () => {
      privacy.changes.removeEventListener('change', again);
      this.#dialog.remove();
    });
    this.#yes.hidden = true;
    this.#title.textContent = this.#say.busy;
    this.#dialog.showModal();
    this.#title.focus();
    try {
      const { creator } = await tell<Told>(api, 'devices/look', { store, token: this.#token });
      this.#name = creator.name;
      this.#show();
    } catch (error) {
      this.#end(failure(error, this.#say));
    }
  }

  /** What can be answered now: consent may come while the question stands. */
  #show(): void {
    if (!this.#name || this.#isDone) return;
    const why = hindrance(this.#deps, this.#say);
    this.#title.textContent = this.#named(this.#say.title);
    this.#text.textContent = why ?? this.#say.text;
    this.#yes.hidden = why !== null;
    this.#no.textContent = why === null ? this.#say.no : this.#say.close;
  }

  async #confirm(): Promise<void> {
    if (this.#yes.ariaDisabled) return;
    this.#yes.ariaDisabled = 'true';
    try {
      await linked(this.#deps, this.#token);
      this.#end(this.#named(this.#say.done));
    } catch (error) {
      const said = failure(error, this.#say);
      // A broken line may be tried again: the same browser may say it twice.
      if (said !== this.#say.failed) return this.#end(said);
      this.#text.textContent = said;
    } finally {
      this.#yes.ariaDisabled = null;
    }
  }

  #named(text: string): string {
    return text.replace('{0}', () => this.#name);
  }

  #end(said: string): void {
    this.#isDone = true;
    this.#title.textContent = said;
    this.#text.textContent = '';
    this.#yes.hidden = true;
    this.#no.textContent = this.#say.close;
    this.#title.focus();
  }
}

/** Once a page: the token leaves the address, so that nobody copies it along. */
export function askWhoseDevice(deps: DeviceDeps): void {
  const found = deviceTokenIn(location.href);
  if (!found) return;
  history.replaceState(history.state, '', found.rest);
  void new Question(deps, found.token).ask();
}
