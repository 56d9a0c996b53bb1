// The plan of an encode: rungs, frame rates, gain and the whole argument list, asserted without running anything.
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_BOUNDS } from './bounds.rules.js';
import { candidateFrames, encodeArguments, filterGraph, inputArguments, type EncodePlan } from './ffmpeg.rules.js';
import { chooseFps, DEFAULT_LADDER, earlyRung, planLadder, withCopiedTop } from './ladder.rules.js';
import { correctGain, gainFilters, planGain, readLoudness } from './loudness.rules.js';
import { readProbe, type PictureFacts } from './probe.rules.js';

const picture = (width: number, height: number, more: Partial<PictureFacts> = {}): PictureFacts => {
  const streams = [{ index: 0, codec_type: 'video', codec_name: 'h264', width, height, duration: '9.6' }];
  const facts = readProbe({ streams }).picture as PictureFacts;
  return { ...facts, fps: { num: 30, den: 1 }, nominalFps: { num: 30, den: 1 }, variableRate: false, ...more };
};
const H264_ONLY = { ...DEFAULT_LADDER, av1: false };
const sizes = (p: PictureFacts) => planLadder(p, H264_ONLY).rungs.map((r) => `${r.name} ${r.width}x${r.height}`);

describe('the ladder', () => {
  it.each([
    ['4K', 3840, 2160, ['1080p 1920x1080', '720p 1280x720', '480p 854x480', '360p 640x360']],
    ['a phone', 1080, 1920, ['1080p 1080x1920', '720p 720x1280', '480p 480x854', '360p 360x640']],
    ['between rungs', 1000, 1500, ['1000p 1000x1500', '720p 720x1080', '480p 480x720', '360p 360x540']],
    ['hardly above a rung', 486, 864, ['486p 486x864', '360p 360x640']],
    ['a square', 720, 720, ['720p 720x720', '480p 480x480', '360p 360x360']],
    ['below every rung, odd', 161, 121, ['120p 160x120']],
  ])('%s', (_name, width, height, expected) => {
    expect(sizes(picture(width, height))).toEqual(expected);
  });

  it('never makes a rung larger than the source, always even, and gives smaller rungs smaller caps', () => {
    for (let side = 122; side < 2400; side += 37) {
      const { rungs } = planLadder(picture(side, Math.round(side * 1.31)), H264_ONLY);
      for (const [i, rung] of rungs.entries()) {
        expect(rung.width <= side && rung.width % 2 === 0 && rung.height % 2 === 0).toBe(true);
        if (i > 0) expect(rung.maxrateKbps).toBeLessThan(rungs[i - 1]?.maxrateKbps ?? 0);
      }
    }
  });

  it.each([
    ['of 1080', 1080, 1920, 'av1-1080p h264-720p av1-720p h264-480p av1-480p av1-360p', 'h264-480p'],
    ['of 720', 1280, 720, 'h264-720p av1-720p h264-480p av1-480p av1-360p', 'h264-480p'],
    ['of one size', 320, 240, 'h264-240p av1-240p', 'h264-240p'],
  ])('with AV1 %s has H.264 on two sizes, and the smaller plays first', (_name, width, height, ids, early) => {
    const { rungs } = planLadder(picture(width, height));
    expect(rungs.map((r) => r.id).join(' ')).toBe(ids);
    expect(rungs[earlyRung({ rungs })]?.id).toBe(early);
  });

  it('without one of our sizes up to 720 still has one rung that every browser plays', () => {
    const { rungs } = planLadder(picture(1920, 1080), { ...DEFAULT_LADDER, shortSides: [1080] });
    expect(rungs.map((r) => r.id)).toEqual(['h264-1080p', 'av1-1080p']);
  });

  it('of a copied source begins with H.264 at its size', () => {
    const p = picture(1920, 1080);
    expect(
      withCopiedTop(p, planLadder(p))
        .rungs.slice(0, 2)
        .map((r) => r.id),
    ).toEqual(['h264-1080p', 'av1-1080p']);
    const small = picture(1280, 720);
    expect(withCopiedTop(small, planLadder(small))).toEqual(planLadder(small));
  });

  it.each([
    ['30', '30/1', '30/1', false, '30/1'],
    ['NTSC', '30000/1001', '30000/1001', false, '30000/1001'],
    ['60 is halved', '60/1', '60/1', false, '60/2'],
    ['50 becomes 25', '50/1', '50/1', false, '50/2'],
    ['120 becomes 30', '120/1', '120/1', false, '120/4'],
    ['film', '24000/1001', '24000/1001', false, '24000/1001'],
    ['a phone with varying rate', '28/1', '30000/1001', true, '30000/1001'],
    ['a browser without rate', '24/1', '1000/1', true, '30/1'],
    ['a guess below the average', '24/1', '50/3', true, '30/1'],
    ['a screen recording', '8514/1000', '120/1', true, '120/4'],
    ['five a second', '5/1', '5/1', false, '10/1'],
  ])('frame rate: %s', (_name, average, nominal, variableRate, expected) => {
    const f = (text: string) => ({ num: Number(text.split('/')[0]), den: Number(text.split('/')[1]) });
    const chosen = chooseFps({ fps: f(average), nominalFps: f(nominal), variableRate }, 30);
    expect(`${chosen.num}/${chosen.den}`).toBe(expected);
  });
});

