// The page in which the studio tries a theme before anybody sees it: the real player and the shop's own videos, with its test key.
const NAMES = ['--vitrina-accent', '--vitrina-on-accent', '--vitrina-radius', '--vitrina-font', '--vitrina-max-width'];

const asked = new URLSearchParams(location.search);
const common = {
  store: asked.get('store') ?? '',
  product: asked.get('product') ?? '',
  locale: asked.get('locale') ?? 'en',
  // A look at colours is no visit.
  consent: 'denied',
};

function show(tag: string, attributes: Record<string, string>): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

document.documentElement.lang = common.locale;
const shown = [
  show('vitrina-player', { ...common, ratio: '9/16', preload: 'none' }),
  show('vitrina-reviews', { ...common, form: asked.get('form') ?? 'carousel' }),
];
document.querySelector('.stage')?.append(...shown);

// The studio has two of these pages side by side: their regions should not have the same name.
document.addEventListener('vitrina:ready', ({ target }) => {
  const region = (target as HTMLElement).shadowRoot?.querySelector('section');
  region?.setAttribute('aria-label', `${region.getAttribute('aria-label')}, ${innerWidth}`);
});

/** Every property is set, so that what is published already does not show through what the draft leaves open. */
addEventListener(
  'message',
  ({ origin, source, data }: MessageEvent<{ vitrinaTheme?: Record<string, string> } | null>) => {
    const theme = origin === location.origin && source === parent ? data?.vitrinaTheme : undefined;
    if (!theme) return;
    for (const element of shown) {
      for (const name of NAMES) element.style.setProperty(name, theme[name] || 'initial');
    }
  },
);
parent.postMessage({ vitrinaPreview: 'ready' }, location.origin);
