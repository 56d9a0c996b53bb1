// The picture of a creator: a square in three widths, named by its content.

/** Of a name on a video, of a page, and of what shows a shared link; at two points a pixel. */
export const FACE_WIDTHS = [96, 192, 384] as const;
export type FaceWidth = (typeof FACE_WIDTHS)[number];

export const FACE_FILE = /^[0-9a-f]{12}-(96|192|384)\.webp$/;

/** Not under `media/`: every night what lies there is compared with videos. */
export const faceFolder = (creatorId: string): string => `faces/${creatorId}`;

export const faceFile = (face: string, width: FaceWidth): string => `${face}-${width}.webp`;

/** The address of one width, on the service at `origin`; null without a picture. */
export function faceUrl(
  origin: string,
  { id, face }: { id: string; face: string | null },
  width: FaceWidth,
): string | null {
  return face && `${origin}/media/faces/${id}/${faceFile(face, width)}`;
}