describe('loudness', () => {
  const log = 'Integrated loudness:\n    I:         -31.3 LUFS\n  True peak:\n    Peak:      -10.1 dBFS\n';

  it('reads the summary, and silence as none', () => {
    expect(readLoudness(log)).toEqual({ integrated: -31.3, truePeak: -10.1 });
    expect(readLoudness(log.replace('-31.3', '-70.0'))).toBeNull();
    expect(readLoudness(log.replace('-10.1', '-inf'))).toBeNull();
    expect(readLoudness('')).toBeNull();
  });

  it('lifts with one gain, limits where peaks would break, and corrects what the limiter took', () => {
    expect(planGain({ integrated: -20, truePeak: -10 })).toEqual({ gainDb: 4, limited: false });
    const gain = planGain({ integrated: -31.3, truePeak: -10.1 });
    expect(gain).toEqual({ gainDb: 15.3, limited: true });
    expect(correctGain(gain, { integrated: -18, truePeak: -2 })).toEqual({ gainDb: 17.7, limited: true });
    expect(planGain({ integrated: -60, truePeak: -50 }).gainDb).toBe(30);
    expect(gainFilters(null)).toEqual([]);
  });
});

const plan = (more: Partial<EncodePlan> = {}): EncodePlan => {
  const facts = more.picture ?? picture(1280, 720);
  const ladder = planLadder(facts, H264_ONLY);
  return {
    ...{ source: '/in/a.mp4', demuxer: 'mov', bounds: DEFAULT_BOUNDS, picture: facts, ladder, preset: 'veryfast' },
    ...{ sound: { index: 1, codec: 'aac', channels: 2, layout: 'stereo', sampleRate: 48000 } },
    ...{ gain: { gainDb: 4, limited: false }, outputs: ladder.rungs.map((r) => `/s/${r.id}.mp4`) },
    candidates: { pattern: '/s/frame-%03d.jpg', frames: [0, 10] },
    ...more,
  };
};
/** What follows a word, or the same word said of one picture of the output. */
const follows = (args: string[], name: string) =>
  args.flatMap((a, i) => (a === name || a.replace(/(:v)?:v:\d+$/, '') === name ? [args[i + 1]] : []));

