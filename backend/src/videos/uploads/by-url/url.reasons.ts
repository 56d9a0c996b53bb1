// Why a video could not be fetched from an address: a closed set, each with its code and words for the creator.
import type { Refusal } from '../../video.rules.js';

const LINK = 'Give a direct link to the video file itself, one that begins with https://.';
const FILE = 'Download the file to your device and upload it from there.';

const REASONS = {
  not_an_address: ['URL_REFUSED', 'This is not an address.', LINK],
  scheme: ['URL_REFUSED', 'The address must begin with https://.', LINK],
  port: ['URL_REFUSED', 'The address names a port, which we do not call.', LINK],
  credentials: ['URL_REFUSED', 'The address holds a name or a password.', LINK],
  private: ['URL_REFUSED', 'The address leads into a private network.', LINK],
  redirects: ['URL_REFUSED', 'The address leads on and on to other addresses.', LINK],
  unresolved: ['URL_NOT_FOUND', 'The server of this address cannot be found.', LINK],
  not_found: ['URL_NOT_FOUND', 'The server does not give this file.', FILE],
  page: ['URL_NOT_A_FILE', 'The address leads to a page, not to a video file.', LINK],
  packed: ['URL_NOT_A_FILE', 'The server gives the file only compressed.', FILE],
  too_large: ['OUT_OF_BOUNDS', 'The file at this address is larger than allowed.', 'Make the file smaller.'],
  no_room: [
    'QUOTA_EXCEEDED',
    'There is not enough room left for this video.',
    'Take away a video that you no longer need.',
  ],
  empty: ['NOT_A_VIDEO', 'This file is empty.', LINK],
  broken: ['URL_BROKEN', 'The file did not arrive as the server announced it.', FILE],
  unreachable: ['URL_UNREACHABLE', 'The server of this address did not give the whole file.', FILE],
} as const;

export type UrlReason = keyof typeof REASONS;
export const URL_REASONS = Object.keys(REASONS) as UrlReason[];

export function urlRefusal(reason: UrlReason): Refusal {
  const [code, message, whatToDo] = REASONS[reason];
  return { code, message, whatToDo };
}
