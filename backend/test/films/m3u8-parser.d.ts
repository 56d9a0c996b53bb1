// What we use of m3u8-parser, which brings no types.
declare module 'm3u8-parser' {
  export interface ManifestSegment {
    uri: string;
    duration: number;
    byterange?: { offset: number; length: number };
    map?: { uri: string };
  }
  export interface Manifest {
    version?: number;
    targetDuration?: number;
    endList?: boolean;
    playlistType?: string;
    independentSegments?: boolean;
    iFramesOnly?: boolean;
    mediaSequence?: number;
    segments: ManifestSegment[];
    playlists?: {
      uri: string;
      attributes: {
        BANDWIDTH?: number;
        'AVERAGE-BANDWIDTH'?: string | number;
        'FRAME-RATE'?: string | number;
        CODECS?: string;
        RESOLUTION?: { width: number; height: number };
      };
    }[];
  }
  export class Parser {
    manifest: Manifest;
    push(text: string): void;
    end(): void;
  }
}
