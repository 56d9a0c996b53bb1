// `vitrina.js`, the script of a page: the tag, once the pictures that came with the page are there.
import './element/vitrina-player.js';
import './served/pictured.js';
import './define.js';
