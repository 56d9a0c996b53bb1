// The files that carry captions to players: WebVTT, a playlist a language, and their lines in the master playlist.
import { createHash } from 'node:crypto';
import type { VideoManifest } from '../../video.rules.js';
import { cutAtEnd, type Cue } from './cues.rules.js';
import { writeWebVtt } from './webvtt.rules.js';

/** A track as viewers get it. */
export interface ShownTrack {
  language: string;
  label: string;
  cues: readonly Cue[];
}

export interface CaptionFile {
  name: string;
  body: Buffer;
  sizeBytes: number;
  sha256: string;
}

export interface CaptionFiles {
  files: CaptionFile[];
  captions: VideoManifest['captions'];
}

/** Files of ours in the folder of a version; nothing else there begins so. */
export const isCaptionFile = (name: string): boolean => /^captions-[A-Za-z0-9-]+\.(?:vtt|m3u8)$/.test(name);

const GROUP = 'captions';
const playlistOf = (language: string): string => `captions-${language}.m3u8`;

export function fileOf(name: string, text: string): CaptionFile {
  const body = Buffer.from(text);
  return { name, body, sizeBytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}

/** One segment as long as the video: a caption file of ten minutes is 20 kB, less than the requests to fetch parts of it. */
export function captionPlaylist(file: string, durationMs: number): string {
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(durationMs / 1000))}`],
    ...['#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD', `#EXTINF:${(durationMs / 1000).toFixed(3)},`, file],
    ...['#EXT-X-ENDLIST', ''],
  ].join('\n');
}

/** Every file of these tracks. WebVTT is named by its content and cached for ever; playlists keep their name. */
export function captionFiles(tracks: readonly ShownTrack[], durationMs: number): CaptionFiles {
  const made = tracks.map(({ language, label, cues }) => {
    const text = writeWebVtt(cutAtEnd(cues, durationMs));
    const hash = fileOf('', text).sha256.slice(0, 12);
    const vtt = fileOf(`captions-${language}-${hash}.vtt`, text);
    const playlist = fileOf(playlistOf(language), captionPlaylist(vtt.name, durationMs));
    return { vtt, playlist, caption: { language, label, file: vtt.name } };
  });
  return { files: made.flatMap((m) => [m.vtt, m.playlist]), captions: made.map((m) => m.caption) };
}

/** Names within a group differ: two tracks with one label get their languages beside it. */
function namesOf(tracks: readonly Pick<ShownTrack, 'language' | 'label'>[]): string[] {
  return tracks.map(({ label, language }) => {
    const isShared = tracks.filter((one) => one.label === label).length > 1;
    return (isShared ? `${label} (${language})` : label).replaceAll('"', ' ');
  });
}

/**
 * The master playlist with exactly these languages: lines of an earlier time are taken out, those of today put in, and
 * nothing else is touched. No language is on by itself; a player may choose the one its user asked the device for.
 */
export function withSubtitles(master: string, tracks: readonly Pick<ShownTrack, 'language' | 'label'>[]): string {
  const names = namesOf(tracks);
  const media = tracks.map(
    ({ language }, i) =>
      `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${GROUP}",NAME="${names[i]}",LANGUAGE="${language}",DEFAULT=NO,` +
      `AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog",URI="${playlistOf(language)}"`,
  );
  const lines = master
    .split('\n')
    .filter((line) => !/^#EXT-X-MEDIA:(?:.*,)?TYPE=SUBTITLES\b/.test(line))
    .map((line) => {
      if (!line.startsWith('#EXT-X-STREAM-INF:')) return line;
      const bare = line.replace(/,SUBTITLES="[^"]*"/g, '').replace(/:SUBTITLES="[^"]*",?/, ':');
      return tracks.length > 0 ? `${bare},SUBTITLES="${GROUP}"` : bare;
    });
  const firstStream = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF:'));
  const at = firstStream < 0 ? lines.length : firstStream;
  return [...lines.slice(0, at), ...media, ...lines.slice(at)].join('\n');
}

/** The manifest with these caption files and this master, in the place of those before. */
export function withCaptions<M extends Pick<VideoManifest, 'captions' | 'files' | 'master'>>(
  manifest: M,
  { files, captions }: CaptionFiles,
  master: CaptionFile,
): M {
  const told = ({ name, sizeBytes, sha256 }: CaptionFile) => ({ name, sizeBytes, sha256 });
  const others = manifest.files.filter((file) => !isCaptionFile(file.name));
  const kept = others.map((file) => (file.name === master.name ? told(master) : file));
  return { ...manifest, captions, files: [...kept, ...files.map(told)] };
}
