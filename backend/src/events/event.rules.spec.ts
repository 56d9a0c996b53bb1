// Which events are kept, counted without a name, or dropped, and with which reason.
import { describe, expect, it } from '@jest/globals';
import { isRobot } from '../base/http/bot.rules.js';
import type { EventContext } from './event.rules.js';
import { judgeRaw } from './event.shapes.js';

const NOW = new Date('2026-10-01T12:00:00Z');
const context: EventContext = {
  storeId: 'sto_1',
  mode: 'live',
  now: NOW,
  consent: true,
  viewerId: 'viw_1',
  robot: false,
  isLiveVideo: (id) => id === 'vid_1',
  isProduct: (id) => id === 'mug',
};
const view = {
  type: 'view',
  id: '01935b7e-0000-7000-8000-000000000001',
  version: 3,
  occurredAt: '2026-10-01T11:59:00Z',
  sessionId: 's1',
  videoId: 'vid_1',
  autoplay: false,
  interacted: true,
  segments: [{ wallFromMs: 0, wallToMs: 5000, mediaFromMs: 0, mediaToMs: 5000, visibleBps: 10_000, focused: true }],
};
const click = { ...view, type: 'click', productId: 'mug' };

describe('an event', () => {
  const cases: [string, unknown, Partial<EventContext>, string | undefined][] = [
    ['a view is kept', view, {}, undefined],
    ['a click is kept', click, {}, undefined],
    ['text instead of an object', 'hello', {}, 'BAD_SHAPE'],
    ['a float as a time', { ...view, segments: [{ ...view.segments[0], wallToMs: 1.5 }] }, {}, 'BAD_SHAPE'],
    ['an id that is not a UUID', { ...view, id: 'x' }, {}, 'BAD_SHAPE'],
    ['more than 48 hours old', { ...view, occurredAt: '2026-09-29T11:59:59Z' }, {}, 'TOO_OLD'],
    ['exactly 48 hours old is kept', { ...view, occurredAt: '2026-09-29T12:00:00Z' }, {}, undefined],
    ['more than five minutes ahead', { ...view, occurredAt: '2026-10-01T12:05:01Z' }, {}, 'IN_FUTURE'],
    ['a video of nobody', { ...view, videoId: 'vid_2' }, {}, 'UNKNOWN_VIDEO'],
    ['a product of nobody', { ...click, productId: 'cup' }, {}, 'UNKNOWN_PRODUCT'],
    ['no consent', view, { consent: false }, 'NO_CONSENT'],
    ['no viewer', view, { viewerId: null }, 'BAD_TOKEN'],
    ['a robot without consent', view, { consent: false, robot: true }, 'BOT'],
  ];
  it.each(cases)('%s', (_, raw, change, reason) => {
    expect(judgeRaw(raw, { ...context, ...change }).drop).toBe(reason);
  });

  it('without consent is counted and keeps no identifier', () => {
    const judged = judgeRaw(view, { ...context, consent: false });
    expect(judged.fact).toBeUndefined();
    expect(judged.count).toEqual({ kind: 'view', videoId: 'vid_1', eventId: view.id });
  });

  it('of a robot with a viewer is kept and marked as invalid traffic', () => {
    expect(judgeRaw(view, { ...context, robot: true }).fact?.content['ivt']).toBe(true);
  });

  it('becomes a fact in the words of the specification', () => {
    const fact = judgeRaw(view, context).fact;
    expect(fact).toMatchObject({ type: 'view', id: view.id, version: 3n, source: 'player' });
    expect(fact?.content).toMatchObject({ viewer_id: 'viw_1', video_id: 'vid_1', consent: true, interacted: true });
  });
});

describe('a robot', () => {
  it.each([
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36', true],
    ['curl/8.1', true],
    ['', true],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1',
      false,
    ],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', false],
  ])('%s: %s', (agent, expected) => expect(isRobot(agent)).toBe(expected));
});
