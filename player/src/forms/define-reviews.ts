// Registers <vitrina-reviews>, the tag that shows several videos; the only side effect of `reviews.js`.
import { VitrinaReviews } from './vitrina-reviews.js';

VitrinaReviews.api = new URL(import.meta.url).origin;
VitrinaReviews.player = new URL('vitrina.js', import.meta.url).href;
if ('adoptedStyleSheets' in document && !customElements.get('vitrina-reviews')) {
  customElements.define('vitrina-reviews', VitrinaReviews);
}