describe('ffmpeg arguments', () => {
  it('fence the input: one file, one container, listed decoders, bounded size and time', () => {
    expect(inputArguments('/in/a.mp4', 'mov', DEFAULT_BOUNDS).filter((a) => !a.includes('h264,'))).toEqual([
      ...['-protocol_whitelist', 'file', '-format_whitelist', 'mov', '-codec_whitelist'],
      ...['-max_pixels', '35389440', '-f', 'mov', '-t', '601', '-i', 'file:/in/a.mp4'],
    ]);
  });

  it('decode once and encode every rung in one process with the same keyframes', () => {
    const args = encodeArguments(plan());
    expect(follows(args, '-i')).toEqual(['file:/in/a.mp4']);
    expect(follows(args, '-c')).toEqual(['libx264', 'libx264', 'libx264']);
    expect(new Set(follows(args, '-force_key_frames'))).toEqual(new Set(['expr:gte(t,max(0,2*n_forced-1))']));
    expect(follows(args, '-sc_threshold')).toEqual(['0', '0', '0']);
    expect(follows(args, '-forced-idr')).toEqual(['1', '1', '1']);
    expect(follows(args, '-profile')).toEqual(['high', 'high', 'baseline']);
    expect(follows(args, '-map_metadata')).toEqual(['-1']);
    expect(args.slice(-1)).toEqual(['file:/s/frame-%03d.jpg']);
  });

  it('encode the sound once, and give it to the file of every rung', () => {
    const args = encodeArguments(plan({ outputs: ['/s/a.mp4', "/s/b|c'[d].mp4", '/s/e.mp4'] }));
    expect(follows(args, '-c:a')).toEqual(['aac']);
    const targets = follows(args, '-f').includes('tee') ? (args[args.indexOf('tee') + 1] ?? '') : '';
    const form = 'f=mp4:movflags=+frag_keyframe+delay_moov+default_base_moof:flush_packets=1:fflags=+bitexact';
    expect(targets).toBe(
      [
        String.raw`[${form}:select=\'v:0,a\']file:/s/a.mp4`,
        String.raw`[${form}:select=\'v:1,a\']file:/s/b\|c\'\[d\].mp4`,
        String.raw`[${form}:select=\'v:2,a\']file:/s/e.mp4`,
      ].join('|'),
    );
    const silent = encodeArguments(plan({ sound: null }));
    expect(silent[silent.indexOf('tee') + 1]).toContain(String.raw`select=\'v:0\'`);
  });

  it('of the plan with AV1 use each size for both codecs, and cap both', () => {
    const ladder = planLadder(picture(1280, 720));
    const args = encodeArguments(plan({ ladder, outputs: ladder.rungs.map((r) => `/s/${r.id}.mp4`) }));
    expect(follows(args, '-c')).toEqual(['libx264', 'libsvtav1', 'libx264', 'libsvtav1', 'libsvtav1']);
    expect(new Set(follows(args, '-force_key_frames')).size).toBe(1);
    expect(follows(args, '-maxrate')).toEqual(ladder.rungs.map((r) => `${r.maxrateKbps}k`));
    expect(filterGraph(plan({ ladder }))).toContain('[s0]split=3[v0][v1][n1];[n1]scale=w=854:h=480');
    expect(filterGraph(plan({ ladder }))).toContain('[s2]null[v4]');
  });

  it('scale in a cascade: the source is scaled once', () => {
    const graph = filterGraph(plan());
    expect(graph).toMatchInlineSnapshot(
      `"[0:0]trim=end=14.600,fps=30/1:start_time=0,trim=end=14.600,scale=w=1280:h=720:flags=bicubic,format=yuv420p,setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709[s0];[s0]split=2[v0][n1];[n1]scale=w=854:h=480:flags=bicubic,setsar=1[s1];[s1]split=2[v1][n2];[n2]scale=w=640:h=360:flags=bicubic,setsar=1[s2];[s2]null[v2];[0:1]aresample=async=1:first_pts=0,aformat=channel_layouts=stereo,volume=4dB,aresample=48000,apad=whole_dur=9.633,atrim=end=9.633[a]"`,
    );
  });

  it('tone-map HDR, deinterlace, and leave sound out where there is none', () => {
    expect(filterGraph(plan({ picture: picture(1080, 1920, { hdr: 'hlg' }) }))).toContain('tonemap=tonemap=mobius');
    expect(filterGraph(plan({ picture: picture(1280, 720, { interlaced: true }) }))).toContain('bwdif');
    const silent = encodeArguments(plan({ sound: null }));
    expect(silent).not.toContain('-c:a');
    expect(silent.join(' ')).not.toContain('apad');
  });

  it('pick the first frame and the middles of equal parts as posters', () => {
    expect(candidateFrames(10, { num: 30, den: 1 }, 5)).toEqual([0, 30, 90, 150, 210, 270]);
    expect(candidateFrames(0.03, { num: 30, den: 1 }, 5)).toEqual([0]);
  });
});
