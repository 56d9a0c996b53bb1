// Registers the tag; the only side effect.
import { VitrinaPlayer } from './element/vitrina-player.js';

VitrinaPlayer.api = new URL(import.meta.url).origin;
// Two versions on one page: the first one stays. A browser before 2023 keeps what the page put inside the element.
if ('adoptedStyleSheets' in document && !customElements.get('vitrina-player')) {
  customElements.define('vitrina-player', VitrinaPlayer);
}
