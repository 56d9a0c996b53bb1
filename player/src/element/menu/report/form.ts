// The form by which a shopper reports a video: a reason, some words, an e-mail for the answer. It comes with the menu.
import type { Clip, Locale } from '../../../core/types.js';
import { adopt, el } from '../../dom.js';
import { safeUrl } from '../../playing/draw.js';
import type { Viewer } from '../../playing/viewer.js';
import { FORM_CSS } from './form-css.js';
import { REASONS, reportWords, type Reason, type ReportWords } from './words.js';

export interface ReportDeps {
  root: ShadowRoot;
  locale: Locale;
  clip: Clip;
  viewer: Viewer;
  turn(title: string, body: Node[]): void;
}

const LONGEST_TEXT = 1000;
const LONGEST_EMAIL = 254;

const dressed = new WeakSet<ShadowRoot>();
let forms = 0;

/** By the status of the answer; anything else is worth another try. */
function failureOf(error: unknown, say: ReportWords): string {
  const { message } = error as Error;
  return message === '429' ? say.tooMany : message === '404' ? say.gone : say.failed;
}

function field(label: string, note: string, input: HTMLElement): HTMLElement {
  return el('label', { class: 'field' }, el('span', {}, `${label} (${note})`), input);
}

function received({ turn }: ReportDeps, say: ReportWords, statusUrl: string, byMail: boolean): void {
  const href = safeUrl(statusUrl);
  const link = href && el('a', { class: 'page', href, target: '_blank', rel: 'noopener noreferrer' }, say.status);
  turn(say.thanks, [el('p', {}, `${say.next} ${byMail ? say.byMail : say.byLink}`), ...(link ? [link] : [])]);
}

/** Asked for no more than it needs: it is sent in nobody's name, whatever the shopper agreed to. */
export function reportForm(deps: ReportDeps): HTMLFormElement {
  const { root, locale, clip, viewer } = deps;
  if (!dressed.has(root)) adopt(root, FORM_CSS);
  dressed.add(root);
  const say = reportWords(locale);
  const name = `report-${(forms += 1)}`;
  const radios = REASONS.map((value) => el('input', { type: 'radio', name, value }));
  const reasons = REASONS.map((reason, at) => el('label', { class: 'reason' }, radios[at] ?? '', say[reason]));
  const text = el('textarea', { rows: 3, maxlength: LONGEST_TEXT });
  const email = el('input', { type: 'email', maxlength: LONGEST_EMAIL, autocomplete: 'email', inputmode: 'email' });
  const wrong = el('p', { class: 'note bad', role: 'alert' });
  const send = el('button', { type: 'submit', class: 'buy' }, say.send);
  // The form says itself what is wrong, in the player's language and not in the browser's.
  const form = el('form', { class: 'report', novalidate: '' });
  form.append(
    el('fieldset', {}, el('legend', {}, say.why), ...reasons),
    field(say.text, say.optional, text),
    field(say.email, say.optional, email),
    el('p', { class: 'vote-said' }, say.emailNote),
    wrong,
    send,
  );
  let busy = false;

  function refuse(words: string, place: HTMLElement): void {
    wrong.textContent = words;
    place.focus();
  }

  async function submit(): Promise<void> {
    const reason = radios.find((radio) => radio.checked)?.value as Reason | undefined;
    const words = text.value.trim();
    const address = email.value.trim();
    if (busy) return;
    if (!reason) return refuse(say.chooseReason, radios[0] ?? send);
    if (reason === 'OTHER' && !words) return refuse(say.writeText, text);
    if (address && !email.validity.valid) return refuse(say.badEmail, email);
    busy = true;
    wrong.textContent = '';
    send.textContent = say.sending;
    send.setAttribute('aria-disabled', 'true');
    try {
      const said = { video: clip.id, reason, text: words || null, email: address || null, locale };
      const { statusUrl } = await viewer.tell<{ statusUrl: string }>('complaints', said);
      received(deps, say, statusUrl, address !== '');
    } catch (error) {
      wrong.textContent = failureOf(error, say);
      send.textContent = say.send;
      send.removeAttribute('aria-disabled');
    }
    busy = false;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  // What is typed is no key of the player.
  form.addEventListener('keydown', (event) => {
    const isField = event.target === text || event.target === email;
    if (isField && event.key !== 'Escape') event.stopPropagation();
  });
  return form;
}
